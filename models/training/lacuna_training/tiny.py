"""The fixture bundle: seeded networks small enough for a software GPU, with outputs that are alive.

Only its brain mask is trained (on ellipses, a few seconds), because everything else happens inside the mask.
The other networks keep seeded random weights: a parity test needs numbers that vary, not good ones.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from .architecture import TINY, NetworkSet
from .export import export_bundle
from .manifest import default_methods


def ellipse_slice(rng: np.random.Generator, size: int) -> tuple[np.ndarray, np.ndarray]:
    """A head of ellipses on `size` x `size` pixels: image in 0..1 and brain mask, both float32."""
    y, x = (np.mgrid[0:size, 0:size] - (size - 1) / 2) / (size / 2)
    y, x = y - rng.uniform(-0.08, 0.08), x - rng.uniform(-0.08, 0.08)
    a, b = rng.uniform(0.45, 0.62), rng.uniform(0.55, 0.75)
    radius = np.sqrt((x / a) ** 2 + (y / b) ** 2)
    brain = radius < 1
    image = np.where(
        brain, rng.uniform(0.35, 0.6) + 0.12 * np.cos(7 * x + rng.uniform(0, 6)) * np.cos(6 * y), 0
    )
    scalp = (radius > 1.18) & (radius < 1.34)
    image = image + scalp * rng.uniform(0.5, 0.95) + rng.normal(0, 0.02, image.shape)
    return np.clip(image, 0, 1).astype(np.float32), brain.astype(np.float32)


def train_tiny_brain_mask(network: torch.nn.Module, steps: int = 400) -> float:
    """Teach the tiny brain mask the ellipses; returns the last loss."""
    rng = np.random.default_rng(7)
    optimiser = torch.optim.Adam(network.parameters(), 1e-2)
    loss = torch.tensor(0.0)
    for _ in range(steps):
        pairs = [ellipse_slice(rng, TINY.grid_size) for _ in range(8)]
        images, masks = (torch.from_numpy(np.stack(part))[:, None] for part in zip(*pairs, strict=True))
        loss = F.binary_cross_entropy_with_logits(network(images), masks)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return float(loss.detach())


def seeded_networks() -> NetworkSet:
    """The random networks that the fixture bundle starts from."""
    torch.manual_seed(20240521)
    return NetworkSet(TINY)


def build_tiny_networks() -> NetworkSet:
    """Seeded tiny networks; the outputs cover both sides of every threshold."""
    networks = seeded_networks()
    train_tiny_brain_mask(networks.brainMask)
    with torch.no_grad():
        # Random initial layers answer almost the same everywhere: widen what the last layer says.
        for last in (networks.encoder.layers[-1], networks.denoiser.out, networks.segmentationSubnet.out):
            last.weight *= 6.0
        networks.decoder.fine[-1].weight *= 4.0
        networks.decoder.fine[-1].bias += 0.4
        networks.denoiser.out.bias -= 0.5
    return networks


def export_tiny(folder: Path) -> None:
    """Write the fixture bundle into `folder`."""
    methods = default_methods(TINY)
    methods["latent-bernoulli"]["thresholds"] = {"fpr1": 0.6, "fpr5": 0.5, "fpr10": 0.4, "default": "fpr1"}
    methods["diffusion-ad"]["thresholds"] = {"fpr1": 0.6, "fpr5": 0.5, "fpr10": 0.4, "default": "fpr1"}
    training = {
        "data": "seeded random weights; brain mask trained on synthetic ellipses",
        "licence": "MIT",
        "seconds": {},
        "notes": "test fixture: its maps mean nothing",
    }
    export_bundle(build_tiny_networks(), folder, "weights-tiny", methods=methods, training=training)
