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
from .healthy import healthy_batch, load_pool
from .pseudo_anomaly import spoil
from .schedules import alpha_bar, timestep_embedding
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
    abar = torch.from_numpy(alpha_bar()).float()
    embeddings = torch.from_numpy(timestep_embedding(range(len(abar)), config.architecture.embedding_dim))

    def codes(u: Tensor) -> Tensor:
        image = u[:, None].to(memory_format=torch.channels_last)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            return (encoder(image) > 0).float()

    def step(_: int) -> tuple[Tensor, dict[str, float]]:
        healthy, masks = healthy_batch(pool, stage.batch, config.rendered_share)
        spoiled = spoil(healthy, masks, SPOILED_SHARE)[0] if config.taught_flips else healthy
        clean, code = codes(healthy), codes(spoiled)
        # Small timesteps are what inference uses; the others keep the chain complete.
        t = (len(abar) * torch.rand(stage.batch) ** 3).long().clamp_max(len(abar) - 1)
        a = abar[t].view(-1, 1, 1, 1)
        noisy = torch.bernoulli(a * code + (1 - a) / 2)
        flipped = (noisy - clean).abs()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = denoiser(noisy.to(memory_format=torch.channels_last), embeddings[t]).float()
        loss = F.binary_cross_entropy_with_logits(logits, flipped)
        early = t < 50
        taught = (code - clean).abs()
        with torch.no_grad():
            p = torch.sigmoid(logits[early])
            figures = {"p at taught": float((p * taught[early]).sum() / taught[early].sum().clamp_min(1))}
        return loss, figures

    run_training(config, "bernoulli", stage, {"denoiser": denoiser}, step)
