"""All maps of one case on its source grid, reduced to the pixels that count, and their file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

F32 = NDArray[np.float32]
Bool = NDArray[np.bool_]


@dataclass
class CaseMaps:
    """One case; 1-D arrays run over the pixels of `keep` in C order.

    Attributes
    ----------
    keep : bool [n, rows, columns]
        Brain, eroded head outline or lesion; outside every method's map is 0.
    brain, outline, truth : bool [k]
    intensity : float32 [k]
        FLAIR over the median of the brain, not masked.
    median : float
        Of the brain, in source units.
    maps : float32 [k] by name
    grid_image, grid_brain : float32, bool [n, G, G]
        Slices resampled to the model grid in source units, and their brain masks; the mask is empty for
        slices that are not run.
    grid_maps : float32 [n, G, G] by name
        On the model grid, for slice scores.
    """

    dataset: str
    name: str
    spacing_mm: tuple[float, float]
    keep: Bool
    brain: Bool
    outline: Bool
    truth: Bool
    intensity: F32
    median: float
    grid_image: F32
    grid_brain: Bool
    maps: dict[str, F32] = field(default_factory=dict)
    grid_maps: dict[str, F32] = field(default_factory=dict)

    @property
    def slices(self) -> int:
        """Number of slices."""
        return len(self.keep)

    @property
    def healthy(self) -> Bool:
        """Slices without any lesion pixel, bool [n]."""
        return ~self.volume(self.truth).any((1, 2))

    def volume(self, values: NDArray[np.generic]) -> NDArray[np.generic]:
        """[n, rows, columns] from values at the kept pixels, 0 elsewhere."""
        out = np.zeros(self.keep.shape, values.dtype)
        out[self.keep] = values
        return out

    def save(self, path: Path) -> None:
        """Write everything but the maps that are cheap to derive; replaces the file at once."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.npz")
        arrays = {f"map:{k}": v for k, v in self.maps.items()}
        arrays |= {f"grid:{k}": v for k, v in self.grid_maps.items()}
        np.savez_compressed(
            part, keep=self.keep, brain=self.brain, outline=self.outline, truth=self.truth,
            intensity=self.intensity, median=self.median,
            grid_image=self.grid_image, grid_brain=self.grid_brain, spacing=self.spacing_mm,
            dataset=self.dataset, name=self.name, **arrays,
        )  # fmt: skip
        part.rename(path)

    @staticmethod
    def load(path: Path) -> CaseMaps:
        """Read what `save` wrote."""
        z = np.load(path)
        row, column = (float(v) for v in z["spacing"])
        parts = {
            k: z[k] for k in ("keep", "brain", "outline", "truth", "intensity", "grid_image", "grid_brain")
        }
        named: dict[str, dict[str, F32]] = {"map": {}, "grid": {}}
        for key in z.files:
            kind, _, name = key.partition(":")
            if name:
                named[kind][name] = z[key]
        return CaseMaps(
            str(z["dataset"]), str(z["name"]), (row, column), **parts, median=float(z["median"]),
            maps=named["map"], grid_maps=named["grid"],
        )  # fmt: skip
