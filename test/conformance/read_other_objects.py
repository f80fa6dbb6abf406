"""Read label maps with pydicom and highdicom, and key images with pydicom, from the files alone.

Usage: read_other_objects.py CASE...

A CASE is a folder with `case.json`: {"labels": raw uint8 of shape (instances, rows, columns), "uids": [of the source],
"positions": [[x, y, z]], "labelMap": file, "keyImage": file}. Prints one JSON object: findings by case; exits with 1 when
there is any.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom

TOLERANCE_MM = 1e-3


def check_label_map(file: Path, case: dict, folder: Path) -> list[str]:
    """Findings about place, references and labels of every frame, by pydicom; and by highdicom, by source image."""
    seg = pydicom.dcmread(file)
    pixels = np.frombuffer(seg.PixelData, np.uint8)[: int(seg.NumberOfFrames) * seg.Rows * seg.Columns]
    pixels = pixels.reshape(-1, seg.Rows, seg.Columns)
    wanted = np.fromfile(folder / case["labels"], np.uint8).reshape(len(case["uids"]), seg.Rows, seg.Columns)
    findings = []
    for number, frame in enumerate(seg.PerFrameFunctionalGroupsSequence):
        uid = frame.DerivationImageSequence[0].SourceImageSequence[0].ReferencedSOPInstanceUID
        index = case["uids"].index(uid)
        position = np.array(frame.PlanePositionSequence[0].ImagePositionPatient, float)
        if np.linalg.norm(position - case["positions"][index]) > TOLERANCE_MM:
            findings.append(f"frame {number + 1} lies elsewhere")
        if (pixels[number] != wanted[index]).any():
            findings.append(f"frame {number + 1} differs")
    opened = hd.seg.Segmentation.from_dataset(seg)
    if list(opened.segment_numbers) != [1, 2]:
        findings.append(f"highdicom sees segments {opened.segment_numbers}")
    read = opened.get_pixels_by_source_instance(case["uids"], combine_segments=True, assert_missing_frames_are_empty=True)
    if (np.asarray(read) != wanted).any():
        findings.append("highdicom reads other labels")
    return findings


def check_key_image(file: Path) -> list[str]:
    """Findings about the marks of a key image and its picture."""
    image = pydicom.dcmread(file)
    pixels = image.pixel_array
    findings = [] if image.BurnedInAnnotation == "YES" else ["BurnedInAnnotation"]
    if pixels.shape != (image.Rows, image.Columns, 3) or pixels.max() < 200:
        findings.append("picture")
    if "research use only" not in image.DerivationDescription:
        findings.append("DerivationDescription")
    return findings


if __name__ == "__main__":
    results = {}
    for argument in sys.argv[1:]:
        folder = Path(argument)
        case = json.loads((folder / "case.json").read_text())
        findings = check_label_map(folder / case["labelMap"], case, folder) + check_key_image(folder / case["keyImage"])
        results[folder.name] = {"findings": findings}
    print(json.dumps(results))
    sys.exit(any(result["findings"] for result in results.values()) or not results)
