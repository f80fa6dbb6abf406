"""Motion in a 2-D Cartesian scan: what moved between phase-encode lines ghosts along that direction.

By the Fourier shift theorem a translation by (dy, dx) multiplies the sample (ky, kx) by
exp(-2 pi i (ky dy + kx dx)); a pulsating vessel or breathing changes the lines periodically, which repeats
the head N / period pixels away.
"""

from __future__ import annotations

import numpy as np


def shift_lines(image: np.ndarray, shifts: np.ndarray, gains: np.ndarray, axis: int) -> np.ndarray:
    """Magnitude image of a slice whose k-space lines were taken at different positions.

    Parameters
    ----------
    image : ndarray [rows, columns]
    shifts : ndarray [n, 2]
        Displacement (rows, columns) in pixels while line i, in order of rising frequency, was taken;
        n is the image's size along `axis`.
    gains : ndarray [n]
        Factor on each line.
    axis : int
        Phase-encode direction: 0 rows, 1 columns.

    Returns
    -------
    ndarray, float32 [rows, columns]
    """
    frequency = [np.fft.fftshift(np.fft.fftfreq(n)) for n in image.shape]
    lines = [1, 1]
    lines[axis] = -1
    dy, dx, gain = (a.reshape(lines) for a in (shifts[:, 0], shifts[:, 1], gains))
    phase = frequency[0][:, None] * dy + frequency[1][None, :] * dx
    space = np.fft.fftshift(np.fft.fft2(image)) * gain * np.exp(-2j * np.pi * phase)
    return np.abs(np.fft.ifft2(np.fft.ifftshift(space))).astype(np.float32)


def move(rng: np.random.Generator, image: np.ndarray, pixel_mm: float, strength: float) -> np.ndarray:
    """Let the head of a stack [slices, rows, columns] move: one to four jerks per slice, and pulsation.

    `strength` 1 is what still gets read: jerks of about 1.5 mm (standard deviation) during up to a third
    of the lines, away from the middle of k-space; lines modulated by up to 6 %.
    """
    axis = int(rng.integers(2))
    lines = image.shape[1 + axis]
    out = np.empty_like(image)
    period, swing = rng.uniform(2.0, 9.0), strength * rng.uniform(0.0, 0.06)
    for index, pixels in enumerate(image):
        shifts, gains = np.zeros((lines, 2)), np.ones(lines)
        for _ in range(int(rng.integers(1, 5))):
            length = int(rng.integers(2, max(3, lines // 6)))
            start = int(rng.integers(0, lines - length))
            shifts[start : start + length] = strength * 1.5 / pixel_mm * rng.standard_normal(2)
        middle = slice(lines // 2 - lines // 24, lines // 2 + lines // 24 + 1)
        shifts[middle] *= 0.2  # a jerk there would spoil the scan, and it would be repeated
        gains += swing * np.sin(2 * np.pi * np.arange(lines) / period + rng.uniform(0, 2 * np.pi))
        out[index] = shift_lines(pixels, shifts, gains, axis)
    return out
