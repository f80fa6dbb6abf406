"""Compare what the command line read and wrote with nibabel and pydicom, which share no code with it.

Usage:
  compare_volumes.py grid SOURCE.nii[.gz] OUTPUT.nii.gz [--same-values]
  compare_volumes.py dicom FOLDER OUTPUT.nii.gz
  compare_volumes.py pixels FILE.dcm PIXELS.f32

Exits 1 with a sentence for each difference.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nibabel as nib
import numpy as np
import pydicom

POSITION_TOLERANCE_MM = 1e-3


def compare_grid(source_path: str, output_path: str, same_values: bool) -> list[str]:
    """Differences in shape, affine, form codes, type and, where asked, voxels."""
    source, output = nib.load(source_path), nib.load(output_path)
    findings = []
    if source.shape != output.shape:
        findings.append(f"shape {output.shape}, source {source.shape}")
    if not np.array_equal(source.affine, output.affine):
        findings.append(f"affine differs by {np.abs(source.affine - output.affine).max()}")
    for form in ("sform", "qform"):
        codes = [int(image.header[f"{form}_code"]) for image in (source, output)]
        if codes[0] != codes[1]:
            findings.append(f"{form}_code {codes[1]}, source {codes[0]}")
    expected = np.uint8 if output_path.endswith("mask.nii.gz") else np.float32
    if output.get_data_dtype() != expected:
        findings.append(f"type {output.get_data_dtype()}, not {np.dtype(expected)}")
    if same_values and not np.array_equal(source.get_fdata().astype(np.float32), np.asarray(output.dataobj)):
        findings.append("voxels differ from the source")
    return findings


def compare_dicom(folder: str, output_path: str) -> list[str]:
    """Differences between a volume written with the source's own pixels and the DICOM series itself."""
    instances = [pydicom.dcmread(path) for path in sorted(Path(folder).glob("*.dcm"))]
    instances.sort(key=lambda ds: float(ds.ImagePositionPatient[2]))
    output = nib.load(output_path)
    voxels = np.asarray(output.dataobj)
    shape = (instances[0].Columns, instances[0].Rows, len(instances))
    if voxels.shape != shape:
        return [f"shape {voxels.shape}, source {shape}"]
    findings = []
    for k, ds in enumerate(instances):
        orientation = np.array(ds.ImageOrientationPatient, dtype=float)
        for column, row in ((0, 0), (shape[0] - 1, 0), (0, shape[1] - 1)):
            place = np.array(ds.ImagePositionPatient, dtype=float)
            place = place + orientation[:3] * column * ds.PixelSpacing[1] + orientation[3:] * row * ds.PixelSpacing[0]
            written = (output.affine @ [column, row, k, 1])[:3] * [-1, -1, 1]
            if np.abs(place - written).max() > POSITION_TOLERANCE_MM:
                findings.append(f"voxel {column},{row},{k} lies at {written}, source {place}")
        stored = ds.pixel_array.astype(np.float64) * float(ds.get("RescaleSlope", 1)) + float(ds.get("RescaleIntercept", 0))
        if not np.array_equal(stored.T.astype(np.float32), voxels[:, :, k]):
            findings.append(f"voxels of slice {k} differ")
    return findings


def compare_pixels(dicom_path: str, pixels_path: str) -> list[str]:
    """Difference between decoded pixels and pydicom's, in modality units."""
    ds = pydicom.dcmread(dicom_path)
    expected = ds.pixel_array.astype(np.float64) * float(ds.get("RescaleSlope", 1)) + float(ds.get("RescaleIntercept", 0))
    actual = np.fromfile(pixels_path, dtype="<f4")
    if actual.size != expected.size:
        return [f"{actual.size} pixels, pydicom has {expected.size}"]
    differing = int((expected.ravel().astype(np.float32) != actual).sum())
    return [f"{differing} pixels differ"] if differing else []


def main(arguments: list[str]) -> int:
    """Run one comparison and print what differs."""
    kind, first, second, *options = arguments
    if kind == "grid":
        findings = compare_grid(first, second, "--same-values" in options)
    elif kind == "dicom":
        findings = compare_dicom(first, second)
    else:
        findings = compare_pixels(first, second)
    print("\n".join(findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
