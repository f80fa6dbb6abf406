"""Counter-based random numbers, bit for bit the same in Python and TypeScript.

Threefry-2x32-20 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3").  Every draw is a pure
function of a key and of (stream, element), so a slice gives the same bits alone, in a batch, in any order.
Normal deviates come from an inverse distribution function made only of operations that IEEE 754 rounds
exactly (+ - * / sqrt), because `log` of two languages may differ in the last bit.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
_PARITY = 0x1BD11BDA
_LN2 = 0.6931471805599453
_SQRT_HALF = 0.7071067811865476
_LOG_TERMS = 14

Key = tuple[int, int]
Words = NDArray[np.uint32]


def threefry2x32(key: Key, counter0: Words, counter1: Words) -> tuple[Words, Words]:
    """Encrypt counters with Threefry-2x32, 20 rounds.

    Parameters
    ----------
    key : (int, int)
        Two unsigned 32-bit words.
    counter0, counter1 : uint32 arrays of one shape

    Returns
    -------
    Two uint32 arrays of the same shape.
    """
    k0, k1 = np.uint32(key[0]), np.uint32(key[1])
    schedule = (k0, k1, np.uint32(_PARITY) ^ k0 ^ k1)
    with np.errstate(over="ignore"):
        x0 = counter0.astype(np.uint32) + schedule[0]
        x1 = counter1.astype(np.uint32) + schedule[1]
        for group in range(5):
            for rotation in _ROTATIONS[group % 2]:
                x0 = x0 + x1
                x1 = ((x1 << np.uint32(rotation)) | (x1 >> np.uint32(32 - rotation))) ^ x0
            x0 = x0 + schedule[(group + 1) % 3]
            x1 = x1 + schedule[(group + 2) % 3] + np.uint32(group + 1)
    return x0, x1


def derive_key(seed: int, *labels: str) -> Key:
    """Key of a stream of draws from a seed (uint32) and labels.

    Each label is its UTF-8 bytes after their length (4 bytes, little-endian), padded with zeros to whole
    blocks of 8; every block b of two little-endian words updates k = threefry(key=k, counter=b) XOR b.
    """
    if not 0 <= seed <= 0xFFFFFFFF:
        raise ValueError(f"seed {seed} is not an unsigned 32-bit integer")
    key = (seed, 0)
    for label in labels:
        content = label.encode("utf-8")
        content = len(content).to_bytes(4, "little") + content
        content += bytes(-len(content) % 8)
        for block in np.frombuffer(content, dtype="<u4").reshape(-1, 2):
            out = threefry2x32(key, block[:1], block[1:])
            key = (int(out[0][0] ^ block[0]), int(out[1][0] ^ block[1]))
    return key


def words(key: Key, stream: int, count: int) -> Words:
    """Elements 0 .. count-1 of a stream: word `element & 1` of counter (stream, element >> 1)."""
    pairs = np.arange((count + 1) // 2, dtype=np.uint32)
    out = threefry2x32(key, np.full_like(pairs, stream), pairs)
    return np.stack(out, axis=1).reshape(-1)[:count]


def uniforms(key: Key, stream: int, count: int) -> NDArray[np.float64]:
    """Uniform numbers (w + 0.5) / 2**32, strictly inside (0, 1)."""
    return (words(key, stream, count).astype(np.float64) + 0.5) / 4294967296.0


def exact_log(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Natural logarithm of positive normal numbers from exactly rounded operations.

    x = m * 2**e with m in [sqrt(1/2), sqrt(2)); s = (m - 1) / (m + 1);
    log x = e * ln 2 + 2 s (1 + z/3 + z**2/5 + ... + z**13/27), z = s * s, in Horner form.
    """
    mantissa, exponent = np.frexp(x)
    low = mantissa < _SQRT_HALF
    mantissa = np.where(low, mantissa * 2.0, mantissa)
    exponent = exponent - low
    s = (mantissa - 1.0) / (mantissa + 1.0)
    z = s * s
    series = np.full_like(z, 1.0 / (2 * _LOG_TERMS - 1))
    for k in range(_LOG_TERMS - 2, -1, -1):
        series = series * z + 1.0 / (2 * k + 1)
    return exponent * _LN2 + 2.0 * s * series


# Wichura 1988, algorithm AS 241, PPND16: numerator and denominator coefficients, constant term first.
_CENTRAL = (
    (
        3.3871328727963666080e0,
        1.3314166789178437745e2,
        1.9715909503065514427e3,
        1.3731693765509461125e4,
        4.5921953931549871457e4,
        6.7265770927008700853e4,
        3.3430575583588128105e4,
        2.5090809287301226727e3,
    ),
    (
        1.0,
        4.2313330701600911252e1,
        6.8718700749205790830e2,
        5.3941960214247511077e3,
        2.1213794301586595867e4,
        3.9307895800092710610e4,
        2.8729085735721942674e4,
        5.2264952788528545610e3,
    ),
)
_MIDDLE = (
    (
        1.42343711074968357734e0,
        4.63033784615654529590e0,
        5.76949722146069140550e0,
        3.64784832476320460504e0,
        1.27045825245236838258e0,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ),
    (
        1.0,
        2.05319162663775882187e0,
        1.67638483018380384940e0,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ),
)
_FAR = (
    (
        6.65790464350110377720e0,
        5.46378491116411436990e0,
        1.78482653991729133580e0,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ),
    (
        1.0,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ),
)


def _horner(coefficients: tuple[float, ...], x: NDArray[np.float64]) -> NDArray[np.float64]:
    value = np.full_like(x, coefficients[-1])
    for c in reversed(coefficients[:-1]):
        value = value * x + c
    return value


def _ratio(table: tuple[tuple[float, ...], ...], x: NDArray[np.float64]) -> NDArray[np.float64]:
    return _horner(table[0], x) / _horner(table[1], x)


def inverse_normal(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Quantile of the standard normal distribution (AS 241 PPND16), p strictly inside (0, 1)."""
    q = p - 0.5
    central = q * _ratio(_CENTRAL, 0.180625 - q * q)
    tail = np.where(q < 0, p, 1.0 - p)
    r = np.sqrt(-exact_log(tail))
    far = np.where(r <= 5.0, _ratio(_MIDDLE, r - 1.6), _ratio(_FAR, r - 5.0))
    return np.where(np.abs(q) <= 0.425, central, np.where(q < 0, -far, far))


def normals(key: Key, stream: int, count: int) -> NDArray[np.float32]:
    """Standard normal numbers, computed in float64 and rounded to float32."""
    return inverse_normal(uniforms(key, stream, count)).astype(np.float32)
