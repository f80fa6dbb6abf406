"""Turn an axial NIfTI volume into a DICOM MR series, so that real patients can travel the viewer's whole path in a test.

Usage: nifti_to_dicom.py <volume.nii.gz> <out folder> [--description TEXT]

Geometry comes from the affine (RAS, converted to DICOM's LPS); voxels are written as unsigned 16-bit integers. UIDs are derived
from the file's name, so that the same input gives the same study. No patient attribute is copied.
"""

from __future__ import annotations

import argparse
import json
import uuid
from pathlib import Path

import nibabel as nib
import numpy as np
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, MRImageStorage


def derived_uid(*parts: object) -> str:
    """A 2.25 UID that depends on nothing but `parts`."""
    return f"2.25.{uuid.uuid5(uuid.NAMESPACE_URL, '/'.join(map(str, parts))).int}"


def write_series(volume_path: Path, out: Path, description: str) -> dict[str, str]:
    """Write one instance per slice (third axis) and return the study's and series' UIDs."""
    volume = nib.load(volume_path)
    voxels = np.asarray(volume.dataobj)
    lps = np.diag([-1.0, -1.0, 1.0, 1.0]) @ volume.affine
    column_step, row_step = lps[:3, 0], lps[:3, 1]
    spacing = [float(np.linalg.norm(v)) for v in (row_step, column_step, lps[:3, 2])]
    name = volume_path.name.split(".")[0]
    study, series, frame = (derived_uid(name, kind) for kind in ("study", "series", "frame"))
    out.mkdir(parents=True, exist_ok=True)
    for k in range(voxels.shape[2]):
        meta = FileMetaDataset()
        meta.MediaStorageSOPClassUID = MRImageStorage
        meta.MediaStorageSOPInstanceUID = derived_uid(name, k)
        meta.TransferSyntaxUID = ExplicitVRLittleEndian
        path = out / f"{k + 1:03d}.dcm"
        ds = FileDataset(str(path), {}, file_meta=meta, preamble=b"\0" * 128)
        ds.SpecificCharacterSet = "ISO_IR 192"
        ds.ImageType = ["ORIGINAL", "PRIMARY", "OTHER"]
        ds.SOPClassUID, ds.SOPInstanceUID = MRImageStorage, meta.MediaStorageSOPInstanceUID
        ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = study, series, frame
        ds.StudyDate, ds.StudyTime, ds.AccessionNumber, ds.StudyID = "20200101", "120000", "", "1"
        ds.PatientName, ds.PatientID, ds.PatientBirthDate, ds.PatientSex = "Test^Patient", "TEST-1", "", "O"
        ds.ReferringPhysicianName, ds.PositionReferenceIndicator = "", ""
        ds.Modality, ds.Manufacturer, ds.SeriesDescription, ds.StudyDescription = "MR", "", description, "Brain MRI"
        ds.BodyPartExamined, ds.PatientPosition = "BRAIN", "HFS"
        ds.ScanningSequence, ds.SequenceVariant, ds.ScanOptions = ["SE", "IR"], "SK", ""
        ds.MRAcquisitionType, ds.RepetitionTime, ds.EchoTime, ds.InversionTime = "2D", 9000, 120, 2500
        ds.EchoTrainLength, ds.SeriesNumber, ds.InstanceNumber = 16, 1, k + 1
        ds.SliceThickness, ds.SpacingBetweenSlices = spacing[2], spacing[2]
        ds.PixelSpacing = spacing[:2]
        ds.ImageOrientationPatient = [*(column_step / spacing[1]), *(row_step / spacing[0])]
        ds.ImagePositionPatient = list((lps @ [0, 0, k, 1])[:3])
        pixels = np.ascontiguousarray(voxels[:, :, k].T.astype(np.uint16))
        ds.Rows, ds.Columns = pixels.shape
        ds.SamplesPerPixel, ds.PhotometricInterpretation, ds.PixelRepresentation = 1, "MONOCHROME2", 0
        ds.BitsAllocated, ds.BitsStored, ds.HighBit = 16, 16, 15
        ds.WindowCenter, ds.WindowWidth = float(voxels.max()) / 2, float(voxels.max())
        ds.PixelData = pixels.tobytes()
        ds.save_as(path, enforce_file_format=True)
    return {"studyInstanceUID": study, "seriesInstanceUID": series}


def main() -> None:
    """Parse the command line and print the UIDs as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("volume", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--description", default="AX FLAIR")
    args = parser.parse_args()
    print(json.dumps(write_series(args.volume, args.out, args.description)))


if __name__ == "__main__":
    main()
