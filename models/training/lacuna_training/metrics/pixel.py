"""Pixel metrics, each with its population stated by the caller."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score, roc_auc_score

Scores = NDArray[np.floating]
Truth = NDArray[np.bool_]


def average_precision(truth: Truth, scores: Scores) -> float:
    """Area under the precision-recall steps; ties share one threshold."""
    return float(average_precision_score(truth, scores))


def auroc(truth: Truth, scores: Scores) -> float:
    """Area under the ROC curve."""
    return float(roc_auc_score(truth, scores))


def dice(truth: Truth, mask: Truth) -> float:
    """Dice of two masks; 1 if both are empty."""
    total = int(truth.sum()) + int(mask.sum())
    return 1.0 if total == 0 else 2 * int((truth & mask).sum()) / total


def oracle_dice(truth: Truth, scores: Scores) -> tuple[float, float]:
    """Best Dice over all thresholds `score >= h`, and that threshold: chosen with the truth, an upper bound.

    Only the ends of runs of equal scores are thresholds.
    """
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    hits = np.cumsum(truth[order])
    last = np.append(ranked[1:] != ranked[:-1], True)
    values = 2 * hits[last] / (np.flatnonzero(last) + 1 + hits[-1])
    best = int(values.argmax())
    return float(values[best]), float(ranked[last][best])


def threshold_at(healthy: Scores, false_positive_rate: float) -> float:
    """Smallest float32 above the (1 - rate) quantile, so that at most `rate` of the pixels reach it."""
    limit = np.quantile(healthy, 1 - false_positive_rate, method="higher")
    return float(np.nextafter(np.float32(limit), np.float32(np.inf)))
