"""Binarising autoencoder of the latent method (Wolleb et al. 2024): image <-> bits."""

from __future__ import annotations

import torch
from torch import Tensor

from .architecture import NetworkSet
from .config import Config
from .device import current_device, mixed_precision
from .healthy import held_out_images, image_batch, load_pool
from .pseudo_anomaly import spoil
from .sheets import rows_sheet
from .training_loop import run_training

DRAWN_STEPS = 400  # bits are drawn that long, as published; afterwards they are those of inference


def straight_through(logits: Tensor, drawn: bool) -> Tensor:
    """Bits drawn from Bernoulli(sigmoid(logits)), or p > 0.5, whose gradient is that of the probability."""
    p = torch.sigmoid(logits)
    bits = torch.bernoulli(p.detach()) if drawn else (p.detach() > 0.5).float()
    return bits + p - p.detach()


def brain_l1(image: Tensor, restored: Tensor, masks: Tensor) -> Tensor:
    """Mean absolute error of [B, H, W] or [B, C, H, W], brain pixels counted ten times as background."""
    weight = 0.1 + 0.9 * masks
    if image.ndim == 4:
        weight = weight[:, None].expand_as(image)
    return ((image - restored).abs() * weight).sum() / weight.sum()


def train(config: Config) -> None:
    """Half of the images carry pseudo-anomalies: a code must show one before it can be taken away."""
    torch.manual_seed(config.seed)
    networks = NetworkSet(config.architecture)
    encoder, decoder = networks.encoder, networks.decoder
    pool = load_pool(config)
    stage = config.autoencoder

    channels = config.dataset.channels

    def step(number: int) -> tuple[Tensor, dict[str, float]]:
        u, masks = image_batch(pool, stage.batch, config.rendered_share)
        u, _target = spoil(u, masks, 0.5, channels)
        image = u.to(memory_format=torch.channels_last)
        with mixed_precision():
            restored = decoder(straight_through(encoder(image).float(), number < DRAWN_STEPS)).float()
        return brain_l1(u, restored, masks), {}

    shown, masks = (torch.from_numpy(a[::7]).to(current_device()) for a in held_out_images(config))

    def restore() -> Tensor:
        with torch.no_grad():
            return decoder((encoder(shown) > 0).float()).clamp(0, 1)

    def sheet() -> None:
        both = zip(shown[:12].cpu().unbind(1), restore()[:12].cpu().unbind(1), strict=True)
        rows_sheet(config.cache / "autoencoder.png", [row.numpy() for pair in both for row in pair])

    run_training(config, "autoencoder", stage, {"encoder": encoder, "decoder": decoder}, step, sheet)
    error = (shown - restore()).abs().transpose(0, 1)[:, masks].mean()
    print(f"autoencoder: held-out L1 in the brain {error:.4f}", flush=True)
    sheet()
