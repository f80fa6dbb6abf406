import json
from pathlib import Path

import numpy as np
import pytest
import torch

from lacuna_training import golden
from lacuna_training.diffusion_ad_training import OneStep
from lacuna_training.random import derive_key, normals
from lacuna_training.reference import LATENT, PIXEL, Reference, upsample
from lacuna_training.tiny import seeded_networks

FIXTURES = Path(__file__).resolve().parents[3] / "test/fixtures"


@pytest.fixture(scope="module")
def reference():
    return Reference(FIXTURES / "weights-tiny", threads=1)


@pytest.fixture(scope="module")
def series(reference):
    slices, spacing = golden.synthetic_series()
    return reference.prepare_series("golden-series", slices, spacing)


def test_golden_files_are_current(tmp_path):
    golden.random_topics(tmp_path)
    golden.schedule_topics(tmp_path)
    golden.preprocessing_topics(tmp_path)
    for path in sorted(tmp_path.iterdir()):
        assert path.read_text() == (FIXTURES / "golden" / path.name).read_text(), path.name


def test_golden_detectors_are_current(reference, series):
    cases = json.loads((FIXTURES / "golden/detectors.json").read_text())["cases"]
    assert cases[0]["median"] == pytest.approx(series.median, rel=1e-6)
    for case in [c for c in cases[1:] if c["seed"] == 0]:
        index = case["sliceIndex"]
        result = reference.detect(series, index, f"slice-{index}", case["method"], 0)
        assert result.status == case["status"]
        assert np.allclose(result.anomaly_map, golden.unpack(case["anomalyMap"]), atol=1e-4)


@pytest.mark.parametrize("method", [LATENT, PIXEL])
def test_maps_lie_inside_the_brain_and_vary_with_the_seed(reference, series, method):
    settings = reference.latent_settings(noise_level=50, steps=2) if method == LATENT else None
    first = reference.detect(series, 1, "slice-1", method, 0, settings)
    again = reference.detect(series, 1, "slice-1", method, 0, settings)
    other = reference.detect(series, 1, "slice-1", method, 1, settings)
    assert np.array_equal(first.anomaly_map, again.anomaly_map)
    assert not np.array_equal(first.anomaly_map, other.anomaly_map)
    assert first.anomaly_map[~first.brain_mask].max() == 0
    assert np.array_equal(first.reconstruction[~first.brain_mask], series.slices[1][~first.brain_mask])


@pytest.mark.parametrize("method", [LATENT, PIXEL])
def test_empty_slice_is_no_brain(reference, series, method):
    result = reference.detect(series, 4, "slice-4", method)
    assert result.status == "no-brain"
    assert not result.anomaly_map.any()


def test_masking_everything_out_returns_the_original_code(reference):
    rng = np.random.default_rng(0)
    code = (rng.random((8, 8, 8)) > 0.5).astype(np.float32)
    settings = reference.latent_settings(noise_level=20, steps=4, probability_threshold=1.0)
    held, flip = reference.sample_masked(code, settings, derive_key(0, "x"))
    assert np.array_equal(held, code)
    assert flip.max() > 0
    free = reference.latent_settings(noise_level=20, steps=4, probability_threshold=None)
    assert not np.array_equal(reference.sample_masked(code, free, derive_key(0, "x"))[0], code)


def test_upsample_is_torchs_bilinear():
    values = np.random.default_rng(1).random((8, 8)).astype(np.float32)
    expected = torch.nn.functional.interpolate(
        torch.from_numpy(values)[None, None], size=(32, 32), mode="bilinear", align_corners=False
    )
    assert np.allclose(upsample(values, 32), expected[0, 0].numpy(), atol=1e-6)


def test_one_step_reconstruction_equals_the_training_code(reference, series, monkeypatch):
    """The numpy reconstruction against the torch one that the subnets were trained with."""
    network = seeded_networks().reconstructionSubnet.eval()
    prepared = reference.prepare_slice(series, 1)
    key = derive_key(0, PIXEL, series.key, "slice-1")
    shape = (1, 1, *prepared.u.shape)
    noise = [torch.from_numpy(normals(key, s, prepared.u.size).reshape(shape)) for s in (0, 1)]
    monkeypatch.setattr(torch, "randn_like", lambda _: noise.pop(0))
    x = torch.from_numpy(2 * prepared.u - 1)[None, None]
    one_step = OneStep(network, 16)
    with torch.no_grad():
        _, expected = one_step(x, torch.tensor([200]), torch.tensor([400]))
    actual = reference.pixel(prepared, reference.pixel_settings(), key).reconstruction
    # Training runs the network in bfloat16.
    assert np.abs(2 * actual - 1 - expected[0, 0].numpy()).mean() < 0.02
