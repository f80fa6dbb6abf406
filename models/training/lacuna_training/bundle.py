"""Export of the trained networks as a bundle."""

from __future__ import annotations

from typing import Any

from . import manifest as mf
from .architecture import NetworkSet
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
    }
    # The brain mask's first round, on rendered heads, has a checkpoint of its own.
    seconds["brain-mask"] += round(load_networks(config, "brain-mask-rendered", {}))
    return networks, seconds


def export(config: Config) -> None:
    """Write the bundle with thresholds of 1; `calibrate` replaces them, `evaluate` adds the figures.

    Settings that were chosen before (methods without thresholds) survive a new export.
    """
    networks, seconds = load_trained(config)
    methods = mf.default_methods(config.architecture)
    path = config.output / "manifest.json"
    if path.exists():
        previous = mf.read_manifest(config.output)["methods"]
        for name, method in methods.items():
            method.update({k: v for k, v in previous[name].items() if k != "thresholds"})
    training: dict[str, Any] = {
        "data": DATA, "licence": LICENCE, "seconds": seconds,
        "notes": "taught flips for the latent method; pseudo-anomalies painted into healthy brains for both",
    }  # fmt: skip
    export_bundle(networks, config.output, "flair-2mm", methods=methods, training=training)
