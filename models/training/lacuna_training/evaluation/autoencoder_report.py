"""Does the binary code carry the anatomy?  Measured on held-out healthy slices."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..metrics.image import ssim_map
from ..preprocessing import normalise
from ..reference import Reference
from .case_maps import CaseMaps

DEAD = 0.001
"""A bit that is on in fewer than one in a thousand brain cells, or in more than 999, says nothing."""


def entropy_bits(frequency: np.ndarray) -> np.ndarray:
    """Entropy of bits that are 1 with these frequencies, in bits."""
    f = np.clip(frequency, 1e-12, 1 - 1e-12)
    return -(f * np.log2(f) + (1 - f) * np.log2(1 - f))


def code_figures(codes: np.ndarray, cells: np.ndarray) -> dict[str, Any]:
    """Use of the bits over the brain's latent cells.

    Parameters
    ----------
    codes : bool [n, C, g, g]
    cells : bool [n, g, g]
    """
    frequency = codes.transpose(0, 2, 3, 1)[cells].mean(axis=0)
    dead = (frequency < DEAD) | (frequency > 1 - DEAD)
    entropy = entropy_bits(frequency)
    return {
        "channels": len(frequency),
        "entropyBitsPerChannel": float(entropy.mean()),
        "entropyLowest": float(entropy.min()),
        "deadChannels": int(dead.sum()),
        "bitsPerBrainCell": float(entropy.sum()),
    }


def autoencoder_report(reference: Reference, held_out: list[CaseMaps]) -> dict[str, Any]:
    """L1 and SSIM inside the brain, entropy and dead bits; healthy slices, decoded without any diffusion."""
    scale = reference.manifest["normalisation"]["scale"]
    l1, ssim, codes, cells = [], [], [], []
    for case in held_out:
        for x, mask in zip(case.grid_image, case.grid_brain, strict=True):
            if not mask.any():
                continue
            u = normalise(x, mask, case.median, scale)
            code = reference.run("encoder", image=u[None, None])[0] > 0.5
            restored = np.clip(reference.run("decoder", code=code[None].astype(np.float32))[0, 0], 0, 1)
            l1.append(np.abs(u - restored)[mask])
            ssim.append(ssim_map(u, restored)[mask])
            codes.append(code)
            g = code.shape[1]
            share = mask.reshape(g, mask.shape[0] // g, g, mask.shape[1] // g).mean((1, 3))
            cells.append(share >= 0.5)
    return {
        "slices": len(l1),
        "l1": float(np.concatenate(l1).mean()),
        "ssim": float(np.concatenate(ssim).mean()),
        **code_figures(np.stack(codes), np.stack(cells)),
        "unit": "model images u in 0..1 (0.4 is the median of the brain), inside the brain mask",
    }
