import numpy as np
import pytest

from lacuna_training import preprocessing as pre


def test_identity_where_spacings_agree():
    pixels = np.random.default_rng(0).random((128, 128)).astype(np.float32)
    grid = pre.Grid()
    assert np.allclose(pre.to_grid(pixels, (2.0, 2.0), grid), pixels, atol=1e-6)
    assert np.allclose(pre.from_grid(pixels, (128, 128), (2.0, 2.0), grid), pixels, atol=1e-6)


@pytest.mark.parametrize("spacing", [0.7, 1.0, 1.7, 3.0])
def test_constant_stays_constant_inside_and_fades_outside(spacing):
    pixels = np.full((60, 61), 5.0)
    out = pre.to_grid(pixels, (spacing, spacing), pre.Grid(16, 2.0))
    assert np.allclose(out[8, 8], 5.0, atol=1e-6)
    assert out.max() <= 5.0 + 1e-5
    wide = pre.to_grid(pixels, (spacing, spacing), pre.Grid(256, 2.0))
    assert wide[0, 0] == 0


def test_centres_coincide():
    """A symmetric image stays symmetric, whatever the sizes."""
    rng = np.random.default_rng(1)
    half = rng.random((33, 47))
    pixels = half + half[::-1, ::-1]
    out = pre.to_grid(pixels, (1.3, 0.9), pre.Grid(32, 2.0))
    assert np.allclose(out, out[::-1, ::-1], atol=1e-6)


def test_linear_ramp_survives_both_ways():
    y, x = np.mgrid[0:90, 0:100].astype(float)
    pixels = 10 + 0.3 * y + 0.5 * x
    grid = pre.Grid(60, 2.0)
    there = pre.to_grid(pixels, (1.0, 1.0), grid)
    back = pre.from_grid(there, (90, 100), (1.0, 1.0), grid)
    assert np.allclose(back[12:-12, 12:-12], pixels[12:-12, 12:-12], atol=1e-3)


def test_negative_values_count_as_zero():
    pixels = np.full((8, 8), -4.0)
    assert pre.to_grid(pixels, (2.0, 2.0), pre.Grid(8, 2.0)).max() == 0


def test_percentile_matches_numpy_on_positive_values():
    x = np.random.default_rng(2).normal(size=999).astype(np.float32)
    expected = np.percentile(x[x > 0].astype(np.float64), 99)
    assert pre.percentile_of_positive(x, 99) == pytest.approx(expected, rel=1e-12)
    assert pre.brain_mask_input(np.zeros((4, 4), np.float32)) is None


def test_brain_mask_drops_small_components_and_fills_holes():
    p = np.zeros((32, 32), np.float32)
    p[5:25, 5:25] = 0.9
    p[10:12, 10:12] = 0.1
    p[28:30, 28:30] = 0.9
    mask = pre.clean_brain_mask(p, pre.Grid(32, 2.0), 0.5, 400)
    assert mask.sum() == 400
    assert not mask[28, 28]


def test_sample_indices():
    assert pre.sample_indices(1, 16) == [0]
    assert pre.sample_indices(16, 16) == list(range(16))
    long = pre.sample_indices(155, 16)
    assert (long[0], long[-1], len(set(long))) == (0, 154, 16)


def test_series_without_brain_is_refused():
    with pytest.raises(pre.NoBrainError):
        pre.series_median([np.ones((8, 8), np.float32)], [np.zeros((8, 8), bool)])


def test_normalised_image_is_half_a_scale_at_the_median():
    x = np.full((4, 4), 100, np.float32)
    u = pre.normalise(x, np.eye(4, dtype=bool), 100.0)
    assert np.allclose(u, 0.4 * np.eye(4))


def test_threshold_mask_joins_diagonals_and_never_takes_zero():
    values = np.zeros((10, 10), np.float32)
    values[2, 2] = values[3, 3] = values[4, 4] = 0.7
    values[8, 8] = 0.9
    mask = pre.threshold_mask(values, (2.0, 4.0), 0.5, 20)
    assert mask.sum() == 3
    assert not pre.threshold_mask(np.zeros((4, 4), np.float32), (9, 9), 0.0, 0).any()
