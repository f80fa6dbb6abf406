"""Brain mask network: learnt on rendered heads, then on its own cleaned answers on real training slices."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from . import augmentation as aug
from .architecture import NetworkSet
from .brain_mask_series import series_masks
from .brain_masks import head_slices, masked_set
from .config import Config
from .device import current_device, mixed_precision
from .preprocessing import Grid, brain_mask_input, clean_brain_mask
from .pseudo_anomaly import spoil
from .sheets import overlay_sheet
from .training_loop import load_networks, run_training
from .varied_heads import load_training


def mask_loss(logits: Tensor, masks: Tensor) -> Tensor:
    """Cross-entropy plus soft Dice over the batch."""
    p = torch.sigmoid(logits)
    dice = 1 - (2 * (p * masks).sum() + 1) / (p.sum() + masks.sum() + 1)
    return F.binary_cross_entropy_with_logits(logits, masks) + 0.5 * dice


def disturb(images: Tensor, masks: Tensor) -> tuple[Tensor, Tensor]:
    """Images of heads as other scanners, other patients and other preparations would show them.

    Lesions are painted inside the mask while the mask stays: no abnormality may be cut out of the brain.
    """
    batch, size, _ = images.shape
    pairs = zip(images, masks, strict=True)
    median = torch.stack([i[m].median() if m.any() else i.mean() for i, m in pairs])
    x = 0.4 * images / median.clamp_min(1e-6).view(batch, 1, 1)
    # Paint clips to 0..1; scalp, which may be brighter, lies outside the mask and is left alone.
    x = torch.where(masks, spoil(x.clamp(0, 1), masks, 0.55)[0], x)
    outside = torch.exp(aug.uniform(batch, -1.0, 0.7))
    x = torch.where(masks, x, x * outside)
    curved = torch.rand(batch, 1, 1) < 0.15
    x = torch.where(curved, aug.random_curve(x), x)
    stripped = torch.rand(batch, 1, 1) < 0.2
    x = torch.where(stripped & ~aug.grow(masks, 2), 0.0, x)
    x = aug.gamma(aug.bias_field(x, 0.5), 0.65, 1.5)
    x = aug.blur(x, 0.3)
    noise = torch.exp(aug.uniform(batch, -6.0, -3.0)) * (~stripped | (torch.rand(batch, 1, 1) < 0.3))
    x = torch.hypot(x + noise * torch.randn_like(x), noise * torch.randn_like(x))
    # Slices beyond the head: noise alone.
    empty = torch.rand(batch, 1, 1) < 0.02
    x = torch.where(empty, torch.hypot(torch.randn_like(x), torch.randn_like(x)), x)
    masks = masks & ~empty
    # Fields of view that end inside the head or shortly after it.
    edge = torch.randint(0, 26, (batch, 4)) * (torch.rand(batch, 4) < 0.3)
    r = torch.arange(size)
    keep_rows = (r >= edge[:, :1]) & (r < size - edge[:, 1:2])
    keep_columns = (r >= edge[:, 2:3]) & (r < size - edge[:, 3:])
    seen = keep_rows[:, :, None] & keep_columns[:, None, :]
    return x * seen, masks & seen


def predict(network: torch.nn.Module, slices: NDArray[np.floating], batch: int = 32) -> NDArray[np.float32]:
    """Probabilities [n, G, G] for grid slices [n, G, G]; 0 for slices without positive pixels."""
    out = np.zeros(slices.shape, np.float32)
    inputs = [brain_mask_input(s.astype(np.float32)) for s in slices]
    filled = [i for i, x in enumerate(inputs) if x is not None]
    network.eval()
    for k in range(0, len(filled), batch):
        part = filled[k : k + batch]
        x = torch.from_numpy(np.stack([inputs[i] for i in part]))[:, None].to(current_device())
        with torch.no_grad(), mixed_precision():
            out[part] = torch.sigmoid(network(x).float())[:, 0].cpu().numpy()
    return out


def clean_lgg(config: Config, answers: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Brain masks of all prepared slices from a network's answers (0..1), series by series."""
    z = head_slices(config)
    grid = Grid(config.architecture.grid_size, config.architecture.grid_spacing_mm)
    out = np.zeros(answers.shape, bool)
    for owner in np.unique(z["owner"]):
        own = z["owner"] == owner
        out[own] = series_masks(answers[own].astype(np.float32), z["x"][own], grid)
    return out


def make_step(config: Config, network: torch.nn.Module, x: Tensor, masks: Tensor, batch: int, real: int):
    """Training step over images [n, H, W] and masks; the last `real` are real, drawn half of the time."""
    x, masks = x.to(current_device()), masks.to(current_device())
    rendered = len(x) - real

    def step(number: int) -> tuple[Tensor, dict[str, float]]:
        # From the number, so that a resumed run goes on instead of drawing the same slices again.
        rng = np.random.default_rng([config.seed, number])
        k = rng.integers(0, rendered, batch)
        if real:
            k[batch // 2 :] = rendered + rng.integers(0, real, batch - batch // 2)
        images, target = aug.affine([x[k].float(), masks[k]], (0.75, 1.3), 20, 0.12)
        images, target = disturb(images, target)
        images = aug.percentile_scale(images)
        inputs = images[:, None].to(memory_format=torch.channels_last)
        with mixed_precision():
            logits = network(inputs)
        loss = mask_loss(logits.float()[:, 0], target.float())
        with torch.no_grad():
            p = logits[:, 0] > 0
            dice = 2 * (p & target).sum() / (p.sum() + target.sum()).clamp_min(1)
        return loss, {"dice": float(dice)}

    return step


def write_sheet(config: Config, network: torch.nn.Module, path: Path) -> None:
    """Overlay of the mask on real training slices."""
    z = head_slices(config)
    chosen = np.linspace(5, len(z["x"]) - 5, 60).astype(int)
    grid = Grid(config.architecture.grid_size, config.architecture.grid_spacing_mm)
    masks = [clean_brain_mask(p, grid) for p in predict(network, z["x"][chosen])]
    overlay_sheet(path, z["x"][chosen].astype(np.float32), np.stack(masks), columns=12)


def first_round(config: Config, network: torch.nn.Module) -> NDArray[np.bool_]:
    """Rendered heads only; returns the cleaned answers on the real training slices."""
    z = load_training(config)
    x, masks = torch.from_numpy(z["x"]), torch.from_numpy(z["mask"])
    stage = config.brain_mask
    run_training(config, "brain-mask-rendered", stage, {"brainMask": network},
                 make_step(config, network, x, masks, stage.batch, 0))  # fmt: skip
    write_sheet(config, network, config.cache / "brain-mask-rendered.png")
    return clean_lgg(config, predict(network, head_slices(config)["x"]))


def second_round(config: Config, network: torch.nn.Module, own: NDArray[np.bool_]) -> None:
    """Rendered heads and real training slices with the cleaned answers `own`, without held-out patients."""
    z, lgg = load_training(config), head_slices(config)
    keep = ~lgg["held_out"][lgg["owner"]]
    x = torch.from_numpy(np.concatenate([z["x"], lgg["x"][keep]]))
    masks = torch.from_numpy(np.concatenate([z["mask"], own[keep]]))
    stage = config.self_training
    run_training(config, "brain-mask", stage, {"brainMask": network},
                 make_step(config, network, x, masks, stage.batch, int(keep.sum())))  # fmt: skip
    write_sheet(config, network, config.cache / "brain-mask.png")


def train(config: Config) -> None:
    """Both rounds; the checkpoint of the second is the brain mask's."""
    torch.manual_seed(config.seed)
    network = NetworkSet(config.architecture).brainMask
    second_round(config, network, first_round(config, network))
    write_masks(config)


def continue_training(config: Config) -> None:
    """Second round alone, from `brain-mask-start.pt` and the answers of that network in `start-masks.npz`."""
    network = NetworkSet(config.architecture).brainMask
    load_networks(config, "brain-mask-start", {"brainMask": network})
    second_round(config, network, clean_lgg(config, np.load(config.cache / "start-masks.npz")["mask"]))


def predict_masks(config: Config, slices: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Brain masks of grid slices by the trained network, slice by slice as at inference."""
    network = NetworkSet(config.architecture).brainMask
    load_networks(config, "brain-mask", {"brainMask": network})
    grid = Grid(config.architecture.grid_size, config.architecture.grid_spacing_mm)
    return np.stack([clean_brain_mask(p, grid) for p in predict(network, slices)])


def write_masks(config: Config) -> None:
    """Brain masks of every prepared slice into the cache."""
    if config.dataset.source != "lgg":
        (config.cache / "healthy-masks.npz").unlink(missing_ok=True)
        masked_set(config)
        return
    np.savez(
        config.cache / "lgg-masks.npz", mask=predict_masks(config, head_slices(config)["x"])
    )
