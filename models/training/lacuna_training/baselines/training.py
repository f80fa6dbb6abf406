"""`train-baselines`: landmarks, autoencoder, backbone and memory on the healthy pool of both methods."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from ..config import Config
from ..healthy import load_pool
from ..training_loop import load_networks
from . import autoencoder, backbone
from .intensity import learn_standard
from .patchcore import PatchMemory, build_memory


@dataclass(frozen=True)
class TrainedBaselines:
    """What the baselines need at inference."""

    standard: NDArray[np.float64]
    autoencoder: autoencoder.DenseAutoencoder
    backbone: backbone.Backbone
    memory: PatchMemory
    seconds: dict[str, float]


def memory_path(config: Config) -> Path:
    """Landmarks and memory in the cache."""
    return config.cache / "baseline-memory.pt"


def learn_landmarks(config: Config) -> NDArray[np.float64]:
    """Standard landmarks of the training patients that are not held out."""
    z = np.load(config.cache / "lgg.npz")
    masks = np.load(config.cache / "lgg-masks.npz")["mask"]
    x, owner, held = z["x"], z["owner"], z["held_out"]
    series = [x[owner == k][masks[owner == k]] for k in np.unique(owner) if not held[k]]
    return learn_standard([s for s in series if s.size])


def train(config: Config) -> None:
    """Train what is not trained yet; every part resumes from its checkpoint."""
    pool = load_pool(config)
    autoencoder.train_autoencoder(config, pool, autoencoder.STAGE)
    backbone.train_backbone(config, pool, backbone.STAGE)
    network = backbone.Backbone()
    load_networks(config, backbone.NAME, {"backbone": network})
    memory = build_memory(network, pool, config.seed)
    parts = {"bank": memory.bank, "mean": memory.mean, "scale": memory.scale}
    torch.save({**parts, "standard": torch.from_numpy(learn_landmarks(config))}, memory_path(config))
    print(f"baselines: memory of {len(memory.bank)} patches with {memory.bank.shape[1]} features", flush=True)


def load_trained(config: Config) -> TrainedBaselines | None:
    """Read the trained baselines; None if `train-baselines` has not run."""
    if not memory_path(config).exists():
        return None
    plain, network = autoencoder.DenseAutoencoder(config.architecture.grid_size), backbone.Backbone()
    seconds = {
        autoencoder.NAME: load_networks(config, autoencoder.NAME, {"autoencoder": plain}),
        backbone.NAME: load_networks(config, backbone.NAME, {"backbone": network}),
    }
    z = torch.load(memory_path(config), weights_only=True)
    memory = PatchMemory(z["bank"], z["mean"], z["scale"])
    return TrainedBaselines(z["standard"].numpy(), plain, network, memory, seconds)
