import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from lacuna_training.metrics import oracle_dice
from lacuna_training.metrics.histogram import PatientHistograms
from lacuna_training.metrics.image import ssim_map
from lacuna_training.metrics.interval import interval, mean_interval, resample
from lacuna_training.metrics.region import aupro, label_regions


def brute_aupro(regions, scores, limit):
    """Thresholds one by one, regions one by one, area by a fine sum over the false positive rate."""
    x, y = [0.0], [0.0]
    for h in np.unique(scores)[::-1]:
        x.append(np.mean(scores[regions == 0] >= h))
        y.append(np.mean([np.mean(scores[regions == r] >= h) for r in np.unique(regions[regions > 0])]))
    at = (np.arange(20_000) + 0.5) / 20_000 * limit
    # Where the rate stands still the curve jumps: the last point counts for rates beyond it.
    return float(np.interp(at, x, y).mean())


@pytest.mark.parametrize("limit", [0.05, 0.3, 1.0])
def test_aupro_against_every_threshold(limit):
    rng = np.random.default_rng(3)
    truth = np.zeros((2, 20, 20), bool)
    truth[0, 3:9, 3:9] = truth[0, 14:16, 14:15] = truth[1, 5:7, 8:17] = True
    scores = np.round(rng.random(truth.shape) + 0.4 * truth, 2)
    regions = label_regions(truth)
    assert regions.max() == 3
    measured = aupro(regions.ravel(), scores.ravel(), limit)
    assert measured == pytest.approx(brute_aupro(regions.ravel(), scores.ravel(), limit), abs=2e-3)


def test_aupro_counts_a_small_region_as_much_as_a_large_one():
    regions = np.array([1] * 90 + [2] * 10 + [0] * 100)
    found_large = np.where(regions == 1, 1.0, 0.0)
    assert aupro(regions, found_large) == pytest.approx(0.5 + 0.5 * 0.15)
    assert aupro(np.zeros(5, int), np.arange(5.0)) is None


def cohort(patients=5):
    rng = np.random.default_rng(8)
    truth = [rng.random(4000) < 0.02 * (p + 1) for p in range(patients)]
    scores = [(rng.normal(size=4000) + 1.5 * t).astype(np.float32) for t in truth]
    return scores, truth


def test_histograms_agree_with_exact_figures_for_any_resample():
    scores, truth = cohort()
    histograms = PatientHistograms.of(scores, truth, bins=600)
    weights = np.array([[1, 1, 1, 1, 1], [0, 3, 0, 2, 0]], float)
    figures = histograms.pooled(weights)
    for row, counts in enumerate(weights.astype(int)):
        s = np.concatenate([np.tile(v, c) for v, c in zip(scores, counts, strict=True)])
        t = np.concatenate([np.tile(v, c) for v, c in zip(truth, counts, strict=True)])
        assert figures["ap"][row] == pytest.approx(average_precision_score(t, s), abs=2e-3)
        assert figures["auroc"][row] == pytest.approx(roc_auc_score(t, s), abs=2e-3)
        assert figures["diceOracle"][row] == pytest.approx(oracle_dice(t, s)[0], abs=2e-3)


def test_few_scores_lose_nothing():
    scores = [np.array([0.1, 0.4, 0.4, 0.9]), np.array([0.1, 0.2, 0.4])]
    truth = [np.array([False, True, False, True]), np.array([False, True, False])]
    figures = PatientHistograms.of(scores, truth).pooled(np.ones((1, 2)))
    s, t = np.concatenate(scores), np.concatenate(truth)
    assert figures["ap"][0] == pytest.approx(average_precision_score(t, s))
    assert figures["auroc"][0] == pytest.approx(roc_auc_score(t, s))


def test_bootstrap_draws_whole_patients_and_is_seeded():
    weights = resample(9, 500, seed=4)
    assert (weights.sum(axis=1) == 9).all()
    assert np.array_equal(weights, resample(9, 500, seed=4))
    values = np.arange(9.0)
    low, high = mean_interval(values, resample(9, 4000))
    # Standard error of the mean of nine values with standard deviation 2.58.
    assert (low, high) == pytest.approx((4 - 1.96 * 0.861, 4 + 1.96 * 0.861), abs=0.15)
    assert interval(np.full(10, np.nan)) is None


def test_ssim_against_the_formula_at_one_pixel():
    rng = np.random.default_rng(1)
    a, b = rng.random((40, 40)), rng.random((40, 40))
    offsets = np.arange(-5, 6)
    window = np.exp(-(offsets[:, None] ** 2 + offsets**2) / (2 * 1.5**2))
    window /= window.sum()
    x, y = a[15:26, 12:23], b[15:26, 12:23]
    mx, my = (window * x).sum(), (window * y).sum()
    vx, vy = (window * (x - mx) ** 2).sum(), (window * (y - my) ** 2).sum()
    cov = (window * (x - mx) * (y - my)).sum()
    c1, c2 = 1e-4, 9e-4
    expected = (2 * mx * my + c1) * (2 * cov + c2) / ((mx**2 + my**2 + c1) * (vx + vy + c2))
    assert ssim_map(a, b)[20, 17] == pytest.approx(expected, rel=1e-6)
    assert ssim_map(a, a) == pytest.approx(1.0)
