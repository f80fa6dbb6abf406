"""Rules every exported graph must keep so that onnxruntime-web computes it on the GPU, and rightly.

Measured facts behind them: operators that fall back to the CPU inside a WebGPU session, operators and channel
counts that are silently wrong there (onnxruntime#29651), and what the TypeScript core promises about shapes.
"""

from __future__ import annotations

from pathlib import Path

import onnx
from onnx import TensorProto

OPSET = 17
ALLOWED = frozenset({
    "Add", "And", "AveragePool", "Cast", "Clip", "Concat", "Constant", "ConstantOfShape", "Conv",
    "ConvTranspose", "Div", "Erf", "Exp", "Expand", "Flatten", "Gather", "Gemm", "Greater", "Identity",
    "InstanceNormalization", "LayerNormalization", "Less", "MatMul", "MaxPool", "Mul", "Neg", "Pad", "Pow",
    "ReduceMean", "Relu", "Reshape", "Resize", "Shape", "Sigmoid", "Slice", "Softmax", "Sqrt", "Sub", "Tanh",
    "Transpose", "Unsqueeze", "Where",
})  # fmt: skip
"""Nothing fused, nothing random, nothing that leaves the GPU; others need a measurement first."""
_ARITHMETIC = {"Add", "Sub", "Mul", "Div", "Pow", "Neg"}


def wrong_channels(channels_in: int, channels_out: int) -> bool:
    """Whether a convolution of these counts is computed wrongly in WebGPU's default layout."""
    return channels_in > 3 and channels_in % 3 == 0 and channels_in % 4 != 0 and channels_out % 4 == 0


def _weights(graph: onnx.GraphProto) -> dict[str, list[int]]:
    """Shapes of all stored tensors, also behind a Cast and the product with a stored scale."""
    shapes = {tensor.name: list(tensor.dims) for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "Cast" and node.input[0] in shapes:
            shapes[node.output[0]] = shapes[node.input[0]]
        if node.op_type == "Mul" and all(name in shapes for name in node.input):
            shapes[node.output[0]] = shapes[node.input[0]]
    return shapes


def _borders(graph: onnx.GraphProto) -> list[str]:
    """Inputs and outputs: float32, the first axis free, all others fixed."""
    found = []
    for value in (*graph.input, *graph.output):
        tensor = value.type.tensor_type
        dims = tensor.shape.dim
        if tensor.elem_type != TensorProto.FLOAT:
            found.append(f"{value.name} is not float32")
        if not dims or dims[0].dim_param != "batch" or any(not d.HasField("dim_value") for d in dims[1:]):
            found.append(f"{value.name} must have the free axis batch first, and no other")
    return found


def broken_rules(path: Path) -> list[str]:
    """What is wrong with an exported file; empty if it keeps every rule."""
    model = onnx.load(path)
    found = _borders(model.graph)
    imported = {o.domain: o.version for o in model.opset_import}
    if imported != {"": OPSET}:
        found.append(f"operator sets {imported}, only {OPSET} of the standard domain is allowed")
    if model.functions:
        found.append("local functions hide operators")
    inferred = onnx.shape_inference.infer_shapes(model).graph
    types = {v.name: v.type.tensor_type.elem_type for v in inferred.value_info}
    types |= {t.name: t.data_type for t in model.graph.initializer}
    weights = _weights(model.graph)
    for node in model.graph.node:
        if node.op_type not in ALLOWED:
            found.append(f"operator {node.op_type} ({node.name}) is not allowed")
        if node.op_type in _ARITHMETIC and any(types.get(i) == TensorProto.INT64 for i in node.input):
            found.append(f"{node.name}: int64 arithmetic leaves the GPU")
        if node.op_type in ("Conv", "ConvTranspose"):
            found += _convolution(node, weights)
    return found


def _convolution(node: onnx.NodeProto, weights: dict[str, list[int]]) -> list[str]:
    """Channel counts of one convolution."""
    if node.input[1] not in weights:
        return [f"{node.name}: weights are computed, their channels cannot be checked"]
    shape = weights[node.input[1]]
    group = next((a.i for a in node.attribute if a.name == "group"), 1)
    counts = (shape[1], shape[0]) if node.op_type == "Conv" else (shape[0], shape[1])
    if group == 1 and wrong_channels(*counts):
        return [f"{node.name}: {counts[0]} channels in, {counts[1]} out go wrong on WebGPU"]
    return []
