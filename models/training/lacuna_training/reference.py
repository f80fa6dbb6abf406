"""The complete detectors on onnxruntime and numpy: the Python half of the parity contract.

The TypeScript core does the same arithmetic; golden files made here are read by its tests.  Everything is
done slice by slice, because a slice's result must not depend on which other slices run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from scipy import ndimage

from . import preprocessing as pre
from .manifest import read_manifest
from .random import Key, derive_key, normals, uniforms
from .schedules import (
    alpha_bar,
    bernoulli_forward,
    bernoulli_posterior,
    respaced_timesteps,
    timestep_embedding,
)

F32 = NDArray[np.float32]
Bool = NDArray[np.bool_]

LATENT, PIXEL = "latent-bernoulli", "diffusion-ad"


@dataclass(frozen=True)
class LatentSettings:
    """Settings of the latent method; names as in the manifest."""

    noise_level: int = 1
    steps: int = 1
    probability_threshold: float | None = 0.5
    mask_last_step: bool = True
    anomaly_map: str = "flip-probability"
    median_filter: int = 0


@dataclass(frozen=True)
class PixelSettings:
    """Settings of the pixel method."""

    t_noisier: int = 400
    t_less_noisy: int = 200
    guidance: float = 1.0


@dataclass(frozen=True)
class PreparedSlice:
    """A slice on the model grid: resampled intensities, brain mask, model image u."""

    x: F32
    mask: Bool
    u: F32


@dataclass(frozen=True)
class PreparedSeries:
    """What detection needs of a series; `slices` are canonical source pixels [n, rows, columns]."""

    key: str
    slices: F32
    spacing_mm: tuple[float, float]
    median: float


@dataclass(frozen=True)
class GridResult:
    """A method's answer on the model grid: anomaly map and reconstruction in model units 0..1."""

    anomaly_map: F32
    reconstruction: F32


@dataclass(frozen=True)
class SliceResult:
    """A method's answer on the source grid; arrays [rows, columns]."""

    status: str
    anomaly_map: F32
    reconstruction: F32
    brain_mask: Bool
    score: float
    grid: GridResult | None = field(default=None, repr=False)


def upsample(values: F32, size: int) -> F32:
    """Bilinear enlargement of [g, g] with half-pixel centres and clamped edges."""
    g = values.shape[0]
    at = np.clip((np.arange(size) + 0.5) * g / size - 0.5, 0, g - 1)
    low = np.minimum(np.floor(at).astype(int), g - 1)
    high = np.minimum(low + 1, g - 1)
    weights = np.zeros((size, g))
    weights[np.arange(size), low] += 1 - (at - low)
    weights[np.arange(size), high] += at - low
    return (weights @ values.astype(np.float64) @ weights.T).astype(np.float32)


def smoothed(values: F32, window: int) -> F32:
    """Median over `window` x `window` pixels, edges repeated; 0 or 1 for none."""
    return ndimage.median_filter(values, window, mode="nearest") if window > 1 else values


class Reference:
    """Both detectors of one bundle.

    Parameters
    ----------
    folder : Path
        Bundle with `manifest.json`; lengths and hashes are checked.
    threads : int
        Threads of onnxruntime.
    """

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self.manifest: dict[str, Any] = read_manifest(folder)
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        self.sessions = {
            key: ort.InferenceSession(
                str(folder / model["file"]), options, providers=["CPUExecutionProvider"]
            )
            for key, model in self.manifest["models"].items()
        }
        m = self.manifest
        self.grid = pre.Grid(m["grid"]["size"], m["grid"]["spacingMm"])
        schedule = m["schedule"]
        self.alpha_bar = alpha_bar(schedule["timesteps"], schedule["betaStart"], schedule["betaEnd"])

    def run(self, key: str, **inputs: F32) -> F32:
        """Run one network; the output as [N, ...]."""
        return self.sessions[key].run(None, inputs)[0]

    def embed(self, *timesteps: int) -> F32:
        """Timestep embedding [N, E]."""
        return timestep_embedding(timesteps, self.manifest["schedule"]["embeddingDim"])

    def latent_settings(self, **changes: Any) -> LatentSettings:
        """Settings of the manifest, changed."""
        m = self.manifest["methods"][LATENT]
        defaults = LatentSettings(
            m["noiseLevel"], m["steps"], m["probabilityThreshold"], m["maskLastStep"], m["anomalyMap"],
            m["medianFilter"],
        )  # fmt: skip
        return replace(defaults, **changes)

    def pixel_settings(self, **changes: Any) -> PixelSettings:
        """Settings of the manifest, changed."""
        m = self.manifest["methods"][PIXEL]
        return replace(PixelSettings(m["tNoisier"], m["tLessNoisy"], m["guidance"]), **changes)

    def brain_mask(self, x: F32) -> Bool:
        """Brain mask of a grid slice."""
        image = pre.brain_mask_input(x, self.manifest["normalisation"]["maskPercentile"])
        if image is None:
            return np.zeros(x.shape, bool)
        probability = self.run("brainMask", image=image[None, None])[0, 0]
        rule = self.manifest["brainMask"]
        return pre.clean_brain_mask(probability, self.grid, rule["threshold"], rule["minAreaMm2"])

    def prepare_series(self, key: str, slices: F32, spacing_mm: tuple[float, float]) -> PreparedSeries:
        """Intensity scale of a series; raises `preprocessing.NoBrainError`."""
        rule = self.manifest["normalisation"]
        chosen = pre.sample_indices(len(slices), rule["sampleSlices"])
        x = [pre.to_grid(slices[i], spacing_mm, self.grid) for i in chosen]
        median = pre.series_median(x, [self.brain_mask(s) for s in x], rule["minBrainPixels"])
        return PreparedSeries(key, slices, spacing_mm, median)

    def prepare_slice(self, series: PreparedSeries, index: int) -> PreparedSlice:
        """A slice on the grid."""
        x = pre.to_grid(series.slices[index], series.spacing_mm, self.grid)
        mask = self.brain_mask(x)
        return PreparedSlice(
            x, mask, pre.normalise(x, mask, series.median, self.manifest["normalisation"]["scale"])
        )

    def sample_masked(self, code: F32, settings: LatentSettings, key: Key) -> tuple[F32, F32]:
        """Masked Bernoulli sampling from a code [C, g, g]: the decoder's input, the flip probability."""
        count, p = code.size, settings.probability_threshold
        flat = code.reshape(-1).astype(np.float64)
        mask = np.full(count, p is None)
        flips = np.zeros(count)
        abar = self.alpha_bar
        probability = bernoulli_forward(flat, abar[settings.noise_level - 1])
        xt = (uniforms(key, 0, count) < probability).astype(np.float64)
        timesteps = respaced_timesteps(settings.noise_level, settings.steps)
        held = flat
        for number, t in enumerate(timesteps):
            noisy = xt.reshape(1, *code.shape).astype(np.float32)
            eps = self.run("denoiser", code=noisy, timestepEmbedding=self.embed(t)).reshape(-1)
            if p is not None:
                mask |= eps > p
            predicted = np.abs(xt - eps.astype(np.float64))
            flips += np.abs(predicted - flat)
            last = number == len(timesteps) - 1
            keep_original = settings.mask_last_step or not last
            held = np.where(mask, predicted, flat) if keep_original else predicted
            held = held.astype(np.float32).astype(np.float64)
            if not last:
                s = timesteps[number + 1]
                chance = bernoulli_posterior(held, xt, abar[t], abar[s])
                xt = (uniforms(key, 1 + t, count) < chance).astype(np.float64)
        flip = (flips / len(timesteps)).astype(np.float32)
        return held.astype(np.float32).reshape(code.shape), flip.reshape(code.shape)

    def latent(self, prepared: PreparedSlice, settings: LatentSettings, key: Key) -> GridResult:
        """Latent Bernoulli diffusion on the model grid."""
        code = (self.run("encoder", image=prepared.u[None, None])[0] > 0.5).astype(np.float32)
        healthy, flip = self.sample_masked(code, settings, key)
        reconstruction = np.clip(self.run("decoder", code=healthy[None])[0, 0], 0, 1)
        return GridResult(self.latent_map(prepared, reconstruction, flip, settings), reconstruction)

    def latent_map(
        self, prepared: PreparedSlice, reconstruction: F32, flip: F32, settings: LatentSettings
    ) -> F32:
        """One of the four kinds of map, 0 outside the brain."""
        window = settings.median_filter
        if settings.anomaly_map == "difference-times-intensity":
            difference = (prepared.u.astype(np.float64) - reconstruction).astype(np.float32)
            return np.abs(smoothed(difference, window)) * smoothed(prepared.u, window) * prepared.mask
        if settings.anomaly_map == "squared-difference":
            values = ((prepared.u.astype(np.float64) - reconstruction) ** 2).astype(np.float32)
        else:
            values = upsample(flip.mean(axis=0, dtype=np.float64).astype(np.float32), self.grid.size)
            if settings.anomaly_map == "flip-times-intensity":
                values = values * prepared.u
        return (smoothed(values, window) * prepared.mask).astype(np.float32)

    def pixel(self, prepared: PreparedSlice, settings: PixelSettings, key: Key) -> GridResult:
        """One-step norm-guided DiffusionAD on the model grid."""
        image = 2 * prepared.u - 1
        n, s = self.alpha_bar[settings.t_less_noisy], self.alpha_bar[settings.t_noisier]
        e1, e2 = (normals(key, stream, image.size).reshape(image.shape) for stream in (0, 1))
        xn = (np.sqrt(n) * image + np.sqrt(1 - n) * e1).astype(np.float32)
        xs = (np.sqrt(s) * image + np.sqrt(1 - s) * e2).astype(np.float32)
        both = np.stack([xn, xs])[:, None]
        embedding = self.embed(settings.t_less_noisy, settings.t_noisier)
        predicted = self.run("reconstructionSubnet", image=both, timestepEmbedding=embedding)
        en, es = predicted[:, 0].astype(np.float64)
        x0s = np.clip((xs - np.sqrt(1 - s) * es) / np.sqrt(s), -1, 1)
        guide = np.sqrt(n) * x0s + np.sqrt(1 - n) * en
        guided = en - np.sqrt(1 - n) * settings.guidance * (guide - xn)
        reconstruction = np.clip((xn - np.sqrt(1 - n) * guided) / np.sqrt(n), -1, 1).astype(np.float32)
        pair = np.stack([image, reconstruction])[None]
        values = self.run("segmentationSubnet", imageAndReconstruction=pair)[0, 0]
        return GridResult((values * prepared.mask).astype(np.float32), (reconstruction + 1) / 2)

    def detect(
        self,
        series: PreparedSeries,
        index: int,
        slice_key: str,
        method: str,
        seed: int = 0,
        settings: LatentSettings | PixelSettings | None = None,
    ) -> SliceResult:
        """Run one method on one slice; results on the source grid (canonical orientation)."""
        source = series.slices[index]
        prepared = self.prepare_slice(series, index)
        if prepared.mask.sum() < self.manifest["brainMask"]["minSlicePixels"]:
            nothing = np.zeros(source.shape, np.float32)
            return SliceResult("no-brain", nothing, source.copy(), nothing > 0, 0.0)
        key = derive_key(seed, method, series.key, slice_key)
        if method == LATENT:
            chosen = settings if isinstance(settings, LatentSettings) else self.latent_settings()
            result = self.latent(prepared, chosen, key)
        elif method == PIXEL:
            chosen_pixel = settings if isinstance(settings, PixelSettings) else self.pixel_settings()
            result = self.pixel(prepared, chosen_pixel, key)
        else:
            raise ValueError(f"unknown method {method!r}")
        return self.to_source(series, source, prepared, result)

    def to_source(
        self, series: PreparedSeries, source: F32, prepared: PreparedSlice, result: GridResult
    ) -> SliceResult:
        """Way back: mask at one half, map inside it, reconstruction in source units inside it."""

        def back(values: NDArray[np.generic]) -> F32:
            return pre.from_grid(values, source.shape, series.spacing_mm, self.grid)

        brain = back(prepared.mask) >= 0.5
        unit = self.manifest["normalisation"]["scale"] * series.median
        restored = (back(result.reconstruction).astype(np.float64) * unit).astype(np.float32)
        return SliceResult(
            "done",
            np.where(brain, back(result.anomaly_map), 0).astype(np.float32),
            np.where(brain, restored, source).astype(np.float32),
            brain,
            pre.slice_score(result.anomaly_map),
            result,
        )


def detect_series(
    reference: Reference,
    key: str,
    slices: F32,
    spacing_mm: tuple[float, float],
    methods: Sequence[str],
    seed: int = 0,
) -> dict[str, list[SliceResult]]:
    """All slices of a NIfTI-like series: slice keys are decimal indices."""
    series = reference.prepare_series(key, slices, spacing_mm)
    return {
        method: [reference.detect(series, i, str(i), method, seed) for i in range(len(slices))]
        for method in methods
    }
