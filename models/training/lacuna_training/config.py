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
CHECKOUT = PACKAGE.parents[2]
#: Where the default paths begin: the repository, or the working directory of an installed package.
REPOSITORY = CHECKOUT if (CHECKOUT / "models/training/pyproject.toml").exists() else Path.cwd()


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
    checkpoint_seconds, sheet_seconds : float
        Between checkpoints and between sample sheets; the first sheet comes after the first interval.
    steps : int
        Above 0: the run ends after so many steps instead, and the learning rate falls over them. Such a run
        is repeatable bit by bit on one machine; a run measured in seconds is not.
    """

    seconds: float
    batch: int
    learning_rate: float
    checkpoint_seconds: float = 60.0
    sheet_seconds: float = 600.0
    steps: int = 0


@dataclass(frozen=True)
class Dataset:
    """What is learnt from.

    Attributes
    ----------
    source : str
        `lgg`: `lgg-flair` of the data folder. `nifti`: folder of healthy volumes. `brats`: cases with `seg`.
    channels : tuple of str
        Sequences of one image, for instance `("t1", "t1ce", "t2", "flair")`; see `sequence_names.py`.
    margin_slices : int
        `brats`: slices this near to an annotated one are left out too.
    slices_per_subject : int
        At most so many, evenly spaced; 0 takes all.
    brain_mask : str
        `network`: trained here on label maps, or taken from `brain_mask_from`. `nonzero`: pixels above 0,
        for skull-stripped images.
    brain_mask_from : str
        A bundle's folder, a brain mask in ONNX, or a checkpoint `brain-mask.pt`; empty: trained here.
    brain_mask_channel : str
        The channel whose brain is outlined, or `mean` of all.
    description, licence : str
        For the manifest and the model card.
    """

    source: str = "lgg"
    channels: tuple[str, ...] = ("flair",)
    margin_slices: int = 3
    slices_per_subject: int = 0
    brain_mask: str = "network"
    brain_mask_from: str = ""
    brain_mask_channel: str = "mean"
    description: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Config:
    """The whole pipeline.

    Attributes
    ----------
    data : Path
        Folder with `lgg-flair` and `synthseg-labelmaps`, or of `dataset.source`'s images; `--data`, else
        `LACUNA_DATA`, else `../shared/data` beside the repository.
    device : str
        `auto`, `cpu` or `cuda`.
    cache : Path
        Prepared arrays, checkpoints, logs and sample sheets; not in git.
    held_out : int
        Patients of the training set kept for choosing, calibration and validation.
    draws_per_head : int
        Renderings of each label map.
    rendered_share : float
        Share of rendered healthy heads in the batches of both methods; above 0 needs `synthseg-labelmaps`.
    weights_storage : str
        `float16`: the files hold half precision and are half as long; the arithmetic stays `float32`.
    t_less_noisy, t_noisier : int
        DiffusionAD's two timesteps at inference.  The published 200 and 400 bury FLAIR's low contrast in
        noise (its range -1..1 holds the background), and the reconstruction comes out smooth.
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
    output: Path = REPOSITORY / "models/weights/flair-small"
    seed: int = 1
    threads: int = 1
    device: str = "auto"
    held_out: int = 8
    draws_per_head: int = 4
    rendered_share: float = 0.25
    dataset: Dataset = Dataset()
    architecture: Architecture = Architecture()
    weights_storage: str = "float16"
    t_less_noisy: int = 60
    t_noisier: int = 160
    taught_flips: bool = True
    taught_reconstruction: bool = True
    see_reconstruction: bool = True
    brain_mask: Stage = Stage(seconds=330, batch=24, learning_rate=2e-3)
    self_training: Stage = Stage(seconds=110, batch=24, learning_rate=8e-4)
    autoencoder: Stage = Stage(seconds=1080, batch=16, learning_rate=1e-3)
    bernoulli: Stage = Stage(seconds=3600, batch=16, learning_rate=1e-3)
    diffusion_ad: Stage = Stage(seconds=4800, batch=12, learning_rate=1e-3)


def _replace(instance: Any, changes: dict[str, Any], where: str) -> Any:
    known = {f.name: f for f in dataclasses.fields(instance)}
    values: dict[str, Any] = {}
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

    `source`, `channels` and `brain_mask_from` among the changes belong to `dataset`. On a user's own data
    rendered heads are left out unless the file sets their share.

    Raises
    ------
    ValueError
        For a setting that does not exist.
    """
    config, settings = Config(), {}
    if path is not None:
        text = path.read_text(encoding="utf-8")
        settings = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
        config = _replace(config, settings, "")
    dataset = {k: changes.pop(k) for k in ("source", "channels", "brain_mask_from") if changes.get(k)}
    if dataset:
        config = _replace(config, {"dataset": dataset}, "")
    if config.dataset.source != "lgg" and "rendered_share" not in settings:
        config = dataclasses.replace(config, rendered_share=0.0)
    config = _replace(config, {k: v for k, v in changes.items() if v is not None}, "")
    check_config(config)
    architecture = dataclasses.replace(config.architecture, image_channels=len(config.dataset.channels))
    return dataclasses.replace(config, architecture=architecture)


def check_config(config: Config) -> None:
    """Refuse settings that contradict each other.

    Raises
    ------
    ValueError
        With a sentence that says what to change.
    """
    d = config.dataset
    if d.source not in ("lgg", "nifti", "brats"):
        raise ValueError(f"dataset.source {d.source!r} is none of lgg, nifti, brats")
    if d.brain_mask not in ("network", "nonzero"):
        raise ValueError(f"dataset.brain_mask {d.brain_mask!r} is none of network, nonzero")
    if config.weights_storage not in ("float16", "float32"):
        raise ValueError(f"weights_storage {config.weights_storage!r} is none of float16, float32")
    if not d.channels or len(set(d.channels)) != len(d.channels):
        raise ValueError(f"dataset.channels {d.channels} must name each sequence once")
    if d.brain_mask_channel not in ("mean", *d.channels):
        raise ValueError(f"dataset.brain_mask_channel {d.brain_mask_channel!r} is none of mean, {d.channels}")
    if d.source == "lgg" and d.channels != ("flair",):
        raise ValueError("dataset.source lgg holds FLAIR only: channels must be [\"flair\"]")
    if config.rendered_share > 0 and d.channels != ("flair",):
        raise ValueError("rendered heads are FLAIR: with other channels set rendered_share = 0")
