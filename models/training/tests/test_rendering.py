"""The renderer: reproducible, geometrically right, masks that agree with labels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from phantom import LEFT_THALAMUS, RIGHT_THALAMUS, write_phantom

from lacuna_training.rendering import DEMO_HEADS, HeadRenderer, Lesion, RenderSettings
from lacuna_training.rendering.acquisition import Acquisition
from lacuna_training.rendering.fields import smooth_field, spline_matrix
from lacuna_training.rendering.grid import axial_grid
from lacuna_training.rendering.pose import PoseSpread

STILL = PoseSpread(0, 0, 0, 0, 0, 0, flip=False)
QUIET = Acquisition(shading=0.0, noise=(1e-4, 2e-4), blur_mm=(0.1, 0.2), gamma=(1.0, 1.0))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("labelmaps")
    write_phantom(path)
    return path


def render(folder: Path, seed: int = 1, settings: RenderSettings | None = None, **options):
    return HeadRenderer(folder, settings).render(np.random.default_rng(seed), 1, size=64, **options)


def test_same_seed_same_picture_other_seed_other_picture(folder: Path) -> None:
    a, b, c = render(folder, 7), render(folder, 7), render(folder, 8)
    np.testing.assert_array_equal(a.image, b.image)
    np.testing.assert_array_equal(a.brain_mask, b.brain_mask)
    assert a.image.shape != c.image.shape or not np.array_equal(a.image, c.image)


def test_forms_and_ranges(folder: Path) -> None:
    r = render(folder)
    assert r.image.dtype == np.float32 and r.brain_mask.dtype == bool and r.labels.dtype == np.int16
    assert r.image.shape == r.brain_mask.shape == r.labels.shape == (r.grid.slices, 64, 64)
    assert np.isfinite(r.image).all() and r.image.min() >= 0 and r.image.max() < 2
    assert r.lesion_mask is None and r.spacing == (5.0, 2.0, 2.0)


def test_brain_mask_agrees_with_labels(folder: Path) -> None:
    r = render(folder, settings=RenderSettings(pose=STILL))
    brain = np.isin(r.labels, [2, 3, 4, 10, 41, 42, 49])
    overlap = 2 * (brain & r.brain_mask).sum() / (brain.sum() + r.brain_mask.sum())
    assert overlap > 0.93
    assert not r.brain_mask[np.isin(r.labels, [0, 511])].any()


def test_left_is_to_the_right_of_the_picture_and_back_below(folder: Path) -> None:
    r = render(folder, settings=RenderSettings(pose=STILL))
    left, right = np.argwhere(r.labels == LEFT_THALAMUS), np.argwhere(r.labels == RIGHT_THALAMUS)
    # The thalami lie 24 mm apart, 10 mm (NIfTI +A) in front of the middle of the brain.
    assert (left[:, 2].mean() - right[:, 2].mean()) * 2.0 == pytest.approx(24, abs=1.5)
    assert left[:, 1].mean() < np.argwhere(r.brain_mask)[:, 1].mean() - 3


def test_physical_size_is_kept(folder: Path) -> None:
    r = render(folder, settings=RenderSettings(pose=STILL), thickness_mm=4.0)
    middle = r.brain_mask[r.grid.slices // 2]
    # Semi-axes 46 x 54 mm times 0.74 (cortex); the mask may hold a rim of CSF.
    assert middle.any(0).sum() * 2 == pytest.approx(2 * 0.74 * 46, abs=6)
    assert middle.any(1).sum() * 2 == pytest.approx(2 * 0.74 * 54, abs=6)
    assert r.brain_mask.any((1, 2)).sum() * 4 == pytest.approx(2 * 0.74 * 50, abs=8)


def test_flair_order_of_tissues(folder: Path) -> None:
    r = render(
        folder, settings=RenderSettings(pose=STILL, acquisition=QUIET), in_plane_mm=1.0, thickness_mm=2.0
    )

    def typical(*labels: int) -> float:
        return float(np.median(r.image[np.isin(r.labels, labels)]))

    air, bone, fluid, white, grey = typical(0), typical(515), typical(4), typical(2, 41), typical(3, 42)
    assert max(air, bone, fluid) < 0.5 * white < white < grey < typical(511)


def test_without_skull_only_brain_is_bright(folder: Path) -> None:
    r = render(folder, with_skull=False, settings=RenderSettings(acquisition=QUIET))
    assert np.median(r.image[r.brain_mask]) > 0.3
    assert np.median(r.image[np.isin(r.labels, [507, 511])]) < 0.02


def test_noise_in_air_is_rayleigh(folder: Path) -> None:
    noisy = Acquisition(noise=(0.02, 0.02), gamma=(1.0, 1.0))
    r = render(folder, settings=RenderSettings(pose=STILL, acquisition=noisy), in_plane_mm=2.0)
    air = r.image[:, :6, :6]
    assert air.mean() / air.std() == pytest.approx(np.sqrt(np.pi / 2) / np.sqrt(2 - np.pi / 2), rel=0.06)


def test_lesion_is_bright_where_its_mask_says(folder: Path) -> None:
    lesion = Lesion(centre=(-14.0, 8.0, 10.0), semi_axes_mm=(8.0, 8.0, 8.0), irregularity=0.05)
    settings = RenderSettings(pose=STILL, acquisition=QUIET)
    r = render(folder, settings=settings, lesions=[lesion], in_plane_mm=1.0, thickness_mm=3.0)
    healthy = render(folder, settings=settings, in_plane_mm=1.0, thickness_mm=3.0)
    assert r.lesion_mask is not None and set(np.unique(r.lesion_mask)) == {0, 1}
    volume = r.lesion_mask.sum() * 3.0
    assert volume == pytest.approx(4 / 3 * np.pi * 8**3, rel=0.3)
    inside = r.lesion_mask > 0
    assert np.median(r.image[inside]) > 1.4 * np.median(healthy.image[healthy.brain_mask])
    left_mm = (np.argwhere(inside)[:, 2].mean() - 31.5) * 1.0 + r.grid.first[0] + 31.5
    assert left_mm == pytest.approx(-14, abs=2)


def test_oedema_follows_white_matter(folder: Path) -> None:
    plain = Lesion(centre=(-12.0, 0.0, 12.0), semi_axes_mm=(6.0, 6.0, 6.0))
    wet = Lesion(centre=(-12.0, 0.0, 12.0), semi_axes_mm=(6.0, 6.0, 6.0), oedema_mm=8.0)
    settings = RenderSettings(pose=STILL)
    masks = [
        render(folder, settings=settings, lesions=[x], in_plane_mm=1.0).lesion_mask > 0 for x in (plain, wet)
    ]
    labels = render(folder, settings=settings, in_plane_mm=1.0).labels
    assert masks[1].sum() > 1.5 * masks[0].sum()
    added = masks[1] & ~masks[0]
    assert np.isin(labels[added], [2, 41]).mean() > 0.7


def test_refusals(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no training_seg"):
        HeadRenderer(tmp_path)
    with pytest.raises(ValueError, match="only .flair."):
        render(folder, contrast="t1")
    with pytest.raises(ValueError, match="does not touch brain"):
        render(folder, lesions=[Lesion(centre=(40.0, 0.0, 0.0), semi_axes_mm=(2.0, 2.0, 2.0))])


def test_oblique_grid() -> None:
    grid = axial_grid(
        -30, 30, size=5, in_plane_mm=2.0, spacing_mm=6.0, thickness_mm=5.0, tilt_degrees=8.0, slices=11
    )
    assert np.linalg.norm(grid.normal) == pytest.approx(1) and grid.normal[2] > 0.99
    assert (grid.position(3) - grid.position(2)) @ grid.normal == pytest.approx(6.0)
    centre = grid.position(5) + 2 * 2.0 * (grid.row_axis + grid.column_axis)
    np.testing.assert_allclose(centre, 0, atol=1e-12)
    corner = grid.affine_ras() @ [4, 3, 7, 1]
    lps = grid.position(7) + 2.0 * (4 * grid.row_axis + 3 * grid.column_axis)
    np.testing.assert_allclose(corner[:3], lps * [-1, -1, 1], atol=1e-12)


def test_fields_are_smooth_and_of_unit_spread() -> None:
    np.testing.assert_allclose(spline_matrix(50, 0.37, 0.2).sum(1), 1, atol=1e-6)
    field = smooth_field(np.random.default_rng(3), (60, 60, 60), (1.0, 1.0, 1.0), 3.0)
    assert field.std() == pytest.approx(1, abs=0.08) and abs(field.mean()) < 0.05
    assert np.abs(np.diff(field, axis=0)).mean() < 0.4


def test_demo_heads_are_named() -> None:
    assert DEMO_HEADS == (16, 17)
