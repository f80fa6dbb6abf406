"""Judge DICOM Parametric Maps with pydicom and numpy only, from the files alone.

Usage: check_parametric_map.py CASE...

A CASE is a folder with `case.json`: {"source": [files, in the order of the maps], "map": file, "values": raw little-endian
float32 of shape (instances, rows, columns), "missing": [indices of instances without a frame], "healthy": {"mean", "sd"} or
null}. Geometry is recomputed from the source files and from the object; nothing is shared with the code that wrote it. Prints
one JSON object: findings, frames and the largest difference by case; exits with 1 when there is any finding.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pydicom
from check_seg import TOLERANCE_MM, functional_group, pixel_corners
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, ParametricMapStorage

TOLERANCE = 1e-6


def check_header(pm: Dataset, first: Dataset) -> list[str]:
    """Findings about identity and provenance."""
    wanted = {
        "SOPClassUID": ParametricMapStorage,
        "StudyInstanceUID": first.StudyInstanceUID,
        "FrameOfReferenceUID": first.FrameOfReferenceUID,
        "PatientID": first.get("PatientID", ""),
        "PatientName": first.get("PatientName", ""),
        "ContentQualification": "RESEARCH",
        "BitsAllocated": 32,
    }
    findings = [f"{k}: {pm.get(k)!r}" for k, v in wanted.items() if (pm.get(k) or "") != (v or "")]
    if pm.file_meta.TransferSyntaxUID != ExplicitVRLittleEndian:
        findings.append("transfer syntax")
    if pm.SeriesInstanceUID == first.SeriesInstanceUID or "research use only" not in pm.SeriesDescription:
        findings.append("series")
    if not any("seed=" in item.ContributionDescription for item in pm.ContributingEquipmentSequence):
        findings.append("provenance")
    return findings


def check_mappings(pm: Dataset, values: np.ndarray, healthy: dict[str, float] | None) -> list[str]:
    """Findings about real-world values: the first mapping is the map itself, a second one the z-score."""
    mappings = pm.SharedFunctionalGroupsSequence[0].RealWorldValueMappingSequence
    findings = []
    for mapping, code in zip(mappings, ("130404", "113071")):
        if mapping.QuantityDefinitionSequence[0].ConceptCodeSequence[0].CodeValue != code:
            findings.append(f"quantity of {mapping.LUTLabel}")
        if mapping.MeasurementUnitsCodeSequence[0].CodeValue != "1":
            findings.append(f"units of {mapping.LUTLabel}")
        low = mapping.DoubleFloatRealWorldValueFirstValueMapped
        high = mapping.DoubleFloatRealWorldValueLastValueMapped
        if values.size and not (low <= values.min() and values.max() <= high):
            findings.append(f"range of {mapping.LUTLabel}")
    if len(mappings) != (2 if healthy else 1):
        findings.append(f"{len(mappings)} mappings")
    elif healthy:
        values = values.astype(float)
        scores = values * mappings[1].RealWorldValueSlope + mappings[1].RealWorldValueIntercept
        if np.abs(scores - (values - healthy["mean"]) / healthy["sd"]).max() > TOLERANCE:
            findings.append("z-scores")
    return findings


def check_frames(pm: Dataset, sources: list[Dataset], values: np.ndarray, missing: set[int]) -> tuple[list[str], float]:
    """Findings about place, references and values of every frame, and the largest difference of a value."""
    index_of = {source.SOPInstanceUID: i for i, source in enumerate(sources)}
    pixels = np.frombuffer(pm.FloatPixelData, "<f4").reshape(-1, pm.Rows, pm.Columns)
    if not len(pixels) == int(pm.NumberOfFrames) == len(pm.PerFrameFunctionalGroupsSequence):
        return ["NumberOfFrames"], 0.0
    findings, seen, largest = [], set(), 0.0
    for number, frame in enumerate(pm.PerFrameFunctionalGroupsSequence):
        index = index_of[frame.DerivationImageSequence[0].SourceImageSequence[0].ReferencedSOPInstanceUID]
        source = sources[index]
        size = (source.Rows, source.Columns)
        if (pm.Rows, pm.Columns) != size or index in seen:
            findings.append(f"matrix or slice of frame {number + 1}")
        seen.add(index)
        here = pixel_corners(
            functional_group(pm, frame, "PlanePositionSequence").ImagePositionPatient,
            functional_group(pm, frame, "PlaneOrientationSequence").ImageOrientationPatient,
            functional_group(pm, frame, "PixelMeasuresSequence").PixelSpacing,
            *size,
        )
        there = pixel_corners(
            source.ImagePositionPatient, source.ImageOrientationPatient, source.PixelSpacing, *size
        )
        away = float(np.linalg.norm(here - there, axis=1).max())
        if away > TOLERANCE_MM:
            findings.append(f"frame {number + 1} is {away:.4f} mm away")
        difference = float(np.abs(pixels[number] - values[index]).max())
        largest = max(largest, difference)
        if not difference <= TOLERANCE:
            findings.append(f"frame {number + 1} differs by {difference}")
    if seen != set(range(len(sources))) - missing:
        findings.append("slices")
    return findings, largest


def check_case(folder: Path) -> dict[str, object]:
    """Findings (empty when all is well), number of frames and largest difference of one case."""
    case = json.loads((folder / "case.json").read_text())
    pm = pydicom.dcmread(folder / case["map"])
    sources = [pydicom.dcmread(file, stop_before_pixels=True) for file in case["source"]]
    values = np.fromfile(folder / case["values"], "<f4").reshape(len(sources), pm.Rows, pm.Columns)
    frames, largest = check_frames(pm, sources, values, set(case["missing"]))
    findings = check_header(pm, sources[0]) + check_mappings(pm, values, case["healthy"]) + frames
    return {"findings": findings, "frames": int(pm.NumberOfFrames), "largest": largest}


if __name__ == "__main__":
    results = {Path(folder).name: check_case(Path(folder)) for folder in sys.argv[1:]}
    print(json.dumps(results))
    sys.exit(any(result["findings"] for result in results.values()) or not results)
