"""The torch networks of a bundle, rebuilt from its ONNX files, so that no checkpoint is needed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from ..architecture import FILE_NAMES, TINY, Architecture, NetworkSet

KNOWN = (Architecture(), TINY)
"""Architectures of the bundles in this repository."""


def stored_values(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    """Every initialiser by the name that the nodes use, in single precision wherever it was made smaller."""
    values = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
    for node in model.graph.node:
        if not node.input or any(name not in values for name in node.input):
            continue
        if node.op_type == "Cast":
            values[node.output[0]] = values[node.input[0]].astype(np.float32)
        elif node.op_type == "Mul":
            values[node.output[0]] = values[node.input[0]] * values[node.input[1]]
        elif node.op_type == "Identity":
            values[node.output[0]] = values[node.input[0]]
    return values


def norm_parameters(
    model: onnx.ModelProto, values: dict[str, np.ndarray]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Weight and bias of the group normalisations in the order in which they run.

    The exporter splits one into InstanceNormalization, Reshape, Mul and Add and folds the names of the last
    two's constants away.
    """
    readers: dict[str, onnx.NodeProto] = {}
    for node in model.graph.node:
        for name in node.input:
            readers.setdefault(name, node)
    pairs = []
    for node in model.graph.node:
        if node.op_type != "InstanceNormalization":
            continue
        reshape = readers[node.output[0]]
        scale = readers[reshape.output[0]]
        shift = readers[scale.output[0]]
        weight, bias = (
            next(values[name] for name in step.input if name in values) for step in (scale, shift)
        )
        pairs.append((weight.reshape(-1), bias.reshape(-1)))
    return pairs


def fill(module: nn.Module, inputs: dict[str, torch.Tensor], model: onnx.ModelProto) -> None:
    """Write the weights of an ONNX file into the network that it was exported from.

    Raises
    ------
    ValueError
        If a weight is missing or has another shape.
    """
    values = stored_values(model)
    norms: list[nn.GroupNorm] = []
    hooks = [
        m.register_forward_pre_hook(lambda m, _: norms.append(m))
        for m in module.modules()
        if isinstance(m, nn.GroupNorm)
    ]
    with torch.no_grad():
        module(*inputs.values())
        for hook in hooks:
            hook.remove()
        pairs = norm_parameters(model, values)
        if len(pairs) != len(norms):
            raise ValueError(f"{len(pairs)} normalisations in the file, {len(norms)} in the network")
        of_norms = set()
        for norm, (weight, bias) in zip(norms, pairs, strict=True):
            norm.weight.copy_(torch.from_numpy(np.broadcast_to(weight, norm.weight.shape).copy()))
            norm.bias.copy_(torch.from_numpy(np.broadcast_to(bias, norm.bias.shape).copy()))
            of_norms |= {id(norm.weight), id(norm.bias)}
        for name, parameter in module.named_parameters():
            if id(parameter) in of_norms:
                continue
            found = values.get(name)
            if found is None or found.shape != tuple(parameter.shape):
                raise ValueError(f"{name} {tuple(parameter.shape)}: not in the file, or of another shape")
            parameter.copy_(torch.from_numpy(found.astype(np.float32)))


def rebuild(folder: Path) -> dict[str, nn.Module]:
    """All networks of a bundle in evaluation mode, ending in a sigmoid where the files do.

    Raises
    ------
    ValueError
        If the bundle is of none of the known architectures.
    """
    problems = []
    for architecture in KNOWN:
        networks = NetworkSet(architecture)
        try:
            modules = {}
            for key, file in FILE_NAMES.items():
                modules[key] = networks.for_export(key)
                fill(modules[key], networks.example_inputs(key, 1), onnx.load(folder / file))
            return modules
        except ValueError as problem:
            problems.append(str(problem))
    raise ValueError(f"{folder}: of no known architecture ({'; '.join(problems)})")
