"""The built-in studies: valid DICOM, right geometry, equal to what the generator writes."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import nibabel as nib
import numpy as np
import pydicom
import pytest

from lacuna_training.demo.build import study_files, truth_path
from lacuna_training.demo.mr_image import mr_instance, study_uid
from lacuna_training.demo.plans import PLANS, StudyPlan
from lacuna_training.rendering import DEMO_HEADS
from lacuna_training.rendering.grid import axial_grid

REPOSITORY = Path(__file__).resolve().parents[3]
STUDIES = REPOSITORY / "viewer" / "studies"
DATA = Path(os.environ.get("LACUNA_DATA", REPOSITORY.parent / "shared" / "data"))
LABELMAPS = DATA / "synthseg-labelmaps"
BY_NAME = pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)


def instances(plan: StudyPlan) -> list[pydicom.Dataset]:
    return [pydicom.dcmread(path) for path in sorted((STUDIES / plan.name).glob("*.dcm"))]


def test_plans_use_reserved_heads_only() -> None:
    assert {plan.head for plan in PLANS} == set(DEMO_HEADS)


@BY_NAME
def test_geometry_is_one_oblique_stack(plan: StudyPlan) -> None:
    files = instances(plan)
    assert [f.InstanceNumber for f in files] == list(range(1, 26))
    orientation = np.array(files[0].ImageOrientationPatient, float)
    normal = np.cross(orientation[:3], orientation[3:])
    assert np.degrees(np.arcsin(orientation[5])) == pytest.approx(plan.tilt_degrees, abs=1e-4)
    steps = np.diff([np.array(f.ImagePositionPatient, float) for f in files], axis=0)
    np.testing.assert_allclose(steps, np.tile((-6 if plan.head_first else 6) * normal, (24, 1)), atol=1e-5)
    for f in files:
        np.testing.assert_array_equal(np.array(f.ImageOrientationPatient, float), orientation)
        assert (f.Rows, f.Columns, list(f.PixelSpacing)) == (240, 240, [0.9375, 0.9375])


@BY_NAME
def test_identity_says_synthetic(plan: StudyPlan) -> None:
    files = instances(plan)
    for f in files:
        assert "not a patient" in f.ImageComments and "Synthetic" in str(f.PatientName)
        assert f.file_meta.TransferSyntaxUID == pydicom.uid.ExplicitVRLittleEndian
        assert f.StudyInstanceUID == study_uid(plan, "study")
    assert len({f.SOPInstanceUID for f in files}) == 25
    assert len({f.FrameOfReferenceUID for f in files}) == len({f.SeriesInstanceUID for f in files}) == 1


@BY_NAME
def test_pixels_are_a_twelve_bit_picture(plan: StudyPlan) -> None:
    stack = np.stack([f.pixel_array for f in instances(plan)])
    assert stack.dtype == np.uint16 and 600 < stack.max() <= 4095
    corner = stack[:, :10, :10]
    assert 0 < corner.mean() < 40, "air holds noise, not zeros"


def test_truth_lies_on_the_grid_and_on_bright_tissue() -> None:
    plan = PLANS[0]
    files = instances(plan)[::-1]
    truth = nib.load(STUDIES / truth_path(plan))
    marks = np.asarray(truth.dataobj)
    assert marks.shape == (240, 240, 25) and marks.dtype == np.uint8
    for index in (0, 24):
        corner = (truth.affine @ [0, 0, index, 1])[:3] * [-1, -1, 1]
        np.testing.assert_allclose(corner, np.array(files[index].ImagePositionPatient, float), atol=1e-3)
    stack = np.stack([f.pixel_array for f in files]).transpose(2, 1, 0)
    millilitres = [(marks == k).sum() * 0.9375**2 * 6 / 1000 for k in (1, 2)]
    assert 25 < millilitres[0] < 60 and 0.3 < millilitres[1] < 2
    for k in (1, 2):
        assert np.median(stack[marks == k]) > 1.25 * float(files[0].WindowCenter)


def test_index_names_what_is_there() -> None:
    entries = json.loads((STUDIES / "studies.json").read_text())
    assert [e["folder"] for e in entries] == [p.name for p in PLANS]
    for entry, plan in zip(entries, PLANS, strict=True):
        assert entry["seriesInstanceUID"] == instances(plan)[0].SeriesInstanceUID
        assert ("truth" in entry) == bool(plan.lesions)
        assert "truth" not in entry or (STUDIES / entry["truth"]).is_file()


def test_too_bright_pixels_are_refused() -> None:
    grid = axial_grid(0, 6, size=4, in_plane_mm=1.0, spacing_mm=6.0, thickness_mm=5.0)
    with pytest.raises(ValueError, match="12 bits"):
        mr_instance(PLANS[0], grid, 0, 1, np.full((4, 4), 5000, np.uint16), 380)


@pytest.mark.skipif(shutil.which("dciodvfy") is None, reason="dciodvfy (dicom3tools) is not installed")
@BY_NAME
def test_dciodvfy_has_nothing_to_say(plan: StudyPlan) -> None:
    for path in sorted((STUDIES / plan.name).glob("*.dcm")):
        result = subprocess.run(["dciodvfy", path], capture_output=True, text=True, check=False)
        said = [line for line in (result.stderr + result.stdout).splitlines() if line.strip() != "MRImage"]
        assert (result.returncode, said) == (0, []), path.name


@pytest.mark.skipif(not LABELMAPS.is_dir(), reason="the SynthSeg label maps are not in ../shared/data")
def test_disk_equals_generator() -> None:
    """Headers must agree exactly; pixels to one grey level, for other builds of numpy round differently."""
    for name, content in study_files(LABELMAPS, PLANS[:1]):
        if not name.endswith(".dcm"):
            continue
        made, kept = pydicom.dcmread(io.BytesIO(content)), pydicom.dcmread(STUDIES / name)
        difference = np.abs(made.pixel_array.astype(int) - kept.pixel_array)
        assert difference.max() <= 1 and (difference > 0).mean() < 0.01, name
        for dataset in (made, kept):
            for keyword in ("PixelData", "SmallestImagePixelValue", "LargestImagePixelValue"):
                delattr(dataset, keyword)
        assert made == kept, name
