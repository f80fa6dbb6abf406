"""`evaluate`: one command from a bundle to its figures."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from ..baselines import BASELINES
from ..baselines.maps import add_baselines
from ..baselines.training import load_trained
from ..calibration import thresholds_of
from ..config import Config
from ..consensus import CONSENSUS
from ..manifest import read_manifest, write_manifest
from ..reference import LATENT, PIXEL, Reference
from .autoencoder_report import autoencoder_report
from .case_maps import CaseMaps
from .cohort import BRATS, DEV, HELD_OUT, REMARKS
from .consensus_maps import add_consensus
from .cost import cost_report
from .dataset_report import RESAMPLES, dataset_report
from .figures import rounded
from .inference import bundle_key, dataset_maps, maps_folder
from .pictures import write_pictures
from .populations import MEANINGS


def load_cases(config: Config, reference: Reference, dataset: str) -> list[CaseMaps]:
    """Cases of a data set with the maps of both methods, the consensus and the baselines."""
    cases = dataset_maps(config, reference, dataset)
    trained, folder = load_trained(config), maps_folder(config, reference.manifest)
    for case in cases:
        add_consensus(case, reference.manifest)
        add_baselines(case, trained, reference, folder)
    return cases


def all_thresholds(manifest: dict[str, Any], held_out: list[CaseMaps]) -> dict[str, Any]:
    """Thresholds of the manifest for methods and consensus; of the same held-out patients for baselines."""
    out = {name: manifest["methods"][name]["thresholds"] for name in (LATENT, PIXEL)}
    out[CONSENSUS] = manifest[CONSENSUS]["thresholds"]
    for name in BASELINES:
        if name in held_out[0].maps:
            out[name] = thresholds_of(np.concatenate([c.maps[name][c.brain] for c in held_out]))
    return out


def evaluate(config: Config) -> None:
    """Measure; write `metrics` of the manifest, all figures as JSON and pictures into the cache."""
    manifest = read_manifest(config.output)
    if CONSENSUS not in manifest:
        raise ValueError(f"{config.output} is not calibrated: run `calibrate` first")
    reference = Reference(config.output, config.threads)
    if load_trained(config) is None:
        print("evaluate: the learnt baselines are left out, `train-baselines` has not run", flush=True)
    held_out = load_cases(config, reference, HELD_OUT)
    thresholds = all_thresholds(manifest, held_out)
    minimum = manifest["minimumRegionAreaMm2"]
    metrics: dict[str, Any] = {
        "schema": "lacuna-metrics/1",
        "command": "python -m lacuna_training evaluate",
        "bundle": bundle_key(manifest),
        "populations": MEANINGS,
        "bootstrap": {"unit": "patient", "resamples": RESAMPLES, "confidence": 0.95, "seed": 0},
        "sliceScore": "mean of the 50 largest map pixels on the model grid; positive: any lesion pixel",
        "datasets": {},
    }
    for dataset in (DEV, BRATS):
        cases = load_cases(config, reference, dataset)
        metrics["datasets"][dataset] = dataset_report(cases, thresholds, minimum, REMARKS[dataset])
        write_pictures(config, cases, thresholds)
    metrics["baselineThresholds"] = {n: thresholds[n] for n in BASELINES if n in thresholds}
    metrics["autoencoder"] = rounded(autoencoder_report(reference, held_out))
    metrics["cost"] = cost_report(config.output, manifest)
    manifest["metrics"] = metrics
    write_manifest(config.output, manifest)
    (config.cache / "evaluation.json").write_text(json.dumps(metrics, indent=1), encoding="utf-8")
