import numpy as np
import pytest

from lacuna_training.config import load_config
from lacuna_training.metrics import average_precision, dice, oracle_dice, threshold_at


def test_dice_of_empty_truth():
    empty, some = np.zeros(4, bool), np.array([True, False, False, False])
    assert dice(empty, empty) == 1
    assert dice(empty, some) == 0


def test_oracle_dice_against_every_threshold():
    rng = np.random.default_rng(0)
    scores = np.round(rng.random(500), 2)
    truth = rng.random(500) < scores**2
    best, threshold = oracle_dice(truth, scores)
    assert best == pytest.approx(max(dice(truth, scores >= h) for h in np.unique(scores)))
    assert dice(truth, scores >= threshold) == pytest.approx(best)


def test_threshold_keeps_the_promised_rate():
    healthy = np.random.default_rng(1).random(10_000).astype(np.float32)
    for rate in (0.01, 0.05, 0.1):
        assert np.mean(healthy >= np.float32(threshold_at(healthy, rate))) <= rate


def test_average_precision_of_constant_scores_is_the_prevalence():
    truth = np.arange(100) < 7
    assert average_precision(truth, np.ones(100)) == pytest.approx(0.07)


def test_config_file_overrides_and_refuses_unknown_settings(tmp_path):
    path = tmp_path / "c.toml"
    path.write_text("seed = 5\n[bernoulli]\nseconds = 10\n")
    config = load_config(path, threads=3)
    assert (config.seed, config.bernoulli.seconds, config.threads) == (5, 10, 3)
    path.write_text("sede = 5\n")
    with pytest.raises(ValueError, match="sede"):
        load_config(path)
