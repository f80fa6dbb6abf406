"""The noise schedule both methods share, respaced timesteps, the Bernoulli posterior, timestep embeddings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

TIMESTEPS, BETA_START, BETA_END = 1000, 1e-4, 0.02


def alpha_bar(
    timesteps: int = TIMESTEPS, beta_start: float = BETA_START, beta_end: float = BETA_END
) -> Array:
    """Cumulative products of 1 - beta_t for linear betas; float64, index t = 0 .. timesteps-1.

    beta_t = beta_start + t * ((beta_end - beta_start) / (timesteps - 1)), the last one exactly beta_end;
    the product runs from t = 0 upwards.
    """
    betas = np.linspace(beta_start, beta_end, timesteps)
    return np.cumprod(1.0 - betas)


def respaced_timesteps(noise_level: int, steps: int) -> list[int]:
    """Timesteps visited from noise level L, descending: L-1 first, 0 last; only [L-1] for one step.

    `unique(floor(linspace(0, L-1, steps)))`; `steps = L` is the full chain.
    """
    if noise_level < 1 or steps < 1:
        raise ValueError(f"noise level {noise_level} and steps {steps} must be at least 1")
    if steps == 1:
        return [noise_level - 1]
    return sorted({int(t) for t in np.floor(np.linspace(0, noise_level - 1, steps))}, reverse=True)


def bernoulli_forward(x0: Array, alpha_bar_t: float) -> Array:
    """P(x_t = 1) = abar x0 + (1 - abar) / 2 (Wolleb et al. 2024)."""
    return alpha_bar_t * x0 + (1.0 - alpha_bar_t) / 2.0


def bernoulli_posterior(x0: Array, xt: Array, alpha_bar_t: float, alpha_bar_s: float) -> Array:
    """P(x_s = 1 | x_t, x_0) for any s < t; x0 may be a probability.

    theta(b) = [a [b = x_t] + (1 - a)/2] * [abar_s (b ? x0 : 1 - x0) + (1 - abar_s)/2], a = abar_t / abar_s.
    """
    a = alpha_bar_t / alpha_bar_s
    stay, half_s = (1.0 - a) / 2.0, (1.0 - alpha_bar_s) / 2.0
    one = (a * xt + stay) * (alpha_bar_s * x0 + half_s)
    zero = (a * (1.0 - xt) + stay) * (alpha_bar_s * (1.0 - x0) + half_s)
    return one / (zero + one)


def timestep_embedding(timesteps: Sequence[int], dim: int) -> NDArray[np.float32]:
    """Sinusoidal embedding [N, dim]: sin, then cos, of t * exp(-ln(10000) i / (dim/2)), float32."""
    frequencies = np.exp(-np.log(10000.0) * np.arange(dim // 2) / (dim // 2))
    angles = np.asarray(timesteps, dtype=np.float64)[:, None] * frequencies
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1).astype(np.float32)
