"""Write a head phantom as DICOM, in one of the forms that scanners choose.

Usage: make_series.py <form> <out folder>
Forms: axial, sagittal, coronal, enhanced-sagittal, enhanced-axial (3-D, 2 mm); the same phantom in all of them.

Voxels are a function of their place, so that every form holds the same head. pydicom alone, nothing of the project's.
"""

from __future__ import annotations

import sys
import uuid
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import EnhancedMRImageStorage, ExplicitVRLittleEndian, MRImageStorage

SIDE_MM = 2.0
#: Left, back, head: voxels, and the place of the first.
COUNT = np.array([84, 100, 72])
FIRST = np.array([-83.0, -99.0, -71.0])
#: Slice, row and column axis (0 left, 1 back, 2 head) and the direction of each.
FORMS = {"axial": ((2, 1, 0), (1, 1, 1)), "sagittal": ((0, 2, 1), (1, -1, 1)), "coronal": ((1, 2, 0), (-1, -1, 1))}


def uid(*parts: object) -> str:
    """Depend on nothing but `parts`."""
    return f"2.25.{uuid.uuid5(uuid.NAMESPACE_URL, '/'.join(map(str, parts))).int}"


def phantom() -> np.ndarray:
    """FLAIR-like head by left, back, head index: scalp, dark skull, brain with ventricles, a bright ball."""
    index = np.stack(np.meshgrid(*map(np.arange, COUNT), indexing="ij"), axis=-1)
    x, y, z = np.moveaxis(index * SIDE_MM + FIRST, -1, 0)
    radius = np.sqrt((x / 70) ** 2 + (y / 88) ** 2 + (z / 66) ** 2)
    head = np.select([radius < 0.86, radius < 0.93, radius < 1.0], [420.0, 60.0, 520.0], 8.0)
    head += np.where(radius < 0.86, 35 * np.sin(x / 9) * np.cos(y / 11) * np.sin(z / 8), 0)
    ventricles = ((np.abs(x) - 10) / 7) ** 2 + (y / 26) ** 2 + ((z - 6) / 12) ** 2 < 1
    head[ventricles] = 90
    head[((x - 32) / 11) ** 2 + ((y + 20) / 11) ** 2 + ((z - 14) / 11) ** 2 < 1] = 880
    return np.round(head).astype(np.uint16)


def common(name: str, sop_class: str, instance: str) -> FileDataset:
    """Patient, study, series and how the pixels are stored."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = sop_class, instance
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID, ds.SOPInstanceUID, ds.Modality = sop_class, instance, "MR"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = uid("study"), uid(name, "series")
    ds.FrameOfReferenceUID, ds.PositionReferenceIndicator = uid("frame"), ""
    ds.PatientName, ds.PatientID, ds.PatientBirthDate, ds.PatientSex = "Test^Phantom", "TEST-3D", "", "O"
    ds.StudyDate, ds.StudyTime, ds.StudyID, ds.AccessionNumber = "20260101", "120000", "1", ""
    ds.ReferringPhysicianName, ds.SeriesNumber, ds.Manufacturer = "", 3, "test"
    ds.SeriesDescription = "3D FLAIR phantom"
    ds.ImageType = ["ORIGINAL", "PRIMARY", "M", "NONE"]
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 0
    return ds


def main() -> None:
    """Write one form."""
    form, out = sys.argv[1], Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    axes, signs = FORMS[form.removeprefix("enhanced-")]
    flips = tuple(slice(None, None, sign) for sign in signs)
    volume = phantom().transpose(axes)[flips]
    unit = np.eye(3)
    corner = FIRST + sum(
        (unit[axis] * SIDE_MM * (COUNT[axis] - 1) for axis, sign in zip(axes, signs, strict=True) if sign < 0),
        start=np.zeros(3),
    )
    orientation = [*(signs[2] * unit[axes[2]]), *(signs[1] * unit[axes[1]])]
    places = [corner + signs[0] * unit[axes[0]] * SIDE_MM * k for k in range(len(volume))]
    if form.startswith("enhanced"):
        write_enhanced(form, out, volume, places, orientation)
        return
    for k, (plane, place) in enumerate(zip(volume, places, strict=True)):
        ds = common(form, MRImageStorage, uid(form, k))
        ds.ScanningSequence, ds.SequenceVariant, ds.ScanOptions = ["SE", "IR"], "SK", ""
        ds.MRAcquisitionType, ds.RepetitionTime, ds.EchoTime, ds.InversionTime = "3D", 6000, 390, 2100
        ds.InstanceNumber, ds.SliceThickness, ds.PixelSpacing = k + 1, SIDE_MM, [SIDE_MM, SIDE_MM]
        ds.ImagePositionPatient, ds.ImageOrientationPatient = list(place), orientation
        ds.Rows, ds.Columns = plane.shape
        ds.PixelData = np.ascontiguousarray(plane).tobytes()
        ds.save_as(out / f"{k + 1:03d}.dcm")


def write_enhanced(form: str, out: Path, volume: np.ndarray, places: list, orientation: list) -> None:
    """One Enhanced MR; frames in an order of their own, rescale in the shared groups."""
    ds = common(form, EnhancedMRImageStorage, uid(form))
    order = [k * 5 % len(volume) if len(volume) % 5 else len(volume) - 1 - k for k in range(len(volume))]
    ds.NumberOfFrames, ds.InstanceNumber = len(volume), 1
    ds.Rows, ds.Columns = volume.shape[1:]
    shared = Dataset()
    for name, content in (
        ("PixelMeasuresSequence", {"PixelSpacing": [SIDE_MM, SIDE_MM], "SliceThickness": SIDE_MM}),
        ("PlaneOrientationSequence", {"ImageOrientationPatient": orientation}),
        ("PixelValueTransformationSequence", {"RescaleSlope": 0.5, "RescaleIntercept": 0, "RescaleType": "US"}),
        ("MRImageFrameTypeSequence", {"ComplexImageComponent": "MAGNITUDE", "AcquisitionContrast": "FLUID_ATTENUATED"}),
    ):
        item = Dataset()
        for keyword, value in content.items():
            setattr(item, keyword, value)
        setattr(shared, name, [item])
    ds.SharedFunctionalGroupsSequence = [shared]
    frames = []
    for k in order:
        position, echo, groups = Dataset(), Dataset(), Dataset()
        position.ImagePositionPatient = list(places[k])
        echo.EffectiveEchoTime = 390.0
        groups.PlanePositionSequence, groups.MREchoSequence = [position], [echo]
        frames.append(groups)
    ds.PerFrameFunctionalGroupsSequence = frames
    ds.PixelData = np.ascontiguousarray(volume[order] * 2).tobytes()
    ds.save_as(out / "enhanced.dcm")


if __name__ == "__main__":
    main()
