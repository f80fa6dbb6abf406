"""Consensus of both methods in orders of magnitude of the healthy false positive rate.

A map value says little by itself; how rarely healthy brain reaches it can be compared between methods, and
added.  The same arithmetic as `src/anomaly/tail-score.ts` and `consensus.ts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]

CONSENSUS = "consensus"
LARGEST = 6.0
RATES = (0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001)
"""Healthy false positive rates at which the tail of a map is kept."""


def healthy_tail(healthy: NDArray[np.floating]) -> list[list[float]]:
    """Pairs (rate, value): a share `rate` of healthy pixels reaches `value`; rates fall, values do not."""
    values = np.quantile(healthy.astype(np.float64), [1 - rate for rate in RATES])
    return [[rate, float(np.float32(v))] for rate, v in zip(RATES, values, strict=True)]


@dataclass(frozen=True)
class TailScale:
    """-log10 of the healthy false positive rate as a piecewise linear function of the map value.

    Attributes
    ----------
    values : rising map values, from 0
    scores : the score at each, from 0 to 6
    """

    values: tuple[float, ...]
    scores: tuple[float, ...]

    @staticmethod
    def of(tail: Sequence[Sequence[float]], range_end: float) -> TailScale:
        """Through (0, 0), the points of the tail and (range_end, 6).

        Points that share a value (a map that jumps) count with the rarest rate.

        Raises
        ------
        ValueError
            If rates do not fall, values fall, or a value is outside 0..range_end.
        """
        corners, last = {0.0: 0.0}, (np.inf, 0.0)
        for rate, value in tail:
            if not (1e-6 <= rate <= 1 and rate < last[0] and last[1] <= value <= range_end):
                raise ValueError(f"healthy tail: ({rate}, {value}) is out of order or out of range")
            corners[float(value)] = -float(np.log10(rate))
            last = (rate, value)
        corners[float(range_end)] = LARGEST
        return TailScale(tuple(corners), tuple(corners.values()))

    def __call__(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """Score 0..6 of every value; 0 for values of 0 or less, 6 beyond the range."""
        scores = np.interp(values.astype(np.float64), self.values, self.scores)
        return np.where(values > 0, scores, 0.0)


def tail_scales(manifest: Mapping[str, Any]) -> dict[str, TailScale]:
    """Scale of every calibrated method of a manifest."""
    return {
        name: TailScale.of(method["calibration"]["healthyTail"], method["mapRange"][1])
        for name, method in manifest["methods"].items()
        if "calibration" in method
    }


def consensus_map(
    maps: Mapping[str, F32], scales: Mapping[str, TailScale], weights: Mapping[str, float]
) -> F32:
    """Weighted sum of the tail scores of all methods' maps, any shape; 0..6."""
    parts = [weight * scales[name](maps[name]) for name, weight in weights.items()]
    return np.sum(parts, axis=0).astype(np.float32)
