"""`python -m lacuna_training.speed`: PyTorch eager as a contender of `npm run bench`.

It speaks JSON lines (bench/contender/messages.ts). The weights are those of a bundle, and numpy is around
them as in `reference.py`; slice by slice, the brain mask of a slice once, as the engine does.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .. import preprocessing as pre
from ..architecture import FILE_NAMES
from ..reference import F32, LATENT, Bool, PreparedSeries, PreparedSlice, Reference
from .rebuild import rebuild

STARTED = time.perf_counter()
WARM_UP_CALLS = 3
"""Calls of a network that are not timed before those that are."""


class TorchReference(Reference):
    """The detectors with torch in the place of onnxruntime; time inside the networks is added up."""

    def __init__(self, folder: Path, threads: int) -> None:
        super().__init__(folder, threads=1)
        self.sessions = {}  # onnxruntime's are not needed
        torch.set_num_threads(threads)
        self.networks = rebuild(folder)
        self.kept: dict[int, tuple[F32, Bool]] = {}
        self.network_ms, self.calls = 0.0, 0

    def run(self, key: str, **inputs: F32) -> F32:
        """Run one network eagerly; the output as [N, ...]."""
        started = time.perf_counter()
        with torch.inference_mode():
            output = self.networks[key](*(torch.from_numpy(np.ascontiguousarray(v)) for v in inputs.values()))
        self.network_ms += 1e3 * (time.perf_counter() - started)
        self.calls += 1
        return output.numpy()

    def prepare_series(self, key: str, slices: F32, spacing_mm: tuple[float, float]) -> PreparedSeries:
        """Intensity scale of a series; its brain masks are kept for `prepare_slice`."""
        rule = self.manifest["normalisation"]
        self.kept = {}
        for i in pre.sample_indices(len(slices), rule["sampleSlices"]):
            x = pre.to_grid(slices[i], spacing_mm, self.grid)
            self.kept[i] = (x, self.brain_mask(x))
        images, masks = zip(*self.kept.values(), strict=True)
        return PreparedSeries(
            key, slices, spacing_mm, pre.series_median(images, masks, rule["minBrainPixels"])
        )

    def prepare_slice(self, series: PreparedSeries, index: int) -> PreparedSlice:
        """A slice on the grid, its brain mask once for both methods."""
        if index not in self.kept:
            x = pre.to_grid(series.slices[index], series.spacing_mm, self.grid)
            self.kept[index] = (x, self.brain_mask(x))
        x, mask = self.kept[index]
        image = pre.normalise(x, mask, series.median, self.manifest["normalisation"]["scale"])
        return PreparedSlice(x, mask, image)


class Contender:
    """Answers one request at a time."""

    def __init__(self) -> None:
        self.reference: TorchReference
        self.slices: F32
        self.spacing: tuple[float, float]

    def open(self, request: dict[str, Any]) -> dict[str, Any]:
        """Rebuild the networks, read the slices, run both methods once."""
        path = Path(request["slices"])
        file = json.loads(path.read_text("utf-8"))
        geometry = file["geometry"]
        shape = (file["count"], geometry["rows"], geometry["columns"])
        self.slices = np.fromfile(path.parent / file["pixels"], "<f4").reshape(shape)
        self.spacing = (geometry["rowSpacingMm"], geometry["columnSpacingMm"])
        self.reference = TorchReference(Path(request["weights"]), request["threads"])
        opened = time.perf_counter()
        self.series({"sliceCount": 1, "methods": list(self.reference.manifest["methods"])})
        threads = torch.get_num_threads()
        return {
            "backend": f"torch: eager, {threads} thread{'' if threads == 1 else 's'}",
            "versions": {"torch": torch.__version__, "python": sys.version.split()[0]},
            "openMs": 1e3 * (opened - STARTED),
            "firstSliceMs": 1e3 * (time.perf_counter() - opened),
            "rssBytes": peak_rss(),
        }

    def series(self, request: dict[str, Any]) -> dict[str, Any]:
        """A whole series, the few slices again and again."""
        r, count = self.reference, request["sliceCount"]
        r.network_ms, r.calls = 0.0, 0
        started, processor = time.perf_counter(), time.process_time()
        volume = self.slices[np.arange(count) % len(self.slices)]
        series = r.prepare_series(f"bench-{count}", volume, self.spacing)
        prepared = time.perf_counter()
        method_ms, map_sum = {}, {}
        for method in request["methods"]:
            since = time.perf_counter()
            results = (r.detect(series, i, f"slice-{i}", method) for i in range(count))
            map_sum[method] = float(sum(result.anomaly_map.sum(dtype=np.float64) for result in results))
            method_ms[method] = 1e3 * (time.perf_counter() - since)
        return {
            "sliceCount": count,
            "ms": 1e3 * (time.perf_counter() - started),
            "prepareMs": 1e3 * (prepared - started),
            "rawMs": r.network_ms,
            "rawCalls": r.calls,
            "cpuMs": 1e3 * (time.process_time() - processor),
            "methodMs": method_ms,
            "mapSum": map_sum,
            "peakRssBytes": peak_rss(),
        }

    def stages(self, request: dict[str, Any]) -> list[dict[str, Any]]:
        """Each network at the batch at which the methods call it."""
        manifest, stages = self.reference.manifest["models"], []
        rng = np.random.default_rng(0)
        for key in FILE_NAMES:
            batch = 2 if key == "reconstructionSubnet" else 1
            inputs = {
                i["name"]: rng.random((batch, *i["shape"][1:]), dtype=np.float32)
                for i in manifest[key]["inputs"]
            }
            times = []
            for _ in range(request["repeats"] + WARM_UP_CALLS):
                started = time.perf_counter()
                self.reference.run(key, **inputs)
                times.append(1e3 * (time.perf_counter() - started))
            ms = float(np.median(times[WARM_UP_CALLS:]))
            stages.append({"stage": key, "batch": batch, "ms": ms, "rawMs": ms})
        return stages

    def schedule(self, request: dict[str, Any]) -> dict[str, Any]:
        """One slice of latent Bernoulli with so many sequential denoiser calls, batch 1."""
        r = self.reference
        named = {"steps": request["steps"], "noise_level": request["noiseLevel"]}
        settings = r.latent_settings(**{k: v for k, v in named.items() if v is not None})
        count = request["repeats"]
        volume = self.slices[np.arange(count) % len(self.slices)]
        series = r.prepare_series("schedule", volume, self.spacing)
        times = []
        for i in range(count):
            started = time.perf_counter()
            r.detect(series, i, f"slice-{i}", LATENT, 0, settings)
            times.append(1e3 * (time.perf_counter() - started))
        calls = min(settings.steps, settings.noise_level)
        return {"msPerSlice": float(np.median(times)), "denoiserCalls": calls}

    def peak(self, request: dict[str, Any]) -> dict[str, Any]:
        """GFLOP/s of a product of large matrices, the best of the repeats."""
        side = request["side"]
        a = torch.rand(side, side)
        times = []
        with torch.inference_mode():
            for _ in range(request["repeats"] + 1):
                started = time.perf_counter()
                a @ a
                times.append(time.perf_counter() - started)
        return {"gflops": 2 * side**3 / min(times) / 1e9}


def peak_rss() -> int:
    """Largest resident memory so far, in bytes (macOS counts in bytes, others in KiB)."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


def main() -> None:
    """Serve requests until `close` or the end of the input."""
    contender = Contender()
    for line in sys.stdin:
        request = json.loads(line)
        command = request["command"]
        if command == "close":
            print(json.dumps({"answer": None}), flush=True)
            return
        try:
            print(json.dumps({"answer": getattr(contender, command)(request)}), flush=True)
        except (ValueError, RuntimeError, KeyError, OSError, AttributeError) as problem:
            print(json.dumps({"error": f"{type(problem).__name__}: {problem}"}), flush=True)


if __name__ == "__main__":
    main()
