"""Export of the trained networks as a bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import manifest as mf
from .architecture import NetworkSet
from .brain_masks import NonzeroMask, load_mask_module, mask_file
from .config import Config
from .export import export_bundle
from .training_loop import load_networks

DATA = (
    "tumour-free axial FLAIR slices of 70 TCGA-LGG patients (Buda et al., 'LGG MRI segmentation'; The Cancer "
    "Imaging Archive); healthy heads rendered from the 17 SynthSeg training label maps (Apache-2.0)"
)
LICENCE = "CC BY-NC-SA 4.0 (non-commercial, share-alike), carried over from the LGG MRI segmentation set"
TRAININGS: dict[str, tuple[str, ...]] = {
    "brain-mask": ("brainMask",),
    "autoencoder": ("encoder", "decoder"),
    "bernoulli": ("denoiser",),
    "diffusion-ad": ("reconstructionSubnet", "segmentationSubnet"),
}


def load_trained(config: Config) -> tuple[NetworkSet, dict[str, float]]:
    """All trained networks, and the seconds each training took."""
    networks = NetworkSet(config.architecture)
    seconds = {
        name: round(load_networks(config, name, {key: getattr(networks, key) for key in keys}))
        for name, keys in TRAININGS.items()
        if name != "brain-mask" or not given_mask(config)
    }
    if not given_mask(config):
        # The brain mask's first round, on rendered heads, has a checkpoint of its own.
        seconds["brain-mask"] += round(load_networks(config, "brain-mask-rendered", {}))
    elif config.dataset.brain_mask == "nonzero":
        networks.brainMask = NonzeroMask()
    elif module := load_mask_module(config):
        networks.brainMask = module
    return networks, seconds


def given_mask(config: Config) -> bool:
    """Whether the brain mask was not trained here."""
    return config.dataset.brain_mask == "nonzero" or bool(config.dataset.brain_mask_from)


def copied_mask(config: Config) -> dict[str, Path]:
    """The brain mask's file if it is another bundle's ONNX."""
    if not config.dataset.brain_mask_from or config.dataset.brain_mask == "nonzero":
        return {}
    path = mask_file(config)
    return {"brainMask": path} if path.suffix == ".onnx" else {}


def origin(config: Config) -> dict[str, str]:
    """Training data and licence for the manifest."""
    d = config.dataset
    if d.source == "lgg":
        return {"data": DATA, "licence": LICENCE}
    kind = "tumour-free slices of annotated cases" if d.source == "brats" else "healthy volumes"
    return {
        "data": d.description or f"{kind} ({', '.join(d.channels)}); not described by the person who trained",
        "licence": d.licence or "not stated: that of the training data",
    }


def export(config: Config) -> None:
    """Write the bundle with thresholds of 1; `calibrate` replaces them, `evaluate` adds the figures.

    Settings that were chosen before (methods without thresholds) survive a new export. The folder's name is
    the bundle's id.
    """
    networks, seconds = load_trained(config)
    methods = mf.default_methods(config.architecture)
    path = config.output / "manifest.json"
    if path.exists():
        previous = mf.read_manifest(config.output)["methods"]
        fixed = ("thresholds", "calibration", "latentChannels", "latentSize")
        for name, method in methods.items():
            method.update({k: v for k, v in previous[name].items() if k not in fixed})
    methods["diffusion-ad"].update(tNoisier=config.t_noisier, tLessNoisy=config.t_less_noisy)
    taught = "taught" if config.taught_flips else "published"
    healed = "taught" if config.taught_reconstruction else "published"
    training: dict[str, Any] = {
        **origin(config), "seconds": seconds,
        "notes": f"{taught} flips for the latent method; {healed} reconstruction for DiffusionAD; "
        "pseudo-anomalies painted into healthy brains for both",
    }  # fmt: skip
    channels = config.dataset.channels
    sections: dict[str, Any] = {"sequence": "/".join(c.upper() for c in channels)}
    if len(channels) > 1:
        sections["channels"] = list(channels)
    export_bundle(
        networks, config.output, config.output.name, config.weights_storage, copied_mask(config),
        methods=methods, training=training, **sections,
    )  # fmt: skip
