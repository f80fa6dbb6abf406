"""The brain mask network measured: held-out rendered heads, stripped real volumes, leaks on real FLAIR."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage

from .architecture import NetworkSet
from .brain_mask_training import predict
from .config import Config
from .dataset import held_out_patients, patients, read_volume
from .preprocessing import Grid, clean_brain_mask, to_grid
from .sheets import overlay_sheet
from .training_loop import load_networks
from .varied_heads import held_out_tasks, load_stack

Masks = NDArray[np.bool_]
Slices = NDArray[np.floating]
#: From grid slices [n, G, G] to the masks of inference.
Masker = Callable[[NDArray[np.generic]], Masks]

#: Of the inner brain; a mask without leaks has about 0.5 % of its pixels above it.
LEAK_PERCENTILE = 99.5
_INNER_PIXELS = 5
_EVERY = 5


def dice(found: Masks, truth: Masks) -> float | None:
    """2 |A and B| / (|A| + |B|) over all pixels of a volume; None if both are empty."""
    total = int(found.sum()) + int(truth.sum())
    return 2 * int((found & truth).sum()) / total if total else None


def leak_share(slices: Slices, mask: Masks, excluded: Masks | None = None) -> float | None:
    """Share of mask pixels brighter than nearly all of the inner brain: scalp and fat, if it is large.

    The inner brain lies at least 5 pixels (10 mm) inside the mask; its 99.5th percentile is that of the whole
    volume. Coil shading brightens healthy cortex too, so that the share never is exactly 0.5 %.

    Parameters
    ----------
    slices, mask : ndarray [n, G, G]
    excluded : ndarray, bool [n, G, G], optional
        Pixels that count neither way (lesions).
    """
    counted = mask if excluded is None else mask & ~excluded
    inner = np.stack([ndimage.binary_erosion(m, iterations=_INNER_PIXELS) for m in mask]) & counted
    if not inner.any():
        return None
    top = np.percentile(slices[inner].astype(np.float64), LEAK_PERCENTILE)
    return float((slices[counted] > top).mean())


def grid_of(config: Config) -> Grid:
    """Model grid of the configured architecture."""
    return Grid(config.architecture.grid_size, config.architecture.grid_spacing_mm)


def masker(config: Config) -> Masker:
    """The trained network, slice by slice as at inference."""
    network = NetworkSet(config.architecture).brainMask
    load_networks(config, "brain-mask", {"brainMask": network})
    grid = grid_of(config)
    return lambda slices: np.stack([clean_brain_mask(p, grid) for p in predict(network, slices)])


def volume_on_grid(path: Path, grid: Grid, every: int = 1) -> Slices:
    """Every slice (or every k-th) of a NIfTI volume on the model grid."""
    volume = read_volume(path)
    return np.stack([to_grid(s, volume.spacing_mm, grid) for s in volume.slices[::every]])


def measure_rendered(config: Config, mask_of: Masker) -> dict[str, float | None]:
    """Volume Dice on the held-out heads against :func:`.varied_heads.envelope`, by head, contrast, skull."""
    out = {}
    for task in held_out_tasks(config):
        for index, contrast in enumerate(task.contrasts):
            stack = load_stack(task.path(index))
            name = f"head {task.head} {contrast} {'with skull' if task.skull else 'stripped'}"
            out[name] = dice(mask_of(stack["x"]), stack["mask"])
    return out


def measure_stripped(config: Config, mask_of: Masker) -> dict[str, float | None]:
    """Volume Dice on each stripped real sequence against its pixels above 0, holes filled; one sheet each.

    Every fifth slice, as a clinical stack has them.
    """
    out = {}
    for folder in patients(config.data / "brats-style"):
        for sequence in ("flair", "t1", "t1ce", "t2"):
            x = volume_on_grid(folder / f"{folder.name}_{sequence}.nii.gz", grid_of(config), _EVERY)
            x = x[x.any((1, 2))]
            truth = np.stack([ndimage.binary_fill_holes(s > 0) for s in x])
            found = mask_of(x)
            out[f"{folder.name} {sequence}"] = dice(found, truth)
            shown = np.linspace(0, len(x) - 1, 16).round().astype(int)
            overlay_sheet(config.cache / f"brain-mask-{sequence}.png", x[shown], found[shown], columns=8)
    return out


def measure_lesions(config: Config, mask_of: Masker) -> dict[str, dict[str, float | None]]:
    """Development patients, reported only: share of lesion pixels inside the mask, and the leak indicator."""
    out = {}
    for folder in patients(config.data / "lgg-flair/dev"):
        x = volume_on_grid(folder / f"{folder.name}_flair.nii.gz", grid_of(config))
        lesion = volume_on_grid(folder / f"{folder.name}_seg.nii.gz", grid_of(config)) >= 0.5
        found = mask_of(x)
        inside = int((lesion & found).sum()) / int(lesion.sum()) if lesion.any() else None
        out[folder.name] = {"lesionInside": inside, "leak": leak_share(x, found, lesion)}
    return out


def look_at_real(config: Config, mask_of: Masker) -> dict[str, float | None]:
    """Leak indicator of the held-out training patients, and a sheet of 24 of their slices.

    The sheet has the lowest, the highest and one more slice of every patient.
    """
    folders = patients(config.data / "lgg-flair/train")
    held = held_out_patients([f.name for f in folders], config.held_out)
    leaks, shown, masks = {}, [], []
    for number, folder in enumerate(f for f in folders if f.name in held):
        x = volume_on_grid(folder / f"{folder.name}_flair.nii.gz", grid_of(config))
        found = mask_of(x)
        leaks[folder.name] = leak_share(x, found)
        filled = np.nonzero(found.any((1, 2)))[0]
        # Every patient shows another level between its ends.
        between = filled[int((number + 0.5) / config.held_out * len(filled))] if len(filled) else len(x) // 2
        for k in (0, int(between), len(x) - 1):
            shown.append(x[k])
            masks.append(found[k])
    overlay_sheet(config.cache / "brain-mask-real.png", np.stack(shown), np.stack(masks), columns=6)
    return leaks


def evaluate(config: Config) -> None:
    """Everything -> `brain-mask-evaluation.json` and sheets in the cache."""
    torch.manual_seed(config.seed)
    mask_of = masker(config)
    sections = {
        "renderedDice": measure_rendered, "strippedDice": measure_stripped,
        "leak": look_at_real, "dev": measure_lesions,
    }  # fmt: skip
    report = {}
    for section, measure in sections.items():
        report[section] = measure(config, mask_of)
        for name, value in report[section].items():
            print(f"{section:14} {name:36} {value}", flush=True)
    path = config.cache / "brain-mask-evaluation.json"
    path.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
