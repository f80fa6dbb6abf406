"""Golden values for the TypeScript core: one JSON file per topic, arrays as base64 of little-endian bytes."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from . import preprocessing as pre
from . import random as rnd
from . import schedules as sch
from .config import REPOSITORY, Config
from .reference import LATENT, PIXEL, Reference
from .tiny import ellipse_slice, export_tiny

FIXTURES = REPOSITORY / "test/fixtures"


def pack(values: Any) -> dict[str, Any]:
    """An array as {dtype, shape, base64}; booleans as uint8."""
    array = np.ascontiguousarray(values)
    if array.dtype == bool:
        array = array.astype(np.uint8)
    content = array.astype(array.dtype.newbyteorder("<")).tobytes()
    return {
        "dtype": array.dtype.name,
        "shape": list(array.shape),
        "base64": base64.b64encode(content).decode("ascii"),
    }


def unpack(packed: dict[str, Any]) -> np.ndarray:
    """The way back of `pack`."""
    flat = np.frombuffer(base64.b64decode(packed["base64"]), np.dtype(packed["dtype"]).newbyteorder("<"))
    return flat.reshape(packed["shape"])


def write_topic(folder: Path, topic: str, cases: list[dict[str, Any]]) -> None:
    """Write one golden file."""
    text = json.dumps({"topic": topic, "cases": cases}, indent=1)
    (folder / f"{topic}.json").write_text(text + "\n", encoding="utf-8")


def random_topics(folder: Path) -> None:
    """Threefry, keys, uniform and normal numbers."""
    blocks = [(0, 0, 0, 0), (0xFFFFFFFF,) * 4, (0x13198A2E, 0x03707344, 0x243F6A88, 0x85A308D3), (1, 2, 3, 4)]
    cases = []
    for k0, k1, c0, c1 in blocks:
        out = rnd.threefry2x32((k0, k1), np.array([c0], np.uint32), np.array([c1], np.uint32))
        cases.append({"key": [k0, k1], "counter": [c0, c1], "output": [int(o[0]) for o in out]})
    write_topic(folder, "threefry", cases)

    labels = [
        [],
        [""],
        ["a"],
        ["ab", "c"],
        ["a", "bc"],
        [LATENT, "1.2.840.1", "1.2.840.1.7"],
        ["Größe-脳", "0"],
    ]
    keys = [(seed, names) for seed in (0, 1, 0xFFFFFFFF) for names in labels]
    write_topic(
        folder,
        "derive-key",
        [{"seed": seed, "labels": names, "key": list(rnd.derive_key(seed, *names))} for seed, names in keys],
    )

    uniform, normal = [], []
    for seed, stream, count in ((0, 0, 7), (5, 1, 64), (0xFFFFFFFF, 1000, 33)):
        key = rnd.derive_key(seed, "golden", str(stream))
        where = {"key": list(key), "stream": stream, "count": count}
        uniform.append({**where, "uniforms": pack(rnd.uniforms(key, stream, count))})
    for seed, stream, count in ((0, 0, 7), (5, 1, 4096)):
        key = rnd.derive_key(seed, "golden", str(stream))
        where = {"key": list(key), "stream": stream, "count": count}
        normal.append({**where, "normals": pack(rnd.normals(key, stream, count))})
    write_topic(folder, "uniforms", uniform)
    write_topic(folder, "normals", normal)
    edge = (np.array([0, 1, 2, 3, 2**31 - 1, 2**31, 2**32 - 2, 2**32 - 1], np.float64) + 0.5) / 2**32
    p = np.concatenate([edge, np.linspace(0.001, 0.999, 57), [0.075, 0.0750001, 0.925, 1.3e-11]])
    write_topic(
        folder,
        "inverse-normal",
        [{"p": pack(p), "log": pack(rnd.exact_log(p)), "quantile": pack(rnd.inverse_normal(p))}],
    )


def schedule_topics(folder: Path) -> None:
    """Schedule, timesteps, forward noise, posterior, embedding."""
    spec = {"timesteps": 1000, "betaStart": 1e-4, "betaEnd": 0.02}
    abar = sch.alpha_bar()
    write_topic(folder, "schedule", [{**spec, "alphaBar": pack(abar)}])
    pairs = [(1, 1), (2, 1), (2, 2), (10, 3), (50, 5), (50, 50), (100, 7), (200, 6), (200, 200), (1000, 13)]
    write_topic(
        folder,
        "timesteps",
        [
            {"noiseLevel": level, "steps": k, "timesteps": sch.respaced_timesteps(level, k)}
            for level, k in pairs
        ],
    )
    rng = np.random.default_rng(3)
    cases = []
    for t, s in ((1, 0), (49, 0), (199, 100), (999, 998)):
        x0, xt = rng.random(24).astype(np.float32), (rng.random(24) > 0.5).astype(np.float32)
        probability = sch.bernoulli_posterior(x0.astype(np.float64), xt.astype(np.float64), abar[t], abar[s])
        cases.append({"t": t, "s": s, "x0": pack(x0), "xt": pack(xt), "probability": pack(probability)})
    write_topic(folder, "posterior", cases)
    write_topic(
        folder,
        "timestep-embedding",
        [
            {"timestep": t, "dim": d, "embedding": pack(sch.timestep_embedding([t], d)[0])}
            for t in (0, 1, 200, 400, 999)
            for d in (16, 64)
        ],
    )


def preprocessing_topics(folder: Path) -> None:
    """Resampling both ways, brain-mask clean-up, intensity scale, threshold masks."""
    rng = np.random.default_rng(11)
    cases = []
    for rows, columns, dy, dx, size, mm in (
        (40, 36, 6.0, 6.5, 32, 8.0),
        (33, 47, 8.0, 5.3, 32, 8.0),
        (12, 9, 21.0, 30.0, 32, 8.0),
        (64, 64, 3.0, 3.0, 32, 8.0),
        (51, 50, 1.0, 0.9, 24, 2.0),
    ):
        pixels = (rng.random((rows, columns)) * 500 - 20).astype(np.float32)
        grid = pre.Grid(size, mm)
        on_grid = pre.to_grid(pixels, (dy, dx), grid)
        values = rng.random((size, size)).astype(np.float32)
        cases.append(
            {
                "rows": rows,
                "columns": columns,
                "rowSpacingMm": dy,
                "columnSpacingMm": dx,
                "gridSize": size,
                "gridSpacingMm": mm,
                "pixels": pack(pixels),
                "onGrid": pack(on_grid),
                "gridValues": pack(values),
                "onSource": pack(pre.from_grid(values, (rows, columns), (dy, dx), grid)),
            }
        )
    write_topic(folder, "resampling", cases)

    cases = []
    for number in range(4):
        probability = pre.from_grid(rng.random((9, 9)), (32, 32), (1, 1), pre.Grid(9, 4.0))
        grid = pre.Grid(32, (2.0, 8.0)[number % 2])
        area = (0.0, 400.0, 60.0, 1500.0)[number]
        cases.append(
            {
                "gridSpacingMm": grid.spacing_mm,
                "threshold": 0.5,
                "minAreaMm2": area,
                "probability": pack(probability),
                "mask": pack(pre.clean_brain_mask(probability, grid, 0.5, area)),
            }
        )
    write_topic(folder, "brain-mask", cases)

    cases = []
    for count in (1, 2, 15, 16, 17, 40):
        cases.append({"sliceCount": count, "samples": 16, "indices": pre.sample_indices(count, 16)})
    write_topic(folder, "sample-indices", cases)

    cases = []
    for number in range(3):
        x = (rng.random((16, 16)) * 90 - (30 if number else 0)).clip(0).astype(np.float32)
        mask = rng.random((16, 16)) > 0.4
        median = pre.series_median([x], [mask], 10)
        cases.append(
            {
                "x": pack(x),
                "mask": pack(mask),
                "percentile": 99,
                "median": median,
                "scale": 2.5,
                "brainMaskInput": pack(pre.brain_mask_input(x)),
                "modelImage": pack(pre.normalise(x, mask, median)),
            }
        )
    write_topic(folder, "normalisation", cases)

    cases = []
    for number, threshold in enumerate((0.5, 0.0, 0.62)):
        values = pre.from_grid(rng.random((12, 12)), (30, 26), (1, 1), pre.Grid(12, 3.0))
        values[values < 0.2] = 0
        spacing, area = ((0.9, 1.1), (2.0, 2.0), (5.0, 3.0))[number], (20.0, 20.0, 40.0)[number]
        cases.append(
            {
                "map": pack(values),
                "rowSpacingMm": spacing[0],
                "columnSpacingMm": spacing[1],
                "threshold": threshold,
                "minimumRegionAreaMm2": area,
                "mask": pack(pre.threshold_mask(values, spacing, threshold, area)),
            }
        )
    write_topic(folder, "threshold-mask", cases)


def synthetic_series() -> tuple[np.ndarray, tuple[float, float]]:
    """Five slices [5, 34, 30] with 7.5 x 8 mm pixels: ellipse heads, two with a bright spot, one empty."""
    rng = np.random.default_rng(42)
    slices = []
    for number in range(5):
        image, _ = ellipse_slice(rng, 34)
        if number in (1, 3):
            y, x = np.mgrid[0:34, 0:34]
            image = image + 0.5 * np.exp(-((y - 14) ** 2 + (x - 12 - number) ** 2) / 12)
        slices.append(400 * image[:, 2:32] if number < 4 else np.zeros((34, 30)))
    return np.stack(slices).astype(np.float32), (7.5, 8.0)


LATENT_CASES: list[dict[str, Any]] = [
    {},
    {"anomaly_map": "flip-times-intensity"},
    {"anomaly_map": "squared-difference", "median_filter": 5},
    {"anomaly_map": "difference-times-intensity", "median_filter": 5, "probability_threshold": None},
    {"noise_level": 20, "steps": 5, "anomaly_map": "squared-difference"},
    {"noise_level": 6, "steps": 6, "probability_threshold": 0.3},
    {"noise_level": 20, "steps": 3, "probability_threshold": None},
    {"noise_level": 10, "steps": 2, "mask_last_step": False, "anomaly_map": "squared-difference"},
]
PIXEL_CASES: list[dict[str, Any]] = [
    {},
    {"guidance": 0.0},
    {"t_noisier": 600, "t_less_noisy": 100, "guidance": 2.0},
]


def camel(settings: Any) -> dict[str, Any]:
    """Settings with the names of the TypeScript core."""

    def rename(name: str) -> str:
        first, *rest = name.split("_")
        return first + "".join(part.capitalize() for part in rest)

    return {rename(name): value for name, value in asdict(settings).items()}


def detector_topics(folder: Path, bundle: Path) -> None:
    """Whole detectors on the tiny bundle."""
    reference = Reference(bundle, threads=1)
    slices, spacing = synthetic_series()
    series = reference.prepare_series("golden-series", slices, spacing)
    prepared = [reference.prepare_slice(series, i) for i in range(len(slices))]
    cases: list[dict[str, Any]] = [
        {
            "kind": "series",
            "seriesKey": series.key,
            "rowSpacingMm": spacing[0],
            "columnSpacingMm": spacing[1],
            "sliceKeys": [f"slice-{i}" for i in range(len(slices))],
            "slices": pack(slices),
            "median": series.median,
            "gridImages": pack(np.stack([p.u for p in prepared])),
            "gridMasks": pack(np.stack([p.mask for p in prepared])),
        }
    ]
    runs = [(LATENT, reference.latent_settings(**c)) for c in LATENT_CASES]
    runs += [(PIXEL, reference.pixel_settings(**c)) for c in PIXEL_CASES]
    for number, (method, settings) in enumerate(runs):
        seed = 7 * number
        for index in (1, 3) if number else (0, 1, 3, 4):
            result = reference.detect(series, index, f"slice-{index}", method, seed, settings)
            cases.append(
                {
                    "kind": "result",
                    "method": method,
                    "settings": camel(settings),
                    "seed": seed,
                    "sliceIndex": index,
                    "status": result.status,
                    "score": result.score,
                    "anomalyMap": pack(result.anomaly_map),
                    "reconstruction": pack(result.reconstruction),
                    "brainMask": pack(result.brain_mask),
                }
            )
    write_topic(folder, "detectors", cases)


def write(config: Config) -> None:
    """Write all golden files, and the fixture bundle where it is missing."""
    folder, bundle = FIXTURES / "golden", FIXTURES / "weights-tiny"
    folder.mkdir(parents=True, exist_ok=True)
    if not (bundle / "manifest.json").exists():
        export_tiny(bundle)
    random_topics(folder)
    schedule_topics(folder)
    preprocessing_topics(folder)
    detector_topics(folder, bundle)
    print(f"golden files in {folder.relative_to(REPOSITORY)}", flush=True)
