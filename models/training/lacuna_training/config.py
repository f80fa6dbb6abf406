"""Settings of every stage, with overrides from a JSON or TOML file."""

from __future__ import annotations

import dataclasses
import json
import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .architecture import Architecture

PACKAGE = Path(__file__).resolve().parent
REPOSITORY = PACKAGE.parents[2]


@dataclass(frozen=True)
class Stage:
    """One training run.

    Attributes
    ----------
    seconds : float
        Training time of the whole run, counted over restarts; the learning rate falls to 0 over it.
    batch : int
        Slices a step.
    learning_rate : float
        Peak rate of AdamW.
    checkpoint_seconds : float
        Between checkpoints.
    """

    seconds: float
    batch: int
    learning_rate: float
    checkpoint_seconds: float = 60.0


@dataclass(frozen=True)
class Config:
    """The whole pipeline.

    Attributes
    ----------
    data : Path
        Folder with `lgg-flair` and `synthseg-labelmaps`; `--data`, else `LACUNA_DATA`, else `../shared/data`
        beside the repository.
    cache : Path
        Prepared arrays, checkpoints, logs and sample sheets; not in git.
    held_out : int
        Patients of the training set kept for choosing, calibration and validation.
    draws_per_head : int
        Renderings of each label map.
    rendered_share : float
        Share of rendered healthy heads in the batches of both methods.
    taught_flips : bool
        False: the denoiser's published training on healthy codes only.
    taught_reconstruction : bool
        False: the reconstruction subnet's published training, noise on unspoiled images only.
    see_reconstruction : bool
        False (an ablation): the segmentation subnet gets the image twice instead of the reconstruction.
    """

    data: Path = field(
        default_factory=lambda: Path(os.environ.get("LACUNA_DATA", REPOSITORY.parent / "shared/data"))
    )
    cache: Path = REPOSITORY / "models/training/.cache"
    output: Path = REPOSITORY / "models/weights/flair-2mm"
    seed: int = 1
    threads: int = 1
    held_out: int = 8
    draws_per_head: int = 4
    rendered_share: float = 0.25
    architecture: Architecture = Architecture()
    taught_flips: bool = True
    taught_reconstruction: bool = True
    see_reconstruction: bool = True
    brain_mask: Stage = Stage(seconds=330, batch=24, learning_rate=2e-3)
    self_training: Stage = Stage(seconds=110, batch=24, learning_rate=8e-4)
    autoencoder: Stage = Stage(seconds=600, batch=16, learning_rate=1e-3)
    bernoulli: Stage = Stage(seconds=3000, batch=16, learning_rate=1e-3)
    diffusion_ad: Stage = Stage(seconds=4500, batch=12, learning_rate=1e-3)


def _replace(instance: Any, changes: dict[str, Any], where: str) -> Any:
    known = {f.name: f for f in dataclasses.fields(instance)}
    values = {}
    for name, value in changes.items():
        if name not in known:
            raise ValueError(f"unknown setting {where}{name}")
        current = getattr(instance, name)
        if dataclasses.is_dataclass(current):
            values[name] = _replace(current, value, f"{where}{name}.")
        elif isinstance(current, Path):
            values[name] = Path(value)
        else:
            values[name] = tuple(value) if isinstance(current, tuple) else type(current)(value)
    return dataclasses.replace(instance, **values)


def load_config(path: Path | None, **changes: Any) -> Config:
    """Defaults, then the file's settings, then `changes` that are not None.

    Raises
    ------
    ValueError
        For a setting that does not exist.
    """
    config = Config()
    if path is not None:
        text = path.read_text(encoding="utf-8")
        config = _replace(config, tomllib.loads(text) if path.suffix == ".toml" else json.loads(text), "")
    return _replace(config, {k: v for k, v in changes.items() if v is not None}, "")
