"""`compare-variants`: every variant on held-out pseudo-anomalies and on a part of `lgg-flair/dev`.

Two more checkpoints are used where they lie in the cache (trained with the same architecture):
`published/bernoulli.pt`, a denoiser with the published training (`taught_flips = false`), and
`image-only/diffusion-ad.pt`, subnets trained with `see_reconstruction = false`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import torch

from ..architecture import NetworkSet
from ..config import Config
from ..evaluation.inference import bundle_key
from ..reference import Reference
from ..training_loop import checkpoint_path, load_networks
from .batched_latent import Denoiser, batched, session_denoiser
from .latent_rows import latent_rows
from .pixel_rows import Segment, pixel_rows
from .sets import dev_set, pseudo_set

VARIANTS = "variants.json"


def published_denoiser(config: Config, reference: Reference) -> Denoiser | None:
    """The denoiser of `published/bernoulli.pt`, None if there is none."""
    own = replace(config, cache=config.cache / "published")
    if not checkpoint_path(own, "bernoulli").exists():
        return None
    networks = NetworkSet(config.architecture)
    load_networks(own, "bernoulli", {"denoiser": networks.denoiser})
    network = networks.for_export("denoiser")

    def run(codes: np.ndarray, t: int) -> np.ndarray:
        embedding = torch.from_numpy(reference.embed(t))

        def part(values: np.ndarray) -> np.ndarray:
            with torch.no_grad():
                return network(torch.from_numpy(values), embedding.expand(len(values), -1)).numpy()

        return batched(part, codes)

    return run


def image_only_segmentation(config: Config) -> Segment | None:
    """The segmentation subnet of `image-only/diffusion-ad.pt`, None if there is none."""
    own = replace(config, cache=config.cache / "image-only")
    if not checkpoint_path(own, "diffusion-ad").exists():
        return None
    networks = NetworkSet(config.architecture)
    load_networks(own, "diffusion-ad", {"segmentationSubnet": networks.segmentationSubnet})
    network = networks.for_export("segmentationSubnet")

    def run(image: np.ndarray, second: np.ndarray) -> np.ndarray:
        pair = torch.from_numpy(np.stack([image, second], axis=1))
        with torch.no_grad():
            return network(pair)[:, 0].numpy()

    return run


def compare(config: Config) -> None:
    """Write `variants.json` beside the manifest: figures for people, nothing that a viewer needs."""
    reference = Reference(config.output, config.threads)
    sets = [pseudo_set(config, reference), dev_set(config, reference)]
    denoisers = {"as shipped": session_denoiser(reference)}
    published = published_denoiser(config, reference)
    if published is not None:
        denoisers["published training"] = published
    report: dict[str, Any] = {
        "bundle": bundle_key(reference.manifest),
        "slices": {data.name: len(data.u) for data in sets},
        "resolution": "model grid, inside the brain mask, seed 0",
        "diffusion-ad": pixel_rows(reference, sets, image_only_segmentation(config)),
        "latent-bernoulli": latent_rows(reference, denoisers, sets),
    }
    path = config.output / VARIANTS
    path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(
        f"{path}: {len(report['latent-bernoulli'])} chains, {len(report['diffusion-ad'])} settings",
        flush=True,
    )
