"""Export networks to ONNX (opset 17, dynamic batch, float32 arithmetic) and check each file against torch."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
import torch

from .architecture import FILE_NAMES, OUTPUT_NAMES, NetworkSet
from .graph_rules import broken_rules
from .manifest import OPSET, build_manifest, write_manifest
from .weights_storage import round_to_bytes, round_to_half, store_small

TOLERANCE = 1e-4
STORED_IN_BYTES = ("brainMask",)
"""Networks whose answer is a yes or no: a byte a weight is enough."""


def export_network(networks: NetworkSet, key: str, path: Path, storage: str = "float32") -> float:
    """Export one network and return the largest difference between onnxruntime and torch.

    With `storage` float16 the network's weights are rounded in place, and compared as rounded.

    Raises
    ------
    ValueError
        If the difference, at batch 2 or at batch 3, exceeds 1e-4, or the graph breaks a rule.
    """
    module = networks.for_export(key).float().cpu().to(memory_format=torch.contiguous_format)
    if storage == "float16":
        round_to_bytes(module) if key in STORED_IN_BYTES else round_to_half(module)
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
    if storage == "float16":
        store_small(path)
    broken = broken_rules(path)
    if broken:
        raise ValueError(f"{path.name}: {'; '.join(broken)}")
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for batch in (2, 3):
        inputs = networks.example_inputs(key, batch)
        with torch.no_grad():
            expected = module(*inputs.values()).numpy()
        (actual,) = session.run(None, {name: value.numpy() for name, value in inputs.items()})
        # Unlike Python's max, numpy's does not lose a NaN.
        worst = float(np.maximum(worst, np.abs(expected - actual).max()))
    if not worst <= TOLERANCE:
        raise ValueError(
            f"{path.name}: onnxruntime differs from torch by {worst:.2e} (limit {TOLERANCE:.0e})"
        )
    return worst


def copy_network(source: Path, path: Path) -> None:
    """A network of another bundle, as it is.

    Raises
    ------
    ValueError
        If its graph breaks a rule.
    """
    broken = broken_rules(source)
    if broken:
        raise ValueError(f"{source}: {'; '.join(broken)}")
    path.write_bytes(source.read_bytes())


def export_bundle(
    networks: NetworkSet,
    folder: Path,
    bundle_id: str,
    storage: str = "float32",
    copied: dict[str, Path] | None = None,
    **sections: Any,
) -> dict[str, Any]:
    """Write all six ONNX files and the manifest of a bundle; returns the manifest.

    `copied` names files of other bundles that take the place of a network.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for key, name in FILE_NAMES.items():
        if copied and key in copied:
            copy_network(copied[key], folder / name)
            print(f"{name}: copied from {copied[key]}", flush=True)
            continue
        worst = export_network(networks, key, folder / name, storage)
        size = (folder / name).stat().st_size
        print(f"{name}: {size / 1e6:.2f} MB, differs from torch by {worst:.1e}", flush=True)
    manifest = build_manifest(folder, networks.architecture, bundle_id, **sections)
    write_manifest(folder, manifest)
    return manifest
