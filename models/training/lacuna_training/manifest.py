"""The manifest of a weights bundle: what a reader needs to run the networks, and what was measured."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import onnx

from . import __version__
from .architecture import FILE_NAMES, OUTPUT_NAMES, Architecture

SCHEMA = "lacuna-weights/1"
OPSET = 17


def default_methods(architecture: Architecture) -> dict[str, Any]:
    """Settings of both methods before calibration: every threshold is 1, which marks nothing."""
    uncalibrated = {"fpr1": 1.0, "fpr5": 1.0, "fpr10": 1.0, "default": "fpr1"}
    return {
        "latent-bernoulli": {
            "latentChannels": architecture.latent_channels,
            "latentSize": architecture.latent_size,
            "noiseLevel": 1,
            "steps": 1,
            "probabilityThreshold": 0.5,
            "maskLastStep": True,
            "anomalyMap": "flip-probability",
            "medianFilter": 0,
            "training": "taught-flips",
            "thresholds": dict(uncalibrated),
            "mapRange": [0, 1],
        },
        "diffusion-ad": {
            "tNoisier": 400,
            "tLessNoisy": 200,
            "guidance": 1.0,
            "anomalyMap": "segmentation-probability",
            "thresholds": dict(uncalibrated),
            "mapRange": [0, 1],
        },
    }


def model_shapes(architecture: Architecture, key: str) -> tuple[dict[str, list[int]], list[int]]:
    """Input shapes by name and the output shape of model `key`, without the batch axis."""
    a = architecture
    head = [1, a.grid_size, a.grid_size]
    image = [a.image_channels, *head[1:]]
    code = [a.latent_channels, a.latent_size, a.latent_size]
    return {
        "brainMask": ({"image": head}, head),
        "encoder": ({"image": image}, code),
        "decoder": ({"code": code}, image),
        "denoiser": ({"code": code, "timestepEmbedding": [a.embedding_dim]}, code),
        "reconstructionSubnet": ({"image": image, "timestepEmbedding": [a.embedding_dim]}, image),
        "segmentationSubnet": ({"imageAndReconstruction": [2 * image[0], *image[1:]]}, head),
    }[key]


def stored_as(path: Path) -> str:
    """The smallest type weights of a file are stored in; inputs, outputs and arithmetic are float32."""
    types = {t.data_type for t in onnx.load(path).graph.initializer}
    if onnx.TensorProto.INT8 in types:
        return "int8"
    return "float16" if onnx.TensorProto.FLOAT16 in types else "float32"


def describe_models(folder: Path, architecture: Architecture) -> dict[str, Any]:
    """Describe the ONNX files of `folder`: length, SHA-256, opset, inputs and outputs."""
    models = {}
    for key, name in FILE_NAMES.items():
        content = (folder / name).read_bytes()
        inputs, output = model_shapes(architecture, key)
        models[key] = {
            "file": name,
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "opset": OPSET,
            "dtype": "float32",
            "storage": stored_as(folder / name),
            "inputs": [{"name": n, "shape": ["batch", *shape]} for n, shape in inputs.items()],
            "outputs": [{"name": OUTPUT_NAMES[key], "shape": ["batch", *output]}],
        }
    return models


def build_manifest(
    folder: Path, architecture: Architecture, bundle_id: str, **sections: Any
) -> dict[str, Any]:
    """Manifest of the bundle in `folder`; `sections` replaces whole top-level entries."""
    tiny = architecture.grid_size < 128
    manifest: dict[str, Any] = {
        "schema": SCHEMA,
        "id": bundle_id,
        "version": __version__,
        "sequence": "FLAIR",
        "createdBy": f"lacuna_training {__version__}",
        "grid": {"size": architecture.grid_size, "spacingMm": architecture.grid_spacing_mm},
        "normalisation": {"scale": 2.5, "sampleSlices": 16, "minBrainPixels": 200, "maskPercentile": 99},
        "brainMask": {"threshold": 0.5, "minAreaMm2": 400, "minSlicePixels": 20 if tiny else 60},
        "schedule": {
            "timesteps": 1000,
            "betaStart": 0.0001,
            "betaEnd": 0.02,
            "embeddingDim": architecture.embedding_dim,
        },
        "models": describe_models(folder, architecture),
        "methods": default_methods(architecture),
        "minimumRegionAreaMm2": 20,
        "calibration": {"cohort": "none", "slices": 0, "pixels": 0, "method": "not calibrated"},
        "training": {"data": "none", "licence": "none", "seconds": {}, "notes": "untrained"},
        "metrics": {},
    }
    manifest.update(sections)
    return manifest


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write `manifest.json`, stable in key order and formatting."""
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read a bundle's manifest; raises `ValueError` if a file's length or SHA-256 differs."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    if manifest.get("schema") != SCHEMA:
        raise ValueError(f"{folder}: schema {manifest.get('schema')!r} is not {SCHEMA!r}")
    for key, model in manifest["models"].items():
        content = (folder / model["file"]).read_bytes()
        if len(content) != model["bytes"] or hashlib.sha256(content).hexdigest() != model["sha256"]:
            raise ValueError(f"{folder}: {model['file']} ({key}) is not the file the manifest describes")
    return manifest
