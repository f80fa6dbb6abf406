"""Markdown tables of measured figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..baselines import AUTOENCODER, INTENSITY, NORMALISED, PATCHCORE
from ..consensus import CONSENSUS
from ..reference import LATENT, PIXEL

TITLES = {
    LATENT: "Latent Bernoulli diffusion",
    PIXEL: "DiffusionAD",
    CONSENSUS: "Consensus of both",
    INTENSITY: "*FLAIR intensity*",
    NORMALISED: "*intensity, landmarks + 5x5 median*",
    AUTOENCODER: "*dense autoencoder, residual + 5x5 median*",
    PATCHCORE: "*PatchCore, own backbone*",
}
Column = tuple[str, Sequence[str]]
"""Title, and where in a map's figures the value lies."""

POOLED: tuple[Column, ...] = (
    ("AP", ("brain", "ap")),
    ("AUROC", ("brain", "auroc")),
    ("AUPRO", ("brain", "aupro")),
    ("oracle Dice", ("brain", "diceOracle")),
    ("Dice at 1 %", ("atThreshold", "diceDefault")),
    ("slice AUROC", ("slice", "sliceAuroc")),
    ("slice AP", ("slice", "sliceAp")),
)
PER_PATIENT: tuple[Column, ...] = (
    ("mean AP", ("caseMean", "ap")),
    ("mean AUROC", ("caseMean", "auroc")),
    ("mean oracle Dice", ("caseMean", "diceOracle")),
    ("mean Dice at 1 %", ("atThreshold", "diceDefaultCaseMean")),
)
HEALTHY: tuple[Column, ...] = (
    ("FPR at 1 %", ("atThreshold", "healthyFpr", "fpr1")),
    ("at 5 %", ("atThreshold", "healthyFpr", "fpr5")),
    ("at 10 %", ("atThreshold", "healthyFpr", "fpr10")),
    ("tumour-free slices with a candidate region", ("atThreshold", "healthySlicesWithRegion")),
    ("sensitivity at 1 %", ("atThreshold", "sensitivityDefault")),
    ("precision at 1 %", ("atThreshold", "precisionDefault")),
)
OUTLINE: tuple[Column, ...] = (
    ("AP", ("outline", "ap")),
    ("AUROC", ("outline", "auroc")),
    ("oracle Dice", ("outline", "diceOracle")),
    ("AP, whole image", ("image", "ap")),
    ("oracle Dice, whole image", ("image", "diceOracle")),
)


def look_up(figures: dict[str, Any], path: Sequence[str]) -> Any:
    """The value at a path; None where it does not exist."""
    value: Any = figures
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[key]
    return value


def cell(figures: dict[str, Any], path: Sequence[str]) -> str:
    """Three digits, with the interval where there is one; a dash for what is undefined."""
    value = look_up(figures, path)
    if value is None:
        return "-"
    drawn = look_up(figures, (*path[:-1], "interval", path[-1]))
    return f"{value:.3f}" + (f" ({drawn[0]:.2f}-{drawn[1]:.2f})" if drawn else "")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join("---" for _ in head) + " |"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])


def map_table(maps: dict[str, dict[str, Any]], columns: Sequence[Column]) -> str:
    """One row for every measured map."""
    rows = [
        [title] + [cell(maps[name], path) for _, path in columns]
        for name, title in TITLES.items()
        if name in maps
    ]
    return table(["map", *(title for title, _ in columns)], rows)


def ratio_table(dataset: dict[str, Any]) -> str:
    """AP over that of FLAIR intensity in the same population."""

    def short(row: dict[str, Any], population: str) -> str:
        drawn = row.get(f"{population}Interval")
        return f"{row[population]:.2f}" + (f" ({drawn[0]:.2f}-{drawn[1]:.2f})" if drawn else "")

    rows = [
        [TITLES[name], short(row, "brain"), short(row, "outline")]
        for name, row in dataset["apRatioToIntensity"].items()
    ]
    return table(["map", "inside the brain mask", "inside the eroded head outline"], rows)


def case_table(maps: dict[str, dict[str, Any]]) -> str:
    """AP of every patient and map."""
    shown = [name for name in TITLES if name in maps]
    cases = list(maps[shown[0]]["cases"])
    rows = [[case, *(f"{maps[name]['cases'][case]['ap']:.3f}" for name in shown)] for case in cases]
    return table(["patient", *(TITLES[name] for name in shown)], rows)


def cost_table(cost: dict[str, Any]) -> str:
    """Networks, and their sum over a slice."""
    rows = [
        [key, f"{n['parameters'] / 1e3:.0f}", f"{n['mflop']:.0f}", f"{n['megabytes']:.2f}",
         f"{n['milliseconds']:.1f}", str(n["callsPerSlice"])]
        for key, n in cost["networks"].items()
    ]  # fmt: skip
    per_slice = cost["perSlice"]
    rows.append(
        ["both methods, one slice", f"{cost['parameters'] / 1e3:.0f}", f"{per_slice['mflop']:.0f}",
         f"{cost['megabytes']:.2f}", f"{per_slice['milliseconds']:.1f}", ""]
    )  # fmt: skip
    return table(["network", "k parameters", "MFLOP a call", "MB", "ms a call", "calls a slice"], rows)


def selection_table(log: list[dict[str, Any]]) -> str:
    """Rows of dictionaries that share their keys."""
    keys = list(dict.fromkeys(key for row in log for key in row))
    rows = [["-" if row.get(k) is None else str(row[k]) for k in keys] for row in log]
    return table(keys, rows)
