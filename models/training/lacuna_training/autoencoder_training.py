"""Binarising autoencoder of the latent method (Wolleb et al. 2024): image <-> bits."""

from __future__ import annotations

import torch
from torch import Tensor

from .architecture import NetworkSet
from .config import Config
from .healthy import healthy_batch, held_out_images, load_pool
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
    """Mean absolute error, brain pixels counted nine times as much as background."""
    weight = 0.1 + 0.9 * masks
    return ((image - restored).abs() * weight).sum() / weight.sum()


def train(config: Config) -> None:
    """Half of the images carry pseudo-anomalies: a code must show one before it can be taken away."""
    torch.manual_seed(config.seed)
    networks = NetworkSet(config.architecture)
    encoder, decoder = networks.encoder, networks.decoder
    pool = load_pool(config)
    stage = config.autoencoder

    def step(number: int) -> tuple[Tensor, dict[str, float]]:
        u, masks = healthy_batch(pool, stage.batch, config.rendered_share)
        u, _target = spoil(u, masks, 0.5)
        image = u[:, None].to(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            restored = decoder(straight_through(encoder(image).float(), number < DRAWN_STEPS)).float()
        return brain_l1(u, restored[:, 0], masks), {}

    run_training(config, "autoencoder", stage, {"encoder": encoder, "decoder": decoder}, step)
    u, masks = (torch.from_numpy(a[::7]) for a in held_out_images(config))
    with torch.no_grad():
        restored = decoder((encoder(u[:, None]) > 0).float())[:, 0].clamp(0, 1)
    print(f"autoencoder: held-out L1 in the brain {(u - restored).abs()[masks].mean():.4f}", flush=True)
    rows_sheet(config.cache / "autoencoder.png", [u[:12].numpy(), restored[:12].numpy()])
