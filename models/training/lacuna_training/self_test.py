"""`python -m lacuna_training.self_test FOLDER ...`: golden output of one model of a bundle.

It is `self-test.json` beside the manifest.
A browser compares each back-end with it before the back-end is used (src/inference/backend/golden.ts).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from .manifest import read_manifest
from .random import uniforms

KEY = (0x1AC0, 0x5E1F)
MODEL = "denoiser"
"""Its layers are those of all models, it is the dearest of them, and noise excites it."""
POSITIONS = 256


def noise_inputs(model: dict[str, Any]) -> dict[str, NDArray[np.float32]]:
    """Uniform noise in (0, 1) for every input at batch 1, the same as in TypeScript."""
    inputs = {}
    for stream, described in enumerate(model["inputs"]):
        shape = [1, *described["shape"][1:]]
        values = uniforms(KEY, stream, int(np.prod(shape)))
        inputs[described["name"]] = values.reshape(shape).astype(np.float32)
    return inputs


def golden(folder: Path) -> dict[str, Any]:
    """What the model answers to the noise, at evenly spread positions.

    Raises
    ------
    ValueError
        If the answers hardly differ: a back-end that computes nothing would pass.
    """
    model = read_manifest(folder)["models"][MODEL]
    session = ort.InferenceSession(str(folder / model["file"]), providers=["CPUExecutionProvider"])
    output = session.run(None, noise_inputs(model))[0].reshape(-1)
    positions = np.linspace(0, output.size - 1, POSITIONS).astype(int)
    values = output[positions].astype(np.float64)
    if values.std() < 0.02:
        raise ValueError(f"{folder}: {MODEL} answers noise with a spread of {values.std():.1e} only")
    return {
        "schema": "lacuna-self-test/1",
        "model": MODEL,
        "sha256": model["sha256"],
        "positions": positions.tolist(),
        "values": [float(f"{value:.7g}") for value in values],
    }


def main() -> None:
    """Write the file of each bundle named."""
    for name in sys.argv[1:]:
        folder = Path(name)
        (folder / "self-test.json").write_text(json.dumps(golden(folder)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
