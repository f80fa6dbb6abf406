"""Write the built-in studies: DICOM, truth, `studies.json`."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from .mr_image import mr_instance, study_uid
from .plans import PLANS, StudyPlan
from .scan import open_renderer, scan
from .truth import truth_bytes

#: Stored value of signal 1.0: white matter near 390, fat near 900.
_STORED_PER_SIGNAL = 1000.0


def study_files(labelmap_dir: Path, plans: tuple[StudyPlan, ...] = PLANS) -> Iterator[tuple[str, bytes]]:
    """Generate every file of the studies: path relative to the studies folder, and content."""
    renderer = open_renderer(labelmap_dir)
    for plan in plans:
        rendered = scan(renderer, plan)
        stored = np.rint(rendered.image * _STORED_PER_SIGNAL).astype(np.uint16)
        level = int(round(float(np.median(stored[rendered.brain_mask])), -1))
        count = len(stored)
        for number in range(1, count + 1):
            index = count - number if plan.head_first else number - 1
            instance = mr_instance(plan, rendered.grid, index, number, stored[index], level)
            file = io.BytesIO()
            instance.save_as(file, enforce_file_format=True)
            yield f"{plan.name}/{number:03d}.dcm", file.getvalue()
        if rendered.lesion_mask is not None:
            yield truth_path(plan), truth_bytes(rendered.lesion_mask, rendered.grid)
    yield "studies.json", (json.dumps([_entry(p) for p in plans], indent=2) + "\n").encode()


def truth_path(plan: StudyPlan) -> str:
    """Path of a study's lesion mask, relative to the studies folder."""
    return f"truth/{plan.name}-truth.nii.gz"


def _entry(plan: StudyPlan) -> dict[str, str]:
    entry = {
        "studyInstanceUID": str(study_uid(plan, "study")),
        "seriesInstanceUID": str(study_uid(plan, "series")),
        "title": plan.title,
        "folder": plan.name,
    }
    return entry | ({"truth": truth_path(plan)} if plan.lesions else {})


def write_studies(labelmap_dir: Path, folder: Path) -> int:
    """Write all files below `folder`; return the number of bytes."""
    total = 0
    for name, content in study_files(labelmap_dir):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        total += len(content)
    return total
