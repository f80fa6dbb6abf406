"""The renderer: reproducible, geometrically right, masks that agree with labels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from phantom import LEFT_THALAMUS, RIGHT_THALAMUS, write_phantom

from lacuna_training.rendering import DEMO_HEADS, HeadRenderer, Lesion, RenderSettings
from lacuna_training.rendering.acquisition import Acquisition
from lacuna_training.rendering.contrast import draw_contrast
from lacuna_training.rendering.fields import smooth_field, spline_matrix
from lacuna_training.rendering.grid import axial_grid
from lacuna_training.rendering.motion import shift_lines
from lacuna_training.rendering.pose import PoseSpread
from lacuna_training.rendering.tissues import Tissue

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


def medians(folder: Path, contrast: str) -> dict[str, float]:
    """Median signal of the phantom's tissues in a quiet picture."""
    settings = RenderSettings(pose=STILL, acquisition=QUIET)
    r = render(folder, settings=settings, contrast=contrast, in_plane_mm=1.0, thickness_mm=2.0)
    labels = {"bone": [515], "fluid": [4], "white": [2, 41], "grey": [3, 42], "scalp": [511]}
    return {name: float(np.median(r.image[np.isin(r.labels, k)])) for name, k in labels.items()}


def test_order_of_tissues_in_t1_and_t2(folder: Path) -> None:
    t1, t2 = medians(folder, "t1"), medians(folder, "t2")
    assert t1["bone"] < t1["fluid"] < t1["grey"] < t1["white"] < t1["scalp"]
    assert t2["bone"] < t2["white"] < t2["grey"] < t2["fluid"] and t2["white"] < t2["scalp"] < t2["fluid"]


def test_contrast_medium_brightens_vessels_and_spares_white_matter() -> None:
    t1, t1ce = (
        np.mean([draw_contrast(np.random.default_rng(seed), name).mean for seed in range(40)], axis=0)
        for name in ("t1", "t1ce")
    )
    for tissue in (Tissue.SINUS, Tissue.CHOROID_PLEXUS):
        assert t1ce[tissue] > 2 * t1[tissue]
    assert t1ce[Tissue.WHITE_MATTER] == pytest.approx(t1[Tissue.WHITE_MATTER], rel=0.03)


def test_random_contrast_has_no_fixed_order() -> None:
    draws = np.stack([draw_contrast(np.random.default_rng(s), "random").mean for s in range(200)])
    brighter = (draws[:, Tissue.WHITE_MATTER] > draws[:, Tissue.GREY_MATTER]).mean()
    assert 0.35 < brighter < 0.65
    assert (draws[:, Tissue.AIR] == 0).all() and draws[:, Tissue.CSF].std() > 0.2


def test_aligned_contrasts_share_anatomy_but_not_pixels(folder: Path) -> None:
    stacks = HeadRenderer(folder).render_aligned(np.random.default_rng(4), 1, ["flair", "t1", "t2"], size=64)
    for stack in stacks[1:]:
        np.testing.assert_array_equal(stack.brain_mask, stacks[0].brain_mask)
        np.testing.assert_array_equal(stack.labels, stacks[0].labels)
        np.testing.assert_array_equal(stack.grid.first, stacks[0].grid.first)
    brain = stacks[0].brain_mask
    assert np.corrcoef(stacks[0].image[brain], stacks[2].image[brain])[0, 1] < 0.9


def test_stack_reaches_beyond_the_brain_when_asked(folder: Path) -> None:
    wide = RenderSettings(pose=STILL, below_mm=30.0, above_mm=20.0)
    r, plain = render(folder, settings=wide, thickness_mm=4.0), render(folder, settings=RenderSettings(STILL))
    filled = np.nonzero(r.brain_mask.any((1, 2)))[0]
    assert r.grid.slices - 1 - filled[-1] >= 4
    assert plain.grid.slices - 1 - np.nonzero(plain.brain_mask.any((1, 2)))[0][-1] <= 2


def test_still_head_comes_back_from_k_space(folder: Path) -> None:
    picture = render(folder).image[12].astype(np.float64)
    lines = len(picture)
    np.testing.assert_allclose(
        shift_lines(picture, np.zeros((lines, 2)), np.ones(lines), 0), picture, atol=1e-6
    )
    moved = shift_lines(picture, np.tile([3.0, -2.0], (lines, 1)), np.ones(lines), 1)
    np.testing.assert_allclose(moved, np.roll(picture, (3, -2), (0, 1)), atol=1e-4)


def test_motion_ghosts_along_the_phase_encode_direction_only() -> None:
    picture = np.zeros((64, 64))
    picture[28:36, 28:36] = 1.0
    gains = 1 + 0.5 * np.cos(2 * np.pi * np.arange(64) / 4)  # every fourth line: ghosts 16 pixels away
    ghost = shift_lines(picture, np.zeros((64, 2)), gains, 0)
    assert ghost[15, 32] == pytest.approx(0.25, abs=0.02) and ghost[48, 32] == pytest.approx(0.25, abs=0.02)
    assert np.abs(ghost[32, :24]).max() < 1e-6


def test_coil_brightens_the_surface(folder: Path) -> None:
    shaded = Acquisition(shading=0.0, noise=(1e-4, 2e-4), gamma=(1.0, 1.0), coil=1.0)
    plain, near = (
        render(folder, settings=RenderSettings(pose=STILL, acquisition=a)) for a in (QUIET, shaded)
    )
    scalp, deep = plain.labels == 511, np.isin(plain.labels, (LEFT_THALAMUS, RIGHT_THALAMUS))
    gain = [np.median(near.image[m]) / np.median(plain.image[m]) for m in (scalp, deep)]
    assert gain[0] > 1.03 * gain[1] and gain[1] == pytest.approx(1, abs=0.15)


def test_refusals(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no training_seg"):
        HeadRenderer(tmp_path)
    with pytest.raises(ValueError, match="known are flair, t1, t1ce, t2, random"):
        render(folder, contrast="pd")
    lesion = Lesion(centre=(-14.0, 8.0, 10.0), semi_axes_mm=(8.0, 8.0, 8.0))
    with pytest.raises(ValueError, match="on flair only"):
        render(folder, contrast="t2", lesions=[lesion])
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
