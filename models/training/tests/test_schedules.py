import numpy as np
import pytest

from lacuna_training import schedules as sch


def test_alpha_bar_falls_from_nearly_one_to_nearly_zero():
    abar = sch.alpha_bar()
    assert len(abar) == 1000
    assert abar[0] == 1 - 1e-4
    assert np.all(np.diff(abar) < 0)
    assert 0 < abar[-1] < 1e-4


@pytest.mark.parametrize(("level", "steps"), [(1, 1), (2, 2), (50, 5), (200, 6), (200, 200), (1000, 13)])
def test_respaced_timesteps_keep_both_ends(level, steps):
    t = sch.respaced_timesteps(level, steps)
    assert t == sorted(set(t), reverse=True)
    assert t[0] == level - 1
    assert len(t) == steps
    if steps > 1:
        assert t[-1] == 0
    if steps == level:
        assert t == list(range(level - 1, -1, -1))


def test_forward_noise_ends_in_a_fair_coin():
    abar = sch.alpha_bar()
    both = sch.bernoulli_forward(np.array([0.0, 1.0]), abar[-1])
    assert np.allclose(both, 0.5, atol=1e-4)


@pytest.mark.parametrize(("t", "s"), [(1, 0), (30, 7), (400, 100)])
def test_posterior_is_bayes_rule_on_the_chain(t, s):
    """P(x_s | x_t, x_0) against brute force over the two-state chain s -> t."""
    abar = sch.alpha_bar()
    for x0 in (0.0, 1.0):
        for xt in (0.0, 1.0):
            prior = sch.bernoulli_forward(np.array([x0]), abar[s])[0]
            ratio = abar[t] / abar[s]
            likelihood = [ratio * (xt == b) + (1 - ratio) / 2 for b in (0, 1)]
            expected = likelihood[1] * prior / (likelihood[1] * prior + likelihood[0] * (1 - prior))
            actual = sch.bernoulli_posterior(np.array([x0]), np.array([xt]), abar[t], abar[s])[0]
            assert actual == pytest.approx(expected, abs=1e-12)


def test_forward_in_two_hops_is_forward_in_one():
    abar = sch.alpha_bar()
    x0 = np.array([0.0, 1.0, 0.3])
    half = sch.bernoulli_forward(x0, abar[10])
    assert np.allclose(sch.bernoulli_forward(half, abar[60] / abar[10]), sch.bernoulli_forward(x0, abar[60]))


def test_embedding_of_zero():
    e = sch.timestep_embedding([0, 5], 16)
    assert e.shape == (2, 16)
    assert np.array_equal(e[0], np.r_[np.zeros(8), np.ones(8)].astype(np.float32))
