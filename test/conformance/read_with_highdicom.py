"""Read DICOM Segmentations the way a highdicom user does and compare with the expected masks.

Usage: read_with_highdicom.py CASE...   (cases as in check_seg.py; same form of output)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom


def read_case(folder: Path) -> dict[str, object]:
    """Findings and number of frames; every source instance is asked for, also those without a frame."""
    case = json.loads((folder / "case.json").read_text())
    seg = hd.seg.segread(folder / case["seg"])
    masks = np.load(folder / case["masks"])
    uids = [pydicom.dcmread(f, specific_tags=["SOPInstanceUID"]).SOPInstanceUID for f in case["source"]]
    read = seg.get_pixels_by_source_instance(
        uids, ignore_spatial_locations=True, assert_missing_frames_are_empty=True
    )
    findings = []
    wanted = masks.transpose(1, 2, 3, 0)
    if read.shape != wanted.shape:
        findings.append(f"shape {read.shape}, not {wanted.shape}")
    elif not np.array_equal(read, wanted):
        findings.append(f"{int((read != wanted).sum())} pixels differ")
    if seg.segmentation_type != hd.seg.SegmentationTypeValues.BINARY:
        findings.append("type")
    return {"findings": findings, "frames": int(seg.NumberOfFrames)}


if __name__ == "__main__":
    results = {Path(folder).name: read_case(Path(folder)) for folder in sys.argv[1:]}
    print(json.dumps(results))
    sys.exit(any(result["findings"] for result in results.values()) or not results)
