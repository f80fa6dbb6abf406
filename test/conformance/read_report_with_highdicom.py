"""Read DICOM measurement reports (TID 1500) the way a highdicom user does, together with their segmentations.

Usage: read_report_with_highdicom.py CASE...

A CASE is a folder with sr.dcm, seg.dcm and `regions.json`: [{"volumeMl", "peak", "mean", "voxels"}]. Prints one JSON object:
findings and number of measurement groups by case.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom
from pydicom.sr.codedict import codes


def read_case(folder: Path) -> dict[str, object]:
    """Findings and number of groups; each group is found by the tracking UID of its segment."""
    report = hd.sr.srread(folder / "sr.dcm")
    seg = hd.seg.segread(folder / "seg.dcm")
    wanted = json.loads((folder / "regions.json").read_text())
    groups = report.content.get_volumetric_roi_measurement_groups()
    findings = [] if len(groups) == len(wanted) == len(seg.SegmentSequence) else ["number of groups"]
    frames = pydicom.pixels.pixel_array(folder / "seg.dcm").reshape(-1, seg.Rows, seg.Columns)
    for segment, region in zip(seg.SegmentSequence, wanted):
        found = report.content.get_volumetric_roi_measurement_groups(tracking_uid=segment.TrackingUID)
        if len(found) != 1:
            findings.append(f"segment {segment.SegmentNumber} has {len(found)} groups")
            continue
        group = found[0]
        if group.tracking_identifier != segment.TrackingID:
            findings.append("tracking identifier")
        items = group[0].ContentSequence
        reference = next(i for i in items if i.ConceptNameCodeSequence[0].CodeValue == "121191")
        if reference.ReferencedSOPSequence[0].ReferencedSegmentNumber != segment.SegmentNumber:
            findings.append("segment number")
        values = {m.name.meaning + str(getattr(m.derivation, "meaning", "")): m.value for m in group.get_measurements()}
        for key, name in (("volumeMl", "Volume"), ("peak", "SaliencyMaximum"), ("mean", "SaliencyMean")):
            if not np.isclose(values.get(name, np.nan), region[key], rtol=1e-9):
                findings.append(f"{name}: {values.get(name)} is not {region[key]}")
        if group.finding_type != codes.SCT.MorphologicallyAbnormalStructure:
            findings.append("finding")
        own = [
            n
            for n, frame in enumerate(seg.PerFrameFunctionalGroupsSequence)
            if frame.SegmentIdentificationSequence[0].ReferencedSegmentNumber == segment.SegmentNumber
        ]
        if int(frames[own].sum()) != region["voxels"]:
            findings.append(f"segment {segment.SegmentNumber} has {int(frames[own].sum())} voxels")
    return {"findings": findings, "groups": len(groups)}


if __name__ == "__main__":
    results = {Path(folder).name: read_case(Path(folder)) for folder in sys.argv[1:]}
    print(json.dumps(results))
    sys.exit(any(result["findings"] for result in results.values()) or not results)
