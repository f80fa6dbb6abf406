import numpy as np
import pytest
from scipy.stats import kstest, norm

from lacuna_training import random as rnd


def block(key, counter):
    out = rnd.threefry2x32(key, np.array(counter[:1], np.uint32), np.array(counter[1:], np.uint32))
    return tuple(int(o[0]) for o in out)


@pytest.mark.parametrize(
    ("key", "counter", "expected"),
    [
        ((0, 0), (0, 0), (0x6B200159, 0x99BA4EFE)),
        ((0xFFFFFFFF,) * 2, (0xFFFFFFFF,) * 2, (0x1CB996FC, 0xBB002BE7)),
        ((0x13198A2E, 0x03707344), (0x243F6A88, 0x85A308D3), (0xC4923A9C, 0x483DF7A0)),
    ],
)
def test_threefry_known_answers_of_random123(key, counter, expected):
    assert block(key, counter) == expected


def test_log_and_quantile_agree_with_scipy():
    p = np.concatenate([(np.array([0, 1, 2**32 - 1]) + 0.5) / 2**32, np.linspace(1e-6, 1 - 1e-6, 20001)])
    assert np.abs(rnd.exact_log(p) - np.log(p)).max() < 1e-14
    assert np.abs(rnd.inverse_normal(p) - norm.ppf(p)).max() < 1e-13


def test_labels_are_separated_and_seed_is_checked():
    keys = [rnd.derive_key(0, *labels) for labels in (("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""))]
    assert len(set(keys)) == 4
    with pytest.raises(ValueError):
        rnd.derive_key(2**32)


def test_draws_do_not_depend_on_how_many_are_drawn():
    key = rnd.derive_key(3, "a")
    assert np.array_equal(rnd.normals(key, 4, 101)[:50], rnd.normals(key, 4, 50))
    assert not np.array_equal(rnd.words(key, 4, 50), rnd.words(key, 5, 50))


def test_normals_are_normal():
    assert kstest(rnd.normals(rnd.derive_key(1, "x"), 0, 50_000), "norm").pvalue > 0.001
