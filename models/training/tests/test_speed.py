"""What `npm run bench` times in torch is the networks of the files, and the detectors of the engine."""

import json
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
import torch

from lacuna_training.architecture import FILE_NAMES, TINY, Architecture, NetworkSet
from lacuna_training.export import export_bundle
from lacuna_training.reference import LATENT, PIXEL, Reference
from lacuna_training.speed.__main__ import Contender
from lacuna_training.speed.rebuild import rebuild
from lacuna_training.tiny import ellipse_slice, seeded_networks, train_tiny_brain_mask

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = [folder for folder in sorted((ROOT / "models/weights").iterdir()) if folder.is_dir()]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    networks = seeded_networks()
    train_tiny_brain_mask(networks.brainMask, steps=100)
    export_bundle(networks, folder, "tiny", storage="float16")
    return folder


def assert_same_answers(folder, architecture):
    torch.manual_seed(1)
    modules, examples = rebuild(folder), NetworkSet(architecture)
    for key, file in FILE_NAMES.items():
        inputs = examples.example_inputs(key, 2)
        session = ort.InferenceSession(str(folder / file), providers=["CPUExecutionProvider"])
        (expected,) = session.run(None, {name: value.numpy() for name, value in inputs.items()})
        with torch.inference_mode():
            actual = modules[key](*inputs.values()).numpy()
        assert np.abs(actual - expected).max() < 2e-3 * expected.std(), key


@pytest.mark.parametrize("folder", SHIPPED, ids=[f.name for f in SHIPPED])
def test_rebuilt_networks_answer_as_the_shipped_files_do(folder):
    assert_same_answers(folder, Architecture())


def test_rebuilt_networks_answer_as_exported_ones_do(tiny):
    assert_same_answers(tiny, TINY)


def test_another_architecture_is_refused(tiny, tmp_path):
    for file in tiny.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / FILE_NAMES["denoiser"]).write_bytes((tiny / FILE_NAMES["decoder"]).read_bytes())
    with pytest.raises(ValueError, match="known architecture"):
        rebuild(tmp_path)


def test_contender_computes_the_maps_of_the_reference(tiny, tmp_path):
    rng = np.random.default_rng(2)
    slices = np.stack([400 * ellipse_slice(rng, 32)[0] for _ in range(2)]).astype("<f4")
    slices.tofile(tmp_path / "slices.f32")
    geometry = {"rows": 32, "columns": 32, "rowSpacingMm": 8.0, "columnSpacingMm": 8.0}
    path = tmp_path / "slices.json"
    path.write_text(json.dumps({"geometry": geometry, "count": 2, "pixels": "slices.f32"}))
    contender = Contender()
    opened = contender.open({"weights": str(tiny), "slices": str(path), "threads": 1})
    assert opened["openMs"] > 0 and opened["firstSliceMs"] > 0
    timed = contender.series({"sliceCount": 3, "methods": [LATENT, PIXEL]})
    reference = Reference(tiny, threads=1)
    series = reference.prepare_series("bench-3", slices[[0, 1, 0]], (8.0, 8.0))
    for method in (LATENT, PIXEL):
        maps = [reference.detect(series, i, f"slice-{i}", method).anomaly_map for i in range(3)]
        assert timed["mapSum"][method] == pytest.approx(float(np.sum(maps)), rel=1e-3)
    # Three brain masks; per slice encoder, denoiser, decoder and both subnets.
    steps = reference.latent_settings().steps
    assert timed["rawCalls"] == 3 * (1 + 2 + steps + 2)
    assert contender.schedule({"steps": 4, "noiseLevel": 9, "repeats": 1})["denoiserCalls"] == 4
    assert contender.peak({"side": 64, "repeats": 1})["gflops"] > 0
    assert [s["stage"] for s in contender.stages({"repeats": 1})] == list(FILE_NAMES)
