"""Sheets of cases and failures, for looking at; they show data set images and stay in the cache."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..config import Config
from ..consensus import CONSENSUS
from ..metrics import dice
from ..preprocessing import Grid, normalise, to_grid
from ..reference import LATENT, PIXEL
from ..sheets import rows_sheet
from .case_maps import CaseMaps

COLUMNS = 12
Place = tuple[float, CaseMaps, int]


def sheet(config: Config, name: str, places: list[Place], thresholds: Mapping[str, Any]) -> None:
    """Columns of slices: image, truth, then each map with its threshold at half brightness."""
    rows: list[list[NDArray[np.floating]]] = [[] for _ in range(5)]
    for _, case, index in places[:COLUMNS]:
        size = case.grid_image.shape[1]
        grid = Grid(size, config.architecture.grid_spacing_mm)
        truth = to_grid(case.volume(case.truth)[index], case.spacing_mm, grid)
        image = normalise(case.grid_image[index], np.ones((size, size), bool), case.median)
        shown = [image, truth]
        for method in (LATENT, PIXEL, CONSENSUS):
            limit = thresholds[method][thresholds[method]["default"]]
            shown.append(case.grid_maps[method][index] / (2 * limit))
        for row, tile in zip(rows, shown, strict=True):
            row.append(tile)
    if rows[0]:
        rows_sheet(config.cache / name, [np.stack(row) for row in rows])


def write_pictures(config: Config, cases: list[CaseMaps], thresholds: Mapping[str, Any]) -> None:
    """Largest lesion of each case; lesions found worst; tumour-free slices with the most false alarm."""
    largest: list[Place] = []
    worst: list[Place] = []
    alarms: list[Place] = []
    limit = thresholds[CONSENSUS][thresholds[CONSENSUS]["default"]]
    for case in cases:
        truth, brain = case.volume(case.truth), case.volume(case.brain)
        found = case.volume(case.maps[CONSENSUS]) >= np.float32(limit)
        area = truth.sum((1, 2))
        largest.append((float(area.max()), case, int(area.argmax())))
        for index in range(case.slices):
            if area[index] >= 50:
                worst.append((dice(truth[index], found[index]), case, index))
            elif area[index] == 0 and brain[index].any():
                alarms.append((-float(found[index].sum() / brain[index].sum()), case, index))
    stem = f"evaluation-{cases[0].dataset.replace('/', '-')}"
    for name, places in (("largest", largest), ("missed", worst), ("alarms", alarms)):
        ordered = places if name == "largest" else sorted(places, key=lambda p: p[0])
        sheet(config, f"{stem}-{name}.png", ordered, thresholds)
