"""The figures of every map on one data set, with intervals over its patients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..baselines import BASELINES, INTENSITY
from ..consensus import CONSENSUS
from ..metrics.interval import interval, resample
from ..reference import LATENT, PIXEL
from .case_maps import CaseMaps
from .consensus_maps import slice_scores
from .figures import (
    MapCase,
    Thresholds,
    Weights,
    case_figures,
    drawn_figures,
    pooled_aupro,
    pooled_figures,
    rounded,
    slice_figures,
    threshold_figures,
)
from .populations import Population

METHODS = (LATENT, PIXEL, CONSENSUS)
RESAMPLES = 1000
POPULATIONS: tuple[Population, ...] = ("brain", "outline", "image")


def of_map(cases: list[CaseMaps], name: str) -> list[MapCase]:
    """One map of every case."""
    return [MapCase(c, c.maps[name], slice_scores(c, name)) for c in cases]


def map_report(
    cases: list[MapCase], thresholds: Thresholds, minimum_mm2: float, weights: Weights | None
) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """All figures of one map; and its resampled AP per population, for comparisons."""
    out: dict[str, Any] = {}
    drawn_ap: dict[str, np.ndarray] = {}
    for population in POPULATIONS:
        figures: dict[str, Any] = pooled_figures(cases, population)
        if weights is not None and population != "image":
            drawn = drawn_figures(cases, weights, population)
            drawn_ap[population] = drawn["ap"]
            figures["interval"] = {k: interval(v) for k, v in drawn.items()}
        out[population] = figures
    out["brain"]["aupro"] = pooled_aupro(cases)
    out["atThreshold"] = threshold_figures(cases, thresholds, minimum_mm2, weights)
    out["slice"] = slice_figures(cases, weights)
    out["cases"] = {c.case.name: case_figures(c) for c in cases}
    own = list(out["cases"].values())
    out["caseMean"] = {k: float(np.mean([figures[k] for figures in own])) for k in own[0]}
    return out, drawn_ap


def compare(
    maps: Mapping[str, dict[str, Any]], drawn: Mapping[str, Mapping[str, np.ndarray]]
) -> dict[str, Any]:
    """Each map's AP over that of FLAIR intensity, and the consensus minus the better method."""
    out: dict[str, Any] = {"apRatioToIntensity": {}}
    for name, figures in maps.items():
        if name == INTENSITY:
            continue
        row: dict[str, Any] = {}
        for population in ("brain", "outline"):
            row[population] = figures[population]["ap"] / maps[INTENSITY][population]["ap"]
            if drawn[name]:
                ratio = drawn[name][population] / drawn[INTENSITY][population]
                row[f"{population}Interval"] = interval(ratio)
        out["apRatioToIntensity"][name] = row
    better = max((LATENT, PIXEL), key=lambda m: maps[m]["brain"]["ap"])
    gain: dict[str, Any] = {
        "better": better,
        "apDifference": maps[CONSENSUS]["brain"]["ap"] - maps[better]["brain"]["ap"],
    }
    if drawn[CONSENSUS]:
        gain["interval"] = interval(drawn[CONSENSUS]["brain"] - drawn[better]["brain"])
    return {**out, "consensus": gain}


def dataset_report(
    cases: list[CaseMaps], thresholds: Mapping[str, Thresholds], minimum_mm2: float, remark: str
) -> dict[str, Any]:
    """Everything measured on one data set; intervals need at least five patients."""
    weights = resample(len(cases), RESAMPLES) if len(cases) >= 5 else None
    maps: dict[str, dict[str, Any]] = {}
    drawn: dict[str, dict[str, np.ndarray]] = {}
    for name in (*METHODS, *BASELINES):
        if name in cases[0].maps:
            maps[name], drawn[name] = map_report(of_map(cases, name), thresholds[name], minimum_mm2, weights)
            ap, dice = maps[name]["brain"]["ap"], maps[name]["atThreshold"]["diceDefault"]
            print(f"{cases[0].dataset} {name}: AP {ap:.4f}, Dice at threshold {dice:.4f}", flush=True)
    truth = sum(int(c.truth.sum()) for c in cases)
    in_brain = sum(int((c.truth & c.brain).sum()) for c in cases)
    in_outline = sum(int((c.truth & c.outline).sum()) for c in cases)
    return rounded(
        {
            "remark": remark,
            "cases": len(cases),
            "slices": sum(c.slices for c in cases),
            "healthySlices": int(sum(c.healthy.sum() for c in cases)),
            "lesionInsideBrainMask": in_brain / truth,
            "lesionInsideOutline": in_outline / truth,
            "prevalence": {
                "brain": in_brain / sum(int(c.brain.sum()) for c in cases),
                "outline": in_outline / sum(int(c.outline.sum()) for c in cases),
            },
            "maps": maps,
            **compare(maps, drawn),
        }
    )
