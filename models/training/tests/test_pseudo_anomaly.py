import numpy as np
import torch

from lacuna_training.augmentation import affine, grow, percentile_scale
from lacuna_training.pseudo_anomaly import VISIBLE, spoil
from lacuna_training.tiny import ellipse_slice


def brains(count: int = 24):
    rng = np.random.default_rng(0)
    pairs = [ellipse_slice(rng, 64) for _ in range(count)]
    images, masks = (torch.from_numpy(np.stack(p)) for p in zip(*pairs, strict=True))
    return images * masks, masks > 0.5


def test_paint_stays_in_the_brain_and_in_range():
    torch.manual_seed(0)
    u, masks = brains()
    spoiled, target = spoil(u, masks, 1.0)
    assert torch.equal(spoiled[~masks], u[~masks])
    assert target[~masks].max() == 0
    assert 0 <= spoiled.min() and spoiled.max() <= 1
    assert set(target.unique().tolist()) <= {0.0, 1.0}


def test_target_marks_what_changed():
    torch.manual_seed(1)
    u, masks = brains()
    spoiled, target = spoil(u, masks, 1.0)
    change = (spoiled - u).abs()
    assert change[target > 0].mean() > 3 * VISIBLE
    assert change[(target == 0) & masks].mean() < VISIBLE
    assert (target.amax((1, 2)) > 0).float().mean() > 0.8


def test_untouched_images_are_untouched():
    torch.manual_seed(2)
    u, masks = brains()
    spoiled, target = spoil(u, masks, 0.0)
    assert torch.equal(spoiled, u)
    assert target.max() == 0


def test_most_paint_is_bright_and_sizes_vary():
    torch.manual_seed(3)
    u, masks = brains(64)
    spoiled, target = spoil(u, masks, 1.0)
    brighter = [
        float((s - i)[t > 0].mean() > 0) for s, i, t in zip(spoiled, u, target, strict=True) if t.any()
    ]
    assert 0.6 < np.mean(brighter) < 0.97
    areas = target.sum((1, 2))
    assert areas.max() > 20 * areas[areas > 0].min()


def test_affine_moves_image_and_mask_together():
    torch.manual_seed(4)
    u, masks = brains(8)
    moved, moved_masks = affine([masks.float(), masks], (0.8, 1.2), 20, 0.1)
    assert ((moved > 0.5) == moved_masks).all()
    assert not torch.equal(moved_masks, masks)


def test_grow_changes_by_at_most_the_given_width():
    torch.manual_seed(5)
    _, masks = brains(16)
    changed = grow(masks, 2)
    widest = torch.nn.functional.max_pool2d(masks.float()[:, None], 5, 1, 2)[:, 0] > 0
    assert not (changed & ~widest).any()
    assert (changed != masks).any()


def test_percentile_scale_handles_empty_images():
    x = torch.zeros(2, 8, 8)
    x[1] = torch.rand(8, 8) * 300
    scaled = percentile_scale(x)
    assert scaled[0].max() == 0
    assert scaled.max() == 1
