"""Weights stored in half precision, computed with in single precision.

Files are half as long; a Cast behind each stored tensor makes it float32 again when the session is opened,
where onnxruntime folds constants, so that a run costs what it did.
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


def store_half(path: Path) -> int:
    """Rewrite a file so that tensors that lose nothing are stored as float16; returns how many are.

    Raises
    ------
    ValueError
        If the file breaks a rule of ONNX afterwards.
    """
    model = onnx.load(path)
    graph, casts = model.graph, []
    for tensor in graph.initializer:
        if tensor.data_type != TensorProto.FLOAT:
            continue
        values = numpy_helper.to_array(tensor)
        with np.errstate(over="ignore"):
            half = values.astype(np.float16)
        if values.size < SMALLEST or not np.array_equal(half.astype(np.float32), values):
            continue
        name, stored = tensor.name, f"{tensor.name}.half"
        tensor.CopyFrom(numpy_helper.from_array(half, stored))
        casts.append(helper.make_node("Cast", [stored], [name], name=f"{name}.cast", to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)
    return len(casts)
