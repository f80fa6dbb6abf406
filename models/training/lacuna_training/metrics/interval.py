"""Percentile bootstrap over patients: pixels and slices of one patient always go together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Interval = tuple[float, float]


def resample(patients: int, resamples: int = 2000, seed: int = 0) -> NDArray[np.float64]:
    """How often each patient is drawn in each resample, [resamples, patients]; rows sum to `patients`."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(patients, np.full(patients, 1 / patients), size=resamples).astype(np.float64)


def interval(values: NDArray[np.floating], confidence: float = 0.95) -> Interval | None:
    """Percentile interval of resampled figures; undefined resamples (NaN) are left out.

    None if fewer than nine in ten are defined.
    """
    defined = values[np.isfinite(values)]
    if len(defined) < 0.9 * len(values) or len(defined) == 0:
        return None
    tail = (1 - confidence) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    return float(low), float(high)


def mean_interval(per_patient: NDArray[np.floating], weights: NDArray[np.float64]) -> Interval | None:
    """Interval of the mean over patients."""
    return interval(weights @ per_patient / weights.sum(axis=1))
