"""Weights stored in half precision or in bytes, computed with in single precision.

Files are a half or a quarter as long. A Cast behind each stored tensor (for bytes also a Mul by a scale
per output channel) makes it float32 again when the session is opened, where onnxruntime folds
constants, so that a run costs what it did.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

SMALLEST = 64
"""Elements; a shorter tensor would not pay for its Cast."""
WORTH_BYTES = 1024
"""Elements; a shorter tensor stays in half precision."""


def round_to_half(network: nn.Module) -> None:
    """Round every parameter to the nearest half-precision number, in place.

    Raises
    ------
    ValueError
        If one is too large for half precision.
    """
    with torch.no_grad():
        for name, value in network.named_parameters():
            rounded = value.half().float()
            if not torch.isfinite(rounded).all():
                raise ValueError(f"{name} is too large for half precision: set weights_storage float32")
            value.copy_(rounded)


def round_to_bytes(network: nn.Module) -> None:
    """Round every larger weight to -127..127 times a scale per output channel, the rest to half, in place.

    The scale is a half-precision number, so that the products are exact in single precision.
    """
    round_to_half(network)
    with torch.no_grad():
        for value in network.parameters():
            if value.ndim < 2 or value.numel() < WORTH_BYTES:
                continue
            flat = value.flatten(1)
            scale = (flat.abs().amax(1, keepdim=True) / 127).half().float().clamp_min(2.0**-24)
            flat.copy_((flat / scale).round().clamp(-127, 127) * scale)


def as_bytes(values: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Bytes and scales [C, 1, ...] of a tensor that `round_to_bytes` has rounded; None for any other."""
    if values.ndim < 2 or values.size < WORTH_BYTES:
        return None
    flat = values.reshape(len(values), -1).astype(np.float64)
    scale = (np.abs(flat).max(1, keepdims=True) / 127).astype(np.float16).astype(np.float64)
    scale = np.maximum(scale, 2.0**-24)
    stored = np.rint(flat / scale)
    if np.abs(stored).max() > 127 or not np.array_equal(stored * scale, flat):
        return None
    shape = (len(values),) + (1,) * (values.ndim - 1)
    return stored.reshape(values.shape).astype(np.int8), scale.reshape(shape).astype(np.float32)


def store_small(path: Path) -> int:
    """Rewrite a file so that tensors that lose nothing are stored as int8 or float16; returns how many are.

    Raises
    ------
    ValueError
        If the file breaks a rule of ONNX afterwards.
    """
    model = onnx.load(path)
    graph, casts, scales = model.graph, [], []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT:
            continue
        values = numpy_helper.to_array(tensor)
        if (small := as_bytes(values)) is not None:
            name = tensor.name
            tensor.CopyFrom(numpy_helper.from_array(small[0], f"{name}.bytes"))
            scales.append(numpy_helper.from_array(small[1], f"{name}.scale"))
            casts.append(
                helper.make_node("Cast", [f"{name}.bytes"], [f"{name}.whole"], to=TensorProto.FLOAT)
            )
            casts.append(helper.make_node("Mul", [f"{name}.whole", f"{name}.scale"], [name]))
            continue
        with np.errstate(over="ignore"):
            half = values.astype(np.float16)
        if values.size < SMALLEST or not np.array_equal(half.astype(np.float32), values):
            continue
        name, stored = tensor.name, f"{tensor.name}.half"
        tensor.CopyFrom(numpy_helper.from_array(half, stored))
        casts.append(helper.make_node("Cast", [stored], [name], name=f"{name}.cast", to=TensorProto.FLOAT))
    graph.initializer.extend(scales)
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)
    return len(casts)
