"""The latent method's variants: chains by maps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..reference import LATENT, Reference
from .batched_latent import Denoiser, Sampling, decode, encode, sample
from .maps import latent_maps, median5
from .sets import VariantSet

F32 = NDArray[np.float32]

FILTERED = (
    "squared difference",
    "absolute difference",
    "decoder side |D(x0) - D(x0_hat)|",
    "flip probability",
)
SUBSET = 4
"""The full chain of 200 steps is run on every fourth slice."""


@dataclass(frozen=True)
class LatentVariant:
    """One chain; `seeds` runs are averaged map by map."""

    title: str
    sampling: Sampling
    seeds: int = 1
    every: int = 1


PUBLISHED = Sampling(200, 200, 0.5, False)
CHAINS: tuple[LatentVariant, ...] = (
    LatentVariant("L 1, 1 step", Sampling(1, 1)),
    LatentVariant("L 20, 2 steps", Sampling(20, 2)),
    LatentVariant("L 20, 2 steps, last step not masked", Sampling(20, 2, mask_last_step=False)),
    LatentVariant("L 20, 2 steps, P 0.3", Sampling(20, 2, 0.3)),
    LatentVariant("L 20, 2 steps, no masking", Sampling(20, 2, None)),
    LatentVariant("L 20, 2 steps, three seeds averaged", Sampling(20, 2), seeds=3),
    LatentVariant("L 50, 5 steps", Sampling(50, 5)),
    LatentVariant("L 100, 10 steps", Sampling(100, 10)),
    LatentVariant("L 200, 20 steps", Sampling(200, 20)),
    LatentVariant("L 200, 20 steps, P 0.3", Sampling(200, 20, 0.3)),
    LatentVariant("L 200, 20 steps, no masking", Sampling(200, 20, None)),
    LatentVariant("published: L 200, 200 steps, P 0.5", PUBLISHED, every=SUBSET),
    LatentVariant(
        "the same with the noise of the reference code", replace(PUBLISHED, noise="reference"), every=SUBSET
    ),
    LatentVariant("L 200, 20 steps, last step not masked", replace(PUBLISHED, steps=20), every=SUBSET),
)


def maps_of(
    reference: Reference, denoiser: Denoiser, data: VariantSet, decoded: F32, codes: F32, chain: LatentVariant
) -> dict[str, F32]:
    """Mean over seeds of every candidate map, and of the filtered ones."""
    sums: dict[str, F32] = {}
    for seed in range(chain.seeds):
        keys = data.keys(LATENT, seed)
        sampled = sample(denoiser, codes, keys, chain.sampling, reference.alpha_bar)
        maps = latent_maps(data.u, decoded, decode(reference, sampled.healthy), sampled.flips)
        for name, values in maps.items():
            sums[name] = sums.get(name, 0) + values / chain.seeds
    return {**sums, **{f"{name}, 5x5 median": median5(sums[name]) for name in FILTERED}}


def latent_rows(
    reference: Reference, denoisers: dict[str, Denoiser], sets: list[VariantSet]
) -> list[dict[str, Any]]:
    """One row for every denoiser and chain: figures of every map on every set."""
    rows = []
    for title, denoiser in denoisers.items():
        for chain in CHAINS:
            row: dict[str, Any] = {"denoiser": title, "chain": chain.title, "slices": {}, "figures": {}}
            for whole in sets:
                data = whole.every(chain.every)
                codes = encode(reference, data.u)
                decoded = decode(reference, codes)
                maps = maps_of(reference, denoiser, data, decoded, codes, chain)
                row["slices"][data.name] = len(data.u)
                row["figures"][data.name] = {name: data.figures(values) for name, values in maps.items()}
            rows.append(row)
            flip = {name: f["flip probability"]["ap"] for name, f in row["figures"].items()}
            print(f"{title}, {chain.title}: AP of the flip map {flip}", flush=True)
    return rows
