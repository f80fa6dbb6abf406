from dataclasses import replace

import numpy as np
import pytest
import torch

from lacuna_training.baselines import autoencoder, backbone
from lacuna_training.baselines.intensity import (
    PERCENTILES,
    landmarks,
    learn_standard,
    masked_median,
    normalise_histogram,
)
from lacuna_training.baselines.patchcore import PatchMemory, build_memory, coreset, patchcore_map
from lacuna_training.config import Config, Stage
from lacuna_training.healthy import HealthyPool
from lacuna_training.tiny import ellipse_slice


def test_histogram_normalisation_undoes_gain_and_offset():
    rng = np.random.default_rng(0)
    brain = rng.gamma(4, 20, 5000)
    standard = learn_standard([brain, brain * 2])
    assert standard[0] == 0 and standard[-1] == 1
    other = 3 * brain + 40
    same = normalise_histogram(other, landmarks(other), standard)
    assert same == pytest.approx(normalise_histogram(brain, landmarks(brain), standard), abs=1e-5)
    assert landmarks(same) == pytest.approx(standard, abs=1e-3)


def test_histogram_normalisation_is_linear_between_and_beyond_landmarks():
    marks = np.arange(len(PERCENTILES), dtype=float)
    standard = marks**2
    values = normalise_histogram(np.array([-1.0, 0.5, 2.0, 9.5, 11.0]), marks, standard)
    assert values == pytest.approx([-1.0, 0.5, 4.0, 90.5, 119.0])
    assert not normalise_histogram(np.ones(3), np.ones(11), standard).any()


def test_masked_median_knows_nothing_outside_the_brain():
    image = np.ones((1, 9, 9), np.float32)
    brain = np.zeros((1, 9, 9), bool)
    brain[0, 2:7, 2:7] = True
    image[0, 4, 4], image[0, 0, 0] = 50, 50
    smooth = masked_median(image, brain)
    assert smooth[0, 4, 4] == 1 and not smooth[~brain].any()


def test_coreset_is_the_greedy_k_centre_selection():
    points = torch.randn(200, 6, generator=torch.Generator().manual_seed(1))
    chosen = coreset(points, 12, seed=3).tolist()
    generator = torch.Generator().manual_seed(3)
    low = points @ (torch.randn(6, 24, generator=generator) / 24**0.5)
    distance = torch.cdist(low, low)
    expected = chosen[:1]
    while len(expected) < 12:
        expected.append(int(distance[:, expected].amin(1).argmax()))
    assert chosen == expected and len(set(chosen)) == 12


def test_distances_are_those_of_the_nearest_standardised_patch():
    bank = torch.randn(30, 5, generator=torch.Generator().manual_seed(0))
    memory = PatchMemory(bank, torch.full((5,), 2.0), torch.full((5,), 4.0))
    features = torch.randn(70, 5, generator=torch.Generator().manual_seed(1))
    expected = [((f - 2) / 4 - bank).norm(dim=1).min() for f in features]
    assert memory.distances(features, batch=16).tolist() == pytest.approx(
        [float(e) for e in expected], abs=1e-5
    )


@pytest.fixture(scope="module")
def pool():
    rng = np.random.default_rng(2)
    pairs = [ellipse_slice(rng, 64) for _ in range(12)]
    x = torch.from_numpy(np.stack([p[0] for p in pairs])).half()
    return HealthyPool(x, torch.from_numpy(np.stack([p[1] for p in pairs]) > 0), real=10)


def test_patchcore_finds_what_the_memory_has_not_seen(pool):
    torch.manual_seed(0)
    network = backbone.Backbone().eval()
    memory = build_memory(network, pool, seed=1)
    image = (pool.x[3].float() * pool.masks[3]).numpy()[None]
    spoiled = image.copy()
    spoiled[0, 28:36, 28:36] = 1.0
    masks = pool.masks[3:4].numpy()
    calm, found = (patchcore_map(network, memory, u, masks) for u in (image, spoiled))
    assert found[0, 29:35, 29:35].mean() > 3 * calm[0, 29:35, 29:35].mean()
    assert not found[~masks].any()


def test_both_trainings_lower_their_loss_and_resume(pool, tmp_path, capsys):
    config = replace(Config(), cache=tmp_path, architecture=replace(Config().architecture, grid_size=64))
    stage = Stage(seconds=2.0, batch=4, learning_rate=2e-3)
    autoencoder.train_autoencoder(config, pool, stage)
    backbone.train_backbone(config, pool, stage)
    for name, part in ((autoencoder.NAME, "autoencoder"), (backbone.NAME, "backbone")):
        state = torch.load(tmp_path / f"{name}.pt", weights_only=True)
        assert state["step"] > 0 and part in state["average"]
    backbone.train_backbone(config, pool, stage)
    assert "resumes at step" in capsys.readouterr().out


def test_disturbing_keeps_range_and_changes_the_brain(pool):
    torch.manual_seed(4)
    images = pool.x.float()
    spoiled = backbone.disturb(images)
    assert 0 <= float(spoiled.min()) and float(spoiled.max()) <= 1
    changed = (spoiled - images).abs().mean((1, 2))
    assert (changed > 0.005).all()
