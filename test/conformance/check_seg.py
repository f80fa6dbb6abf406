"""Judge DICOM Segmentations with pydicom and numpy only, from the files alone.

Usage: check_seg.py CASE...

A CASE is a folder with `case.json`: {"source": [files, in the order of the masks], "seg": file, "masks": .npy of shape
(segments, instances, rows, columns), 0 or 1}. Geometry is recomputed from the source files and from the SEG, the bits are
unpacked here; nothing is shared with the code that wrote the object. Prints one JSON object: findings and frames by case;
exits with 1 when there is any finding.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pydicom
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, SegmentationStorage

TOLERANCE_MM = 1e-3


def pixel_corners(position: list, orientation: list, spacing: list, rows: int, columns: int) -> np.ndarray:
    """Centres of the four corner pixels, mm, shape (4, 3)."""
    row_direction = np.array(orientation[:3], float)
    column_direction = np.array(orientation[3:], float)
    return np.array(
        [
            np.array(position, float)
            + column * float(spacing[1]) * row_direction
            + row * float(spacing[0]) * column_direction
            for row in (0, rows - 1)
            for column in (0, columns - 1)
        ]
    )


def functional_group(seg: Dataset, frame: Dataset, keyword: str) -> Dataset:
    """Item of a functional group: the frame's own, else the shared one."""
    for holder in (frame, seg.SharedFunctionalGroupsSequence[0]):
        if keyword in holder:
            return holder[keyword].value[0]
    raise KeyError(keyword)


def unpack(seg: Dataset) -> np.ndarray:
    """Frames as 0 and 1, shape (frames, rows, columns): least significant bit first, no gap between frames."""
    frames, rows, columns = int(seg.NumberOfFrames), seg.Rows, seg.Columns
    bits = np.unpackbits(np.frombuffer(seg.PixelData, np.uint8), bitorder="little")
    return bits[: frames * rows * columns].reshape(frames, rows, columns)


def check_header(seg: Dataset, first: Dataset) -> list[str]:
    """Findings about file meta information, identity and provenance."""
    wanted = {
        "SOPClassUID": SegmentationStorage,
        "Modality": "SEG",
        "SegmentationType": "BINARY",
        "StudyInstanceUID": first.StudyInstanceUID,
        "FrameOfReferenceUID": first.FrameOfReferenceUID,
        "PatientID": first.get("PatientID", ""),
        "PatientName": first.get("PatientName", ""),
        "SpecificCharacterSet": "ISO_IR 192",
        "ContentQualification": "RESEARCH",
        "LossyImageCompression": first.get("LossyImageCompression", "00"),
    }
    findings = [f"{k}: {seg.get(k)!r}" for k, v in wanted.items() if (seg.get(k) or "") != (v or "")]
    meta = seg.file_meta
    if meta.TransferSyntaxUID != ExplicitVRLittleEndian:
        findings.append("transfer syntax")
    if (
        meta.FileMetaInformationVersion != b"\x00\x01"
        or meta.MediaStorageSOPInstanceUID != seg.SOPInstanceUID
    ):
        findings.append("file meta information")
    if seg.SeriesInstanceUID == first.SeriesInstanceUID:
        findings.append("the series is that of the source")
    if "research use only" not in seg.SeriesDescription:
        findings.append("no notice in SeriesDescription")
    for segment in seg.SegmentSequence:
        identification = segment.SegmentationAlgorithmIdentificationSequence[0]
        if (
            segment.SegmentAlgorithmType not in ("AUTOMATIC", "SEMIAUTOMATIC")
            or not segment.SegmentAlgorithmName
        ):
            findings.append(f"provenance of segment {segment.SegmentNumber}")
        if identification.AlgorithmFamilyCodeSequence[0].CodeValue != "123110":
            findings.append(f"algorithm family of segment {segment.SegmentNumber}")
        if "seed=" not in identification.AlgorithmParameters:
            findings.append(f"algorithm parameters of segment {segment.SegmentNumber}")
    return findings


def check_frames(seg: Dataset, sources: list[Dataset], masks: np.ndarray) -> list[str]:
    """Findings about place, references and bits of every frame, and about slices without a frame."""
    index_of = {source.SOPInstanceUID: i for i, source in enumerate(sources)}
    listed = {
        item.ReferencedSOPInstanceUID
        for series in seg.ReferencedSeriesSequence
        for item in series.ReferencedInstanceSequence
    }
    findings = [] if listed == set(index_of) else ["ReferencedSeriesSequence does not list the series"]
    pixels = unpack(seg)
    if len(seg.PerFrameFunctionalGroupsSequence) != len(pixels):
        return [*findings, "NumberOfFrames"]
    seen = set()
    for number, frame in enumerate(seg.PerFrameFunctionalGroupsSequence):
        reference = frame.DerivationImageSequence[0].SourceImageSequence[0]
        index = index_of[reference.ReferencedSOPInstanceUID]
        source = sources[index]
        measures = functional_group(seg, frame, "PixelMeasuresSequence")
        orientation = functional_group(seg, frame, "PlaneOrientationSequence").ImageOrientationPatient
        position = functional_group(seg, frame, "PlanePositionSequence").ImagePositionPatient
        segment = int(functional_group(seg, frame, "SegmentIdentificationSequence").ReferencedSegmentNumber)
        if (seg.Rows, seg.Columns) != (source.Rows, source.Columns):
            findings.append(f"matrix of frame {number + 1}")
            continue
        size = (seg.Rows, seg.Columns)
        here = pixel_corners(position, orientation, measures.PixelSpacing, *size)
        there = pixel_corners(
            source.ImagePositionPatient, source.ImageOrientationPatient, source.PixelSpacing, *size
        )
        away = float(np.linalg.norm(here - there, axis=1).max())
        if away > TOLERANCE_MM:
            findings.append(f"frame {number + 1} is {away:.4f} mm away")
        if reference.ReferencedSOPClassUID != source.SOPClassUID or "ReferencedFrameNumber" in reference:
            findings.append(f"reference of frame {number + 1}")
        if (segment, index) in seen:
            findings.append(f"frame {number + 1} repeats a slice")
        seen.add((segment, index))
        different = int((pixels[number] != masks[segment - 1, index]).sum())
        if different:
            findings.append(f"frame {number + 1} differs in {different} pixels")
    expected = {(s + 1, i) for s, i in np.argwhere(masks.any(axis=(2, 3))).tolist()}
    if expected != seen:
        findings.append(f"{len(expected - seen)} slices are missing, {len(seen - expected)} are too many")
    return findings


def check_case(folder: Path) -> dict[str, object]:
    """Findings (empty when all is well) and number of frames of one case."""
    case = json.loads((folder / "case.json").read_text())
    seg = pydicom.dcmread(folder / case["seg"])
    sources = [pydicom.dcmread(file, stop_before_pixels=True) for file in case["source"]]
    masks = np.load(folder / case["masks"])
    findings = check_header(seg, sources[0]) + check_frames(seg, sources, masks)
    return {"findings": findings, "frames": int(seg.NumberOfFrames)}


if __name__ == "__main__":
    results = {Path(folder).name: check_case(Path(folder)) for folder in sys.argv[1:]}
    print(json.dumps(results))
    sys.exit(any(result["findings"] for result in results.values()) or not results)
