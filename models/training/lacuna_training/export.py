"""Export networks to ONNX (opset 17, float32, dynamic batch) and check each file against torch."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
import torch

from .architecture import FILE_NAMES, OUTPUT_NAMES, NetworkSet
from .manifest import OPSET, build_manifest, write_manifest

TOLERANCE = 1e-4


def export_network(networks: NetworkSet, key: str, path: Path) -> float:
    """Export one network and return the largest difference between onnxruntime and torch.

    Raises
    ------
    ValueError
        If the difference, at batch 2 or at batch 3, exceeds 1e-4.
    """
    module = networks.for_export(key).float().cpu().to(memory_format=torch.contiguous_format)
    inputs = networks.example_inputs(key)
    names = [*inputs, OUTPUT_NAMES[key]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            tuple(inputs.values()),
            str(path),
            dynamo=False,
            opset_version=OPSET,
            input_names=list(inputs),
            output_names=[OUTPUT_NAMES[key]],
            dynamic_axes={name: {0: "batch"} for name in names},
        )
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for batch in (2, 3):
        inputs = networks.example_inputs(key, batch)
        with torch.no_grad():
            expected = module(*inputs.values()).numpy()
        (actual,) = session.run(None, {name: value.numpy() for name, value in inputs.items()})
        worst = max(worst, float(np.abs(expected - actual).max()))
    if not worst <= TOLERANCE:
        raise ValueError(
            f"{path.name}: onnxruntime differs from torch by {worst:.2e} (limit {TOLERANCE:.0e})"
        )
    return worst


def export_bundle(networks: NetworkSet, folder: Path, bundle_id: str, **sections: Any) -> dict[str, Any]:
    """Write all six ONNX files and the manifest of a bundle; returns the manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    for key, name in FILE_NAMES.items():
        worst = export_network(networks, key, folder / name)
        size = (folder / name).stat().st_size
        print(f"{name}: {size / 1e6:.2f} MB, differs from torch by {worst:.1e}", flush=True)
    manifest = build_manifest(folder, networks.architecture, bundle_id, **sections)
    write_manifest(folder, manifest)
    return manifest
