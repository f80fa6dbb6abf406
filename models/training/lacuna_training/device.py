"""Where networks are trained, and in which precision."""

from __future__ import annotations

import torch


def choose_device(wanted: str) -> torch.device:
    """`auto` (CUDA if there is one), `cpu` or `cuda`.

    Raises
    ------
    ValueError
        For another name, or if CUDA is wanted and absent.
    """
    if wanted not in ("auto", "cpu", "cuda"):
        raise ValueError(f"device {wanted!r} is none of auto, cpu, cuda")
    if wanted == "cuda" and not torch.cuda.is_available():
        raise ValueError("device cuda: this PyTorch finds no CUDA device (use --device auto or cpu)")
    return torch.device("cuda" if wanted != "cpu" and torch.cuda.is_available() else "cpu")


def use_device(wanted: str) -> torch.device:
    """Make a device the one on which tensors are made from now on, with reproducible convolutions."""
    device = choose_device(wanted)
    torch.set_default_device(device)
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.benchmark = False
    return device


def current_device() -> torch.device:
    """The device of `use_device`; the CPU before it was called."""
    return torch.get_default_device()


def mixed_precision() -> torch.autocast:
    """Forward passes in bfloat16 where it is safe; weights, losses and optimiser stay float32."""
    return torch.autocast(current_device().type, dtype=torch.bfloat16)
