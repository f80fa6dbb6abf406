"""The latent method on many slices at once: the same draws and numbers as `Reference`, batched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..random import Key, uniforms
from ..reference import Reference
from ..schedules import bernoulli_forward, bernoulli_posterior, respaced_timesteps

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
Denoiser = Callable[[F32, int], F32]
"""Codes [N, C, g, g] and a timestep to flip probabilities of the same shape."""

BATCH = 16


@dataclass(frozen=True)
class Sampling:
    """How the chain is run.

    Attributes
    ----------
    noise_level, steps, probability_threshold, mask_last_step :
        As in `LatentSettings`.
    noise : str
        "paper", or "reference" for the published code, whose noise only clears bits.
    """

    noise_level: int
    steps: int
    probability_threshold: float | None = 0.5
    mask_last_step: bool = True
    noise: str = "paper"


@dataclass(frozen=True)
class Sampled:
    """Decoder inputs and flip probabilities, each [N, C, g, g]."""

    healthy: F32
    flips: F32


def batched(run: Callable[[F32], F32], values: F32, batch: int = BATCH) -> F32:
    """Apply a network to [N, ...] in parts."""
    return np.concatenate([run(values[k : k + batch]) for k in range(0, len(values), batch)])


def session_denoiser(reference: Reference) -> Denoiser:
    """The bundle's denoiser."""

    def run(codes: F32, t: int) -> F32:
        embedding = reference.embed(t)
        return batched(
            lambda part: reference.run(
                "denoiser", code=part, timestepEmbedding=np.repeat(embedding, len(part), 0)
            ),
            codes,
        )

    return run


def encode(reference: Reference, u: F32) -> F32:
    """Codes [N, C, g, g] of model images [N, G, G]."""
    p = batched(lambda part: reference.run("encoder", image=part), u[:, None])
    return (p > 0.5).astype(np.float32)


def decode(reference: Reference, codes: F32) -> F32:
    """Images [N, G, G] in 0..1."""
    images = batched(lambda part: reference.run("decoder", code=part), codes)
    return np.clip(images[:, 0], 0, 1)


def sample(
    denoiser: Denoiser, codes: F32, keys: Sequence[Key], sampling: Sampling, alpha_bar: F64
) -> Sampled:
    """Masked Bernoulli sampling, slice k with the draws of `keys[k]` (see `Reference.sample_masked`)."""
    n, count, p = len(codes), codes[0].size, sampling.probability_threshold
    flat = codes.reshape(n, count).astype(np.float64)

    def drawn(stream: int) -> F64:
        return np.stack([uniforms(key, stream, count) for key in keys])

    level = alpha_bar[sampling.noise_level - 1]
    chance = level * flat if sampling.noise == "reference" else bernoulli_forward(flat, level)
    xt = (drawn(0) < chance).astype(np.float64)
    mask, flips, held = np.full(flat.shape, p is None), np.zeros(flat.shape), flat
    timesteps = respaced_timesteps(sampling.noise_level, sampling.steps)
    for number, t in enumerate(timesteps):
        eps = denoiser(xt.reshape(codes.shape).astype(np.float32), t).reshape(n, count)
        if p is not None:
            mask |= eps > p
        predicted = np.abs(xt - eps.astype(np.float64))
        flips += np.abs(predicted - flat)
        last = number == len(timesteps) - 1
        held = np.where(mask, predicted, flat) if sampling.mask_last_step or not last else predicted
        held = held.astype(np.float32).astype(np.float64)
        if not last:
            s = timesteps[number + 1]
            posterior = bernoulli_posterior(held, xt, alpha_bar[t], alpha_bar[s])
            xt = (drawn(1 + t) < posterior).astype(np.float64)
    shape = codes.shape
    return Sampled(
        held.astype(np.float32).reshape(shape), (flips / len(timesteps)).astype(np.float32).reshape(shape)
    )
