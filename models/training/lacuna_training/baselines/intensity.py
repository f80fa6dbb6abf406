"""Intensity after histogram normalisation with learnt landmarks (Nyul, Udupa and Zhang 2000)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

F64 = NDArray[np.float64]

PERCENTILES = (1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 99)
WINDOW = 5


def landmarks(brain: NDArray[np.floating]) -> F64:
    """Percentiles of a series' brain pixels."""
    return np.percentile(brain.astype(np.float64), PERCENTILES)


def learn_standard(series: Iterable[NDArray[np.floating]]) -> F64:
    """Mean landmarks of many series, each scaled so that its first is 0 and its last is 1."""
    scaled = []
    for brain in series:
        marks = landmarks(brain)
        if marks[-1] > marks[0]:
            scaled.append((marks - marks[0]) / (marks[-1] - marks[0]))
    return np.mean(scaled, axis=0)


def normalise_histogram(values: NDArray[np.floating], marks: F64, standard: F64) -> NDArray[np.float32]:
    """Map values so that a series' landmarks come to the standard's; linear beyond the outer two."""
    x, keep = np.unique(marks, return_index=True)
    y = standard[keep]
    if len(x) < 2:
        return np.zeros(values.shape, np.float32)
    v = values.astype(np.float64)
    place = np.clip(np.searchsorted(x, v, side="right") - 1, 0, len(x) - 2)
    slope = (y[place + 1] - y[place]) / (x[place + 1] - x[place])
    return (y[place] + slope * (v - x[place])).astype(np.float32)


def masked_median(slices: NDArray[np.float32], brain: NDArray[np.bool_]) -> NDArray[np.float32]:
    """5 x 5 median of every slice [n, h, w] with 0 outside the brain, before and after."""
    out = np.zeros(slices.shape, np.float32)
    for index, (values, mask) in enumerate(zip(slices, brain, strict=True)):
        if mask.any():
            out[index] = ndimage.median_filter(values * mask, WINDOW, mode="nearest") * mask
    return out
