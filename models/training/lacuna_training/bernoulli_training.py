"""Bernoulli denoiser of the latent method, trained with taught flips.

Published training: the target is where x_t differs from the code of the same healthy image.  Taught flips,
our extension: x_t is drawn from the code of a spoiled image, the target stays the healthy image's code.  The
flip probability then says where the anatomy should change.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from .architecture import NetworkSet
from .config import Config
from .device import current_device, mixed_precision
from .healthy import held_out_images, image_batch, load_pool
from .pseudo_anomaly import spoil
from .schedules import alpha_bar, timestep_embedding
from .sheets import rows_sheet
from .training_loop import load_networks, run_training

SPOILED_SHARE = 0.7


def train(config: Config) -> None:
    """Train the denoiser on codes of the finished autoencoder."""
    torch.manual_seed(config.seed)
    networks = NetworkSet(config.architecture)
    load_networks(config, "autoencoder", {"encoder": networks.encoder, "decoder": networks.decoder})
    encoder, denoiser = networks.encoder, networks.denoiser
    pool = load_pool(config)
    stage = config.bernoulli
    abar = torch.from_numpy(alpha_bar()).float().to(current_device())
    embeddings = torch.from_numpy(timestep_embedding(range(len(abar)), config.architecture.embedding_dim))
    embeddings, channels = embeddings.to(current_device()), config.dataset.channels

    def codes(u: Tensor) -> Tensor:
        image = u.to(memory_format=torch.channels_last)
        with torch.no_grad(), mixed_precision():
            return (encoder(image) > 0).float()

    def step(_: int) -> tuple[Tensor, dict[str, float]]:
        healthy, masks = image_batch(pool, stage.batch, config.rendered_share)
        spoiled = healthy
        if config.taught_flips:
            spoiled = spoil(healthy, masks, SPOILED_SHARE, channels)[0]
        clean, code = codes(healthy), codes(spoiled)
        # Small timesteps are what inference uses; the others keep the chain complete.
        t = (len(abar) * torch.rand(stage.batch) ** 3).long().clamp_max(len(abar) - 1)
        a = abar[t].view(-1, 1, 1, 1)
        noisy = torch.bernoulli(a * code + (1 - a) / 2)
        flipped = (noisy - clean).abs()
        with mixed_precision():
            logits = denoiser(noisy.to(memory_format=torch.channels_last), embeddings[t]).float()
        loss = F.binary_cross_entropy_with_logits(logits, flipped)
        early = t < 50
        taught = (code - clean).abs()
        with torch.no_grad():
            p = torch.sigmoid(logits[early])
            figures = {"p at taught": float((p * taught[early]).sum() / taught[early].sum().clamp_min(1))}
        return loss, figures

    u, brain = (torch.from_numpy(a[::19][:14]).to(current_device()) for a in held_out_images(config))
    torch.manual_seed(5)
    shown, truth = spoil(u, brain, 0.7, channels)

    def sheet() -> None:
        with torch.no_grad():
            code = (encoder(shown) > 0).float()
            flips = torch.sigmoid(denoiser(code, embeddings[:1].expand(len(code), -1)))
            healed = networks.decoder((code - (flips > 0.5).float()).abs()).clamp(0, 1)
        size = shown.shape[-2:]
        heat = F.interpolate(flips.mean(1, keepdim=True), size, mode="bilinear")[:, 0]
        rows = [shown[:, 0], truth, heat * brain, healed[:, 0]]
        rows_sheet(config.cache / "bernoulli.png", [row.cpu().numpy() for row in rows])

    run_training(config, "bernoulli", stage, {"denoiser": denoiser}, step, sheet)
    sheet()
