"""Write the masks of a case as a DICOM Segmentation with highdicom, for readers to be judged by a foreign file.

Usage: write_with_highdicom.py CASE OUT.dcm   (a case as in check_seg.py)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import highdicom as hd
import numpy as np
import pydicom
from pydicom.sr.codedict import codes


def describe(number: int) -> hd.seg.SegmentDescription:
    """A segment made by an algorithm of no importance."""
    algorithm = hd.AlgorithmIdentificationSequence(
        name="foreign", version="1", family=codes.DCM.ArtificialIntelligence, parameters={"seed": "1"}
    )
    return hd.seg.SegmentDescription(
        segment_number=number,
        segment_label=f"foreign {number}",
        segmented_property_category=codes.SCT.MorphologicallyAbnormalStructure,
        segmented_property_type=codes.SCT.Lesion,
        algorithm_type=hd.seg.SegmentAlgorithmTypeValues.AUTOMATIC,
        algorithm_identification=algorithm,
    )


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    case = json.loads((folder / "case.json").read_text())
    masks = np.load(folder / case["masks"])
    hd.seg.Segmentation(
        source_images=[pydicom.dcmread(file) for file in case["source"]],
        pixel_array=masks.transpose(1, 2, 3, 0),
        segmentation_type=hd.seg.SegmentationTypeValues.BINARY,
        segment_descriptions=[describe(i + 1) for i in range(len(masks))],
        series_instance_uid=hd.UID(),
        series_number=77,
        sop_instance_uid=hd.UID(),
        instance_number=1,
        manufacturer="foreign",
        manufacturer_model_name="foreign",
        software_versions="1",
        device_serial_number="1",
    ).save_as(sys.argv[2])
