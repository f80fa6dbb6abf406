"""Brain mask: cleaning of whole series, the measures, the data the network learns from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from lacuna_training import augmentation as aug
from lacuna_training.brain_mask_evaluation import dice, leak_share
from lacuna_training.brain_mask_series import opened, series_masks, tapered, without_fat
from lacuna_training.brain_mask_training import disturb
from lacuna_training.config import Config
from lacuna_training.preprocessing import Grid
from lacuna_training.rendering import DEMO_HEADS, RenderedHead
from lacuna_training.rendering.contrast import CONTRASTS
from lacuna_training.rendering.grid import axial_grid
from lacuna_training.varied_heads import envelope, held_out_tasks, load_stack, load_training, training_tasks

GRID = Grid(64, 2.0)


def disc(radius: float, row: float = 32, column: float = 32, size: int = 64) -> np.ndarray:
    y, x = np.ogrid[:size, :size]
    return (y - row) ** 2 + (x - column) ** 2 <= radius**2


def test_opening_cuts_a_thin_bridge_and_keeps_a_temporal_pole() -> None:
    brain, pole, crescent = disc(16, 40), disc(6, 12, 14), disc(30) & ~disc(28)
    mask = brain | pole | crescent
    kept = opened(mask)
    assert dice(kept & brain, brain) > 0.98 and dice(kept & pole, pole) > 0.9
    assert (kept & crescent).sum() < 0.1 * crescent.sum(), "only what lies right at the pole"


def test_fat_at_the_border_goes_bright_tissue_inside_stays() -> None:
    mask = disc(20)
    pixels = np.where(mask, 1.0, 0.1)
    pixels[disc(3, 32, 32)] = 3.0  # deep: not fat
    pixels[mask & ~disc(18)] = 3.0
    kept = without_fat(mask, pixels)
    assert kept[disc(3)].all() and not kept[mask & ~disc(18)].any()


def test_brain_only_shrinks_towards_both_ends() -> None:
    masks = np.stack([disc(8, 50), disc(0, -9), disc(0, -9), disc(8), disc(20), disc(8) | disc(5, 32, 60)])
    kept = tapered(masks)
    assert kept[4].sum() == masks[4].sum() and kept[3].sum() == masks[3].sum()
    assert not kept[0].any(), "tissue that comes back after two empty slices is neck"
    assert not kept[5][:, 57:].any() and kept[5][disc(8)].all()


def test_series_keeps_the_brain_and_drops_the_neck() -> None:
    truth = np.stack([disc(r) for r in (0, 0, 8, 14, 18, 20, 18, 12)])
    truth[:2] = False
    probabilities = truth.astype(np.float32)
    neck = disc(9, 55, 32)
    probabilities[0][neck] = 0.9
    pixels = np.where(truth | neck, 1.0, 0.0)
    kept = series_masks(probabilities, pixels, GRID)
    assert dice(kept, truth) > 0.97 and not kept[0].any()


def test_measures() -> None:
    a = disc(10)[None]
    assert dice(a, a) == 1.0 and dice(a, ~a) == 0.0 and dice(a & ~a, a & ~a) is None
    rng = np.random.default_rng(1)
    mask = disc(28)[None]
    pixels = rng.normal(1, 0.1, mask.shape)
    assert leak_share(pixels, mask) == pytest.approx(0.005, abs=0.004)
    rim = mask & ~disc(27)
    assert leak_share(np.where(rim, 5.0, pixels), mask) > rim.sum() / mask.sum()
    assert leak_share(np.where(rim, 5.0, pixels), mask, rim) == pytest.approx(0.005, abs=0.004)
    assert leak_share(pixels, mask & False) is None


def test_random_curve_keeps_zero_and_can_invert() -> None:
    torch.manual_seed(0)
    ramp = torch.linspace(0, 1, 64).expand(50, 64, 64)
    curved = aug.random_curve(ramp)
    assert (curved[:, :, 0] == 0).all() and curved.min() >= 0 and curved.max() <= 1
    falls = (curved[:, 0, 50] < curved[:, 0, 20]).float().mean()
    assert 0.2 < falls < 0.8


def test_disturbed_images_stay_finite_and_masks_only_lose_what_is_not_seen() -> None:
    torch.manual_seed(3)
    masks = torch.from_numpy(np.stack([disc(20)] * 12))
    images = masks.float() * 0.4 + 0.3 * torch.from_numpy(disc(27)).float()
    x, target = disturb(images, masks)
    assert torch.isfinite(x).all() and x.min() >= 0
    assert not (target & ~masks).any() and target.sum() > 0.8 * masks.sum()


def test_envelope_closes_sulci_but_not_bone() -> None:
    mask = disc(14, 20, 20) | disc(12, 44, 44)
    labels = np.where(mask, 3, 24).astype(np.int16)
    sulcus, petrous = (slice(20, 34), slice(20, 22)), (slice(30, 34), slice(28, 34))
    mask[sulcus], labels[petrous] = False, 515
    mask[petrous] = False
    grid = axial_grid(0, 5, size=64, in_plane_mm=2.0, spacing_mm=5.0, thickness_mm=5.0)
    head = RenderedHead(mask[None] * 1.0, mask[None], labels[None], None, (5.0, 2.0, 2.0), grid)
    found = envelope(head)[0]
    assert found[22:30, 20:22].all(), "the sulcus is brain to a reader"
    assert not found[petrous].any()


def test_held_out_heads_are_in_no_training_task(tmp_path: Path) -> None:
    config = Config(cache=tmp_path)
    training = training_tasks(config, tuple(range(1, 18)))
    assert {t.head for t in training} == set(range(1, 18)) - set(DEMO_HEADS)
    assert {c for t in training for c in t.contrasts} == set(CONTRASTS)
    assert {t.head for t in held_out_tasks(config)} == set(DEMO_HEADS)


def test_held_out_stacks_are_never_loaded_for_training(tmp_path: Path) -> None:
    config = Config(cache=tmp_path)
    (tmp_path / "rendered-any").mkdir()
    with pytest.raises(FileNotFoundError, match="prepare-brain-mask"):
        load_training(config)
    for head, value in ((3, 1.0), (16, 7.0)):
        np.savez(
            tmp_path / f"rendered-any/head-{head:02d}-draw-00-0-t1.npz",
            x=np.full((2, 64, 64), value, np.float16), mask=np.stack([disc(20)] * 2),
        )  # fmt: skip
    loaded = load_training(config)
    assert loaded["x"].shape == (2, 64, 64) and (loaded["x"] == 1.0).all()
    one = load_stack(tmp_path / "rendered-any/head-03-draw-00-0-t1.npz")
    assert dice(one["mask"], np.stack([disc(20)] * 2)) > 0.97
