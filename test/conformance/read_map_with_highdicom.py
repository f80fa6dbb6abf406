"""Read DICOM Parametric Maps the way a highdicom user does and compare with the expected values.

Usage: read_map_with_highdicom.py CASE...   (cases as in check_parametric_map.py; same form of output)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom


def read_case(folder: Path) -> dict[str, object]:
    """Findings and number of frames; stored values and z-scores are asked for by source instance."""
    case = json.loads((folder / "case.json").read_text())
    pm = hd.pm.ParametricMap.from_dataset(pydicom.dcmread(folder / case["map"]))
    _ = pm.pixel_array  # decoded as a whole: by frames, highdicom 0.28 asks for PixelRepresentation, which floats have not
    values = np.fromfile(folder / case["values"], "<f4").reshape(len(case["source"]), pm.Rows, pm.Columns)
    uids = [pydicom.dcmread(f, specific_tags=["SOPInstanceUID"]).SOPInstanceUID for f in case["source"]]
    mapping = pm.SharedFunctionalGroupsSequence[0].RealWorldValueMappingSequence[-1]
    findings = []
    for index, uid in enumerate(uids):
        if index in case["missing"]:
            continue
        frame = pm.PerFrameFunctionalGroupsSequence
        number = next(
            n + 1
            for n, item in enumerate(frame)
            if item.DerivationImageSequence[0].SourceImageSequence[0].ReferencedSOPInstanceUID == uid
        )
        stored = pm.get_frame(number, apply_real_world_transform=True, real_world_value_map_selector="ANOMALY_MAP")
        if not np.array_equal(stored.astype(np.float32), values[index]):
            findings.append(f"frame {number} differs")
        if case["healthy"]:
            # applied here: get_frame of highdicom 0.28 fails on any mapping of floats but the identity
            score = stored.astype(float) * mapping.RealWorldValueSlope + mapping.RealWorldValueIntercept
            wanted = (values[index].astype(float) - case["healthy"]["mean"]) / case["healthy"]["sd"]
            if np.abs(score - wanted).max() > 1e-5:
                findings.append(f"z-score of frame {number} differs by {np.abs(score - wanted).max()}")
    return {"findings": findings, "frames": int(pm.NumberOfFrames)}


if __name__ == "__main__":
    results = {Path(folder).name: read_case(Path(folder)) for folder in sys.argv[1:]}
    print(json.dumps(results))
    sys.exit(any(result["findings"] for result in results.values()) or not results)
