"""Figures of one map on one data set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..metrics import auroc, average_precision, dice, oracle_dice
from ..metrics.histogram import PatientHistograms
from ..metrics.interval import interval, mean_interval
from ..metrics.region import aupro, label_regions
from ..preprocessing import threshold_mask
from .case_maps import CaseMaps
from .populations import Population, select

Thresholds = dict[str, Any]
Weights = NDArray[np.float64]


@dataclass(frozen=True)
class MapCase:
    """One map of one case: values at the kept pixels and, if the map has them, slice scores [n]."""

    case: CaseMaps
    values: NDArray[np.float32]
    scores: NDArray[np.float64]


def rounded(figures: dict[str, Any]) -> dict[str, Any]:
    """Four digits everywhere; None stays."""

    def short(value: Any) -> Any:
        if isinstance(value, dict):
            return rounded(value)
        if isinstance(value, (list, tuple)):
            return [short(v) for v in value]
        return round(float(value), 4) if isinstance(value, (float, np.floating)) else value

    return {key: short(value) for key, value in figures.items()}


def pooled_figures(cases: list[MapCase], population: Population) -> dict[str, Any]:
    """Figures over the pixels of all cases together."""
    parts = [select(c.case, c.values, population) for c in cases]
    scores, truth = (np.concatenate(p) for p in zip(*parts, strict=True))
    best, threshold = oracle_dice(truth, scores)
    out = {"ap": average_precision(truth, scores), "auroc": auroc(truth, scores), "diceOracle": best}
    return {**out, "oracleThreshold": threshold}


def pooled_aupro(cases: list[MapCase]) -> float | None:
    """AUPRO up to a false positive rate of 0.3 inside the brain mask; regions are cut at the mask."""
    regions, scores, last = [], [], 0
    for c in cases:
        inside = c.case.volume(c.case.truth & c.case.brain)
        own = label_regions(inside)[c.case.keep][c.case.brain]
        regions.append(np.where(own > 0, own + last, 0))
        scores.append(c.values[c.case.brain])
        last += int(own.max(initial=0))
    return aupro(np.concatenate(regions), np.concatenate(scores))


def drawn_figures(cases: list[MapCase], weights: Weights, population: Population) -> dict[str, Any]:
    """Resampled pooled figures [r] of each kind."""
    parts = [select(c.case, c.values, population) for c in cases]
    return PatientHistograms.of([s for s, _ in parts], [t for _, t in parts]).pooled(weights)


def regions_at(c: MapCase, threshold: float, minimum_mm2: float) -> NDArray[np.bool_]:
    """Mask of candidate regions [n, rows, columns] at a threshold, as the viewer draws it."""
    volume = c.case.volume(np.where(c.case.brain, c.values, 0).astype(np.float32))
    return np.stack([threshold_mask(s, c.case.spacing_mm, threshold, minimum_mm2) for s in volume])


def threshold_figures(
    cases: list[MapCase], thresholds: Thresholds, minimum_mm2: float, weights: Weights | None
) -> dict[str, Any]:
    """Figures of the mask at the default threshold, and what the thresholds promised on healthy slices."""
    default = float(thresholds[thresholds["default"]])
    counts, per_case, with_region, calm = [], [], [], []
    for c in cases:
        mask = regions_at(c, default, minimum_mm2)
        own, truth = mask[c.case.keep][c.case.brain], c.case.truth[c.case.brain]
        counts.append([(own & truth).sum(), (own & ~truth).sum(), (~own & truth).sum()])
        per_case.append(dice(c.case.volume(c.case.truth), mask))
        healthy, brain = c.case.healthy, c.case.volume(c.case.brain)
        with_region += list(mask[healthy].any((1, 2)))
        calm.append(c.case.volume(c.values)[healthy][brain[healthy]])
    tp, fp, fn = np.sum(counts, axis=0)
    quiet = np.concatenate(calm)
    rates = {k: float((quiet >= np.float32(v)).mean()) for k, v in thresholds.items() if k != "default"}
    out: dict[str, Any] = {
        "threshold": default,
        "diceDefault": 2 * tp / (2 * tp + fp + fn),
        "diceDefaultCaseMean": float(np.mean(per_case)),
        "sensitivityDefault": tp / (tp + fn),
        "precisionDefault": tp / (tp + fp) if tp + fp else 0.0,
        "healthyFpr": rates,
        "healthySlicesWithRegion": float(np.mean(with_region)) if with_region else None,
    }
    if weights is not None:
        rtp, rfp, rfn = (weights @ np.array(counts, float)).T
        drawn = interval(2 * rtp / (2 * rtp + rfp + rfn))
        out["interval"] = {
            "diceDefault": drawn,
            "diceDefaultCaseMean": mean_interval(np.array(per_case), weights),
        }
    return out


def slice_figures(cases: list[MapCase], weights: Weights | None) -> dict[str, Any]:
    """AUROC and AP of slice scores; the task is any lesion pixel in the slice."""
    truth = [~c.case.healthy for c in cases]
    marked, scores = np.concatenate(truth), np.concatenate([c.scores for c in cases])
    out: dict[str, Any] = {"sliceAuroc": auroc(marked, scores), "sliceAp": average_precision(marked, scores)}
    if weights is not None:
        drawn = PatientHistograms.of([c.scores for c in cases], truth).pooled(weights)
        out["interval"] = {"sliceAuroc": interval(drawn["auroc"]), "sliceAp": interval(drawn["ap"])}
    return out


def case_figures(c: MapCase) -> dict[str, float]:
    """AP, AUROC and oracle Dice of one case inside the brain mask."""
    scores, truth = select(c.case, c.values, "brain")
    return {
        "ap": average_precision(truth, scores),
        "auroc": auroc(truth, scores),
        "diceOracle": oracle_dice(truth, scores)[0],
    }
