"""One slice as a DICOM MR Image Storage instance (Explicit VR Little Endian, uncompressed, 12 bits)."""

from __future__ import annotations

import uuid

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian, MRImageStorage

from ..rendering.grid import SliceGrid
from .plans import StudyPlan

_DATE, _TIME = "20260101", "120000"
_NOTE = "Synthetic, rendered from label maps; not a patient. Research use only."


def study_uid(plan: StudyPlan, *parts: str) -> UID:
    """Return the UID (2.25.*) that belongs to a name within the study: always the same."""
    name = "/".join(("lacuna-studies", plan.name, *parts))
    return UID(f"2.25.{uuid.uuid5(uuid.NAMESPACE_OID, name).int}")


def mr_instance(
    plan: StudyPlan, grid: SliceGrid, index: int, number: int, pixels: np.ndarray, level: int
) -> Dataset:
    """Describe one slice.

    Parameters
    ----------
    plan : StudyPlan
    grid : SliceGrid
    index : int
        Position in the grid, 0 at the feet.
    number : int
        InstanceNumber.
    pixels : ndarray, uint16 [rows, columns]
        Values 0..4095.
    level : int
        Signal that the window centres on: the median of the brain.

    Returns
    -------
    pydicom.Dataset
        With file meta information, ready for `save_as(..., enforce_file_format=True)`.

    Raises
    ------
    ValueError
        If a pixel needs more than 12 bits.
    """
    if pixels.max() > 4095:
        raise ValueError(f"slice {index} needs more than 12 bits: {pixels.max()}")
    ds = Dataset()
    ds.file_meta = _file_meta(study_uid(plan, "instance", str(number)))
    _identity(ds, plan, number)
    _equipment(ds)
    _acquisition(ds, grid)
    _plane(ds, plan, grid, index)
    _pixels(ds, pixels, level)
    return ds


def _file_meta(sop_instance_uid: UID) -> FileMetaDataset:
    meta = FileMetaDataset()
    meta.FileMetaInformationVersion = b"\x00\x01"
    meta.MediaStorageSOPClassUID = MRImageStorage
    meta.MediaStorageSOPInstanceUID = sop_instance_uid
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = UID(f"2.25.{uuid.uuid5(uuid.NAMESPACE_OID, 'lacuna-studies').int}")
    meta.ImplementationVersionName = "LACUNA_STUDIES_1"
    return meta


def _identity(ds: Dataset, plan: StudyPlan, number: int) -> None:
    """Patient, study, series and instance."""
    ds.SpecificCharacterSet = "ISO_IR 100"
    # DERIVED\SECONDARY says what this is: made from other images, no patient examined. Viewers stack MR by
    # geometry, not by ImageType, so the series opens like an acquired one. SyntheticData (0008,001C) would
    # say it too, but validators of 2022 call that tag an error.
    ds.ImageType = ["DERIVED", "SECONDARY", "OTHER"]
    ds.DerivationDescription = _NOTE
    ds.ImageComments = _NOTE
    ds.InstanceCreationDate, ds.InstanceCreationTime = _DATE, _TIME
    ds.SOPClassUID = MRImageStorage
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID
    for level in ("Study", "Series", "Acquisition", "Content"):
        setattr(ds, f"{level}Date", _DATE)
        setattr(ds, f"{level}Time", _TIME)
    ds.AccessionNumber = ""
    ds.Modality = "MR"
    ds.ReferringPhysicianName = ""
    ds.StudyDescription = "Brain MRI (synthetic)"
    ds.SeriesDescription = "AX FLAIR (synthetic)"
    ds.PatientName = f"Lacuna^Synthetic {plan.letter}"
    ds.PatientID = f"LACUNA-{plan.letter}"
    ds.PatientBirthDate = ""
    ds.PatientSex = "O"
    ds.StudyInstanceUID = study_uid(plan, "study")
    ds.SeriesInstanceUID = study_uid(plan, "series")
    ds.StudyID = plan.letter
    ds.SeriesNumber = 1
    ds.AcquisitionNumber = 1
    ds.InstanceNumber = number


def _equipment(ds: Dataset) -> None:
    ds.Manufacturer = "Lacuna"
    ds.InstitutionName = "Lacuna synthetic studies"
    ds.ManufacturerModelName = "lacuna_training.demo"
    ds.DeviceSerialNumber = "0"
    ds.SoftwareVersions = "0.1.0"


def _acquisition(ds: Dataset, grid: SliceGrid) -> None:
    """The protocol whose contrast is imitated: a 2-D fast spin-echo FLAIR at 1.5 T."""
    ds.BodyPartExamined = "BRAIN"
    ds.ScanningSequence = ["SE", "IR"]
    ds.SequenceVariant = ["SK", "SP"]
    ds.ScanOptions = ""
    ds.MRAcquisitionType = "2D"
    ds.SequenceName = "FLAIR"
    ds.ProtocolName = "AX FLAIR"
    ds.RepetitionTime = "9000"
    ds.EchoTime = "120"
    ds.InversionTime = "2500"
    ds.EchoTrainLength = "16"
    ds.FlipAngle = "150"
    ds.NumberOfAverages = "1"
    ds.MagneticFieldStrength = "1.5"
    ds.SliceThickness = _text(grid.thickness_mm)
    ds.SpacingBetweenSlices = _text(grid.spacing_mm)
    ds.PatientPosition = "HFS"


def _plane(ds: Dataset, plan: StudyPlan, grid: SliceGrid, index: int) -> None:
    ds.FrameOfReferenceUID = study_uid(plan, "frame-of-reference")
    ds.PositionReferenceIndicator = ""
    ds.ImagePositionPatient = [_text(v) for v in grid.position(index)]
    ds.ImageOrientationPatient = [_text(v) for v in (*grid.row_axis, *grid.column_axis)]
    ds.PixelSpacing = [_text(grid.in_plane_mm)] * 2
    ds.SliceLocation = _text(float(grid.position(index) @ grid.normal))


def _pixels(ds: Dataset, pixels: np.ndarray, level: int) -> None:
    ds.SamplesPerPixel = 1
    ds.PhotometricInterpretation = "MONOCHROME2"
    ds.Rows, ds.Columns = pixels.shape
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 16, 12, 11
    ds.PixelRepresentation = 0
    ds.SmallestImagePixelValue, ds.LargestImagePixelValue = int(pixels.min()), int(pixels.max())
    ds.BurnedInAnnotation = "NO"
    ds.LossyImageCompression = "00"
    ds.WindowCenter, ds.WindowWidth = str(level), str(2 * level)
    ds.PixelData = np.ascontiguousarray(pixels, "<u2").tobytes()


def _text(value: float) -> str:
    """Decimal string of at most 16 characters; never "-0"."""
    return f"{round(float(value), 9) + 0.0:.10g}"
