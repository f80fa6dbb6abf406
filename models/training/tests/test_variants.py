from pathlib import Path

import numpy as np
import pytest

from lacuna_training import golden
from lacuna_training.random import derive_key
from lacuna_training.reference import LATENT, PIXEL, LatentSettings, PixelSettings, Reference
from lacuna_training.variants import batched_latent as bl
from lacuna_training.variants import batched_pixel as bp
from lacuna_training.variants.maps import latent_maps

BUNDLE = Path(__file__).resolve().parents[3] / "test/fixtures/weights-tiny"


@pytest.fixture(scope="module")
def setting():
    reference = Reference(BUNDLE, 1)
    slices, spacing = golden.synthetic_series()
    series = reference.prepare_series("golden-series", slices, spacing)
    prepared = [reference.prepare_slice(series, i) for i in range(4)]
    return reference, prepared, np.stack([p.u for p in prepared])


@pytest.mark.parametrize(
    "chain", [(1, 1, 0.5, True), (20, 5, 0.3, False), (30, 30, 0.5, False), (50, 4, None, True)]
)
def test_batched_latent_equals_the_reference(setting, chain):
    reference, prepared, u = setting
    keys = [derive_key(0, LATENT, "s", str(i)) for i in range(len(u))]
    codes = bl.encode(reference, u)
    denoiser = bl.session_denoiser(reference)
    sampled = bl.sample(denoiser, codes, keys, bl.Sampling(*chain), reference.alpha_bar)
    healthy = bl.decode(reference, sampled.healthy)
    maps = latent_maps(u, bl.decode(reference, codes), healthy, sampled.flips)
    names = {"flip-probability": "flip probability", "flip-times-intensity": "flip x intensity",
             "squared-difference": "squared difference"}  # fmt: skip
    for kind, name in names.items():
        for index, p in enumerate(prepared):
            expected = reference.latent(p, LatentSettings(*chain, kind, 0), keys[index])
            assert maps[name][index] * p.mask == pytest.approx(expected.anomaly_map, abs=1e-5)
            assert healthy[index] == pytest.approx(expected.reconstruction, abs=1e-5)


@pytest.mark.parametrize("settings", [PixelSettings(), PixelSettings(500, 100, 0.0)])
def test_batched_pixel_equals_the_reference(setting, settings):
    reference, prepared, u = setting
    keys = [derive_key(0, PIXEL, "s", str(i)) for i in range(len(u))]
    result = bp.detect(reference, u, keys, settings)
    for index, p in enumerate(prepared):
        expected = reference.pixel(p, settings, keys[index])
        assert result.probability[index] * p.mask == pytest.approx(expected.anomaly_map, abs=1e-5)
        assert result.reconstruction[index] == pytest.approx(expected.reconstruction, abs=1e-5)


def test_noise_of_the_published_code_only_clears_bits(setting):
    reference, _, u = setting
    codes = bl.encode(reference, u)
    keys = [derive_key(0, LATENT, "s", str(i)) for i in range(len(u))]
    seen = []

    def watch(xt, _t):
        seen.append(xt)
        return np.zeros_like(xt)

    for noise in ("reference", "paper"):
        bl.sample(watch, codes, keys, bl.Sampling(400, 1, 0.5, True, noise), reference.alpha_bar)
    assert not ((seen[0] == 1) & (codes == 0)).any()
    assert ((seen[1] == 1) & (codes == 0)).any()
    cleared = np.mean(seen[0][codes == 1] == 0)
    assert cleared == pytest.approx(1 - reference.alpha_bar[399], abs=0.03)


def test_signed_maps_split_the_difference():
    u, healthy = np.full((1, 8, 8), 0.5, np.float32), np.linspace(0, 1, 64, dtype=np.float32).reshape(1, 8, 8)
    maps = latent_maps(u, u, healthy, np.ones((1, 3, 4, 4), np.float32))
    both = maps["brighter than reconstruction"] + maps["darker than reconstruction"]
    assert both == pytest.approx(maps["absolute difference"])
    assert maps["decoder side |D(x0) - D(x0_hat)|"] == pytest.approx(maps["absolute difference"])
    assert maps["flip x intensity"] == pytest.approx(u)
