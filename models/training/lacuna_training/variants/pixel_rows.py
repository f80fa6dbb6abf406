"""DiffusionAD's variants: timesteps, guidance, and what the reconstruction is worth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..reference import PIXEL, PixelSettings, Reference
from .batched_latent import BATCH
from .batched_pixel import detect, segment
from .maps import median5
from .sets import VariantSet

F32 = NDArray[np.float32]

SETTINGS: tuple[tuple[str, PixelSettings], ...] = (
    ("t_n 200, t_s 400, w 1 (published)", PixelSettings()),
    ("w 0 (guidance off)", PixelSettings(guidance=0.0)),
    ("w 0.5", PixelSettings(guidance=0.5)),
    ("w 2", PixelSettings(guidance=2.0)),
    ("t_n 50", PixelSettings(t_less_noisy=50)),
    ("t_n 100", PixelSettings(t_less_noisy=100)),
    ("t_n 300", PixelSettings(t_less_noisy=300)),
    ("t_s 300", PixelSettings(t_noisier=300)),
    ("t_s 600", PixelSettings(t_noisier=600)),
    ("t_s 800", PixelSettings(t_noisier=800)),
)
Segment = Callable[[F32, F32], F32]


def in_parts(run: Segment, image: F32, second: F32) -> F32:
    """A segmentation network on [N, G, G] pairs in -1..1."""
    parts = range(0, len(image), BATCH)
    return np.concatenate([run(image[k : k + BATCH], second[k : k + BATCH]) for k in parts])


def errors(data: VariantSet, reconstruction: F32) -> dict[str, float]:
    """Distance of the reconstruction from the image (healthy one where known), inside the brain."""
    aim = data.u if data.healthy is None else data.healthy
    error, calm = np.abs(reconstruction - aim), data.brain & ~data.truth
    out = {"errorElsewhere": round(float(error[calm].mean()), 4)}
    if data.healthy is not None:
        out["errorInAnomaly"] = round(float(error[data.brain & data.truth].mean()), 4)
    return out


def pixel_rows(
    reference: Reference, sets: list[VariantSet], image_only: Segment | None
) -> list[dict[str, Any]]:
    """One row for every setting: figures of the map and of the plain residual on every set.

    Parameters
    ----------
    image_only : callable or None
        A segmentation subnet trained without the reconstruction (it gets the image twice).
    """
    rows: list[dict[str, Any]] = []
    for title, settings in SETTINGS:
        row: dict[str, Any] = {"setting": title, "figures": {}, "reconstruction": {}}
        for data in sets:
            result = detect(reference, data.u, data.keys(PIXEL), settings)
            residual = np.abs(data.u - result.reconstruction)
            maps = {
                "segmentation": result.probability,
                "residual": residual,
                "residual, 5x5 median": median5(residual),
            }
            row["figures"][data.name] = {name: data.figures(values) for name, values in maps.items()}
            row["reconstruction"][data.name] = errors(data, result.reconstruction)
        rows.append(row)
        print(row, flush=True)
    own: Segment = lambda image, second: segment(reference, image, second)  # noqa: E731
    for title, run, healthy in (
        ("segmentation given the image twice (not trained so)", own, False),
        ("segmentation given the healthy image (upper bound)", own, True),
        ("segmentation trained without the reconstruction", image_only, False),
    ):
        figures = {}
        for data in sets:
            second = data.healthy if healthy else data.u
            if run is not None and second is not None:
                values = in_parts(run, 2 * data.u - 1, 2 * second - 1)
                figures[data.name] = {"segmentation": data.figures(values)}
        if figures:
            rows.append({"setting": title, "figures": figures, "reconstruction": {}})
            print(rows[-1], flush=True)
    return rows
