"""What the networks cost: parameters, arithmetic, bytes and time."""

from __future__ import annotations

import time
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort

THREADS, REPEATS = 2, 15


def graph_shapes(model: onnx.ModelProto) -> dict[str, tuple[int, ...]]:
    """Shapes of every tensor at batch 1."""
    for value in (*model.graph.input, *model.graph.output):
        value.type.tensor_type.shape.dim[0].dim_value = 1
    inferred = onnx.shape_inference.infer_shapes(model, data_prop=True).graph
    shapes = {i.name: tuple(i.dims) for i in inferred.initializer}
    for value in (*inferred.input, *inferred.value_info, *inferred.output):
        shapes[value.name] = tuple(d.dim_value for d in value.type.tensor_type.shape.dim)
    return shapes


def multiply_adds(model: onnx.ModelProto) -> int:
    """Multiply-adds of convolutions and matrix products at batch 1; everything else is left out.

    A convolution does (weights per output channel) for every output value; a transposed one (weights per
    input channel) for every input value.
    """
    shapes, total = graph_shapes(model), 0
    for node in model.graph.node:
        if node.op_type == "Conv":
            total += prod(shapes[node.output[0]]) * prod(shapes[node.input[1]][1:])
        elif node.op_type == "ConvTranspose":
            total += prod(shapes[node.input[0]]) * prod(shapes[node.input[1]][1:])
        elif node.op_type in ("Gemm", "MatMul"):
            total += prod(shapes[node.output[0]]) * shapes[node.input[0]][-1]
    return total


def parameters(model: onnx.ModelProto) -> int:
    """Trained numbers: initialisers that are neither scalars nor scales of bytes (constants are nodes)."""
    floats = (onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16, onnx.TensorProto.INT8)
    sizes = {
        i.name: prod(i.dims)
        for i in model.graph.initializer
        if i.data_type in floats and i.dims and not i.name.endswith(".scale")
    }
    for node in model.graph.node:
        if node.op_type == "Identity" and node.input[0] in sizes:
            # Equal tensors (norms that were never trained) are stored once.
            sizes[node.output[0]] = sizes[node.input[0]]
    return sum(sizes.values())


def seconds_per_call(path: Path, shapes: dict[str, list[int]]) -> float:
    """Median time of one call at batch 1 on onnxruntime's CPU back-end with two threads."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = THREADS
    session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(0)
    inputs = {name: rng.random((1, *shape), dtype=np.float32) for name, shape in shapes.items()}
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        session.run(None, inputs)
        times.append(time.perf_counter() - started)
    return float(np.median(times[2:]))


def calls_per_slice(manifest: dict[str, Any]) -> dict[str, int]:
    """How often each network is called for one slice with the default settings."""
    latent = manifest["methods"]["latent-bernoulli"]
    denoiser = min(latent["steps"], latent["noiseLevel"])
    return {
        "brainMask": 1, "encoder": 1, "denoiser": denoiser, "decoder": 1,
        "reconstructionSubnet": 2, "segmentationSubnet": 1,
    }  # fmt: skip


def cost_report(folder: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    """Parameters, MFLOP (two per multiply-add), bytes and milliseconds of each network and of a slice."""
    calls, networks = calls_per_slice(manifest), {}
    for key, described in manifest["models"].items():
        path = folder / described["file"]
        model = onnx.load(path)
        shapes = {i["name"]: i["shape"][1:] for i in described["inputs"]}
        networks[key] = {
            "parameters": parameters(model),
            "mflop": round(2 * multiply_adds(model) / 1e6, 1),
            "megabytes": round(described["bytes"] / 1e6, 3),
            "milliseconds": round(1000 * seconds_per_call(path, shapes), 1),
            "callsPerSlice": calls[key],
        }
    per_slice = {
        kind: round(sum(n[kind] * n["callsPerSlice"] for n in networks.values()), 1)
        for kind in ("mflop", "milliseconds")
    }
    return {
        "networks": networks,
        "perSlice": per_slice,
        "parameters": sum(n["parameters"] for n in networks.values()),
        "megabytes": round(sum(m["bytes"] for m in manifest["models"].values()) / 1e6, 2),
        "machine": f"onnxruntime {ort.__version__}, CPU, {THREADS} threads, batch 1, median of "
        f"{REPEATS - 2} calls; networks only, shared with other work",
    }
