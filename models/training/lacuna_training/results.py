# ruff: noqa: E501 (a page of text)
"""`docs/results.md`: every measured figure of a bundle, written from its manifest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .card import dataset_text
from .config import REPOSITORY, Config
from .evaluation.cohort import BRATS, DEV
from .manifest import read_manifest
from .reporting.tables import (
    OUTLINE,
    PER_PATIENT,
    TITLES,
    case_table,
    cost_table,
    map_table,
    selection_table,
)
from .reporting.variant_tables import latent_text, pixel_text
from .variants.compare import VARIANTS


def per_patient(data: dict[str, Any]) -> str:
    """Means over patients, the other populations, AP of each patient."""
    maps = data["maps"]
    inside = f"{100 * data['lesionInsideOutline']:.1f} %"
    share = data["prevalence"]
    return f"""Means over patients (each patient's own figure, then the mean; the Dice covers all pixels of
a patient):

{map_table(maps, PER_PATIENT)}

Other populations. The eroded head outline needs no network ({inside} of the lesion pixels lie in it): FLAIR
above background, largest component, holes filled, 18 mm eroded; maps are 0 outside our brain mask, FLAIR
intensity is not masked. Lesions fill {100 * share["brain"]:.2f} % of the brain mask and
{100 * share["outline"]:.2f} % of the outline: AP of the two must not be compared with each other.

{map_table(maps, OUTLINE)}

AP of each patient:

{case_table(maps)}"""


def consensus_text(data: dict[str, Any], selection: list[dict[str, Any]]) -> str:
    """The consensus against the better method, and how its weights were chosen."""
    gain = data["consensus"]
    drawn = gain.get("interval")
    spread = f" (95 % interval {drawn[0]:+.3f} to {drawn[1]:+.3f})" if drawn else ""
    return f"""The consensus adds the methods' tail scores (-log10 of the healthy false positive rate). Against the
better method on `{DEV}`, {TITLES[gain["better"]]}, its pooled AP differs by {gain["apDifference"]:+.3f}{spread}.
Weights are chosen on pseudo-anomalies in held-out slices; equal weights stay unless others are clearly
better:

{selection_table(selection)}"""


def read_variants(folder: Path) -> dict[str, Any] | None:
    """What `compare-variants` wrote beside the manifest; None if it has not run."""
    path = folder / VARIANTS
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def results_text(manifest: dict[str, Any], variants: dict[str, Any] | None) -> str:
    """The whole page; variants that were measured with another bundle or other settings are not shown."""
    m = manifest["metrics"]
    minimum = manifest["minimumRegionAreaMm2"]
    sections = (
        "\n\n".join(
            f"{dataset_text(name, m['datasets'][name], minimum)}\n\n{per_patient(m['datasets'][name])}"
            for name in (DEV, BRATS)
        )
        .replace("\n### ", "\n## ")
        .removeprefix("#")
    )
    code = m["autoencoder"]
    ablations = (
        f"{latent_text(variants)}\n\n{pixel_text(variants)}"
        if variants and variants["bundle"] == m["bundle"]
        else "Not measured for this bundle: `python -m lacuna_training compare-variants`."
    )
    return f"""# Results of {manifest["id"]} {manifest["version"]}

**Research use only.** Written by `python -m lacuna_training results` from the figures in the bundle's
manifest; `evaluate` and `compare-variants` measure them. No weights and no threshold saw these patients. The
figures of `lgg-flair/dev` were watched during development, and the latent method's noise level, steps and P
were settled with them (the candidates lay within 0.002 AP): they are development figures.
Definitions: AP is the area under the precision-recall steps; AUPRO averages over regions of the
truth up to a false positive rate of 0.3; the oracle Dice takes its threshold from the truth; "at 1 %" is the
threshold that 1 % of held-out healthy brain pixels reach; a slice's score is the
{m["sliceScore"]}.
Intervals: {m["bootstrap"]["resamples"]} bootstrap resamples of whole patients, 95 %.

{sections}

## Consensus

{consensus_text(m["datasets"][DEV], manifest["calibration"].get("consensusSelection", []))}

## The binary code

Autoencoder alone, {code["slices"]} held-out healthy slices, inside the brain, {code["unit"]}:
L1 {code["l1"]:.4f}, SSIM {code["ssim"]:.3f}. Of {code["channels"]} bits a cell {code["deadChannels"]} are
dead (on in fewer than 1 or more than 999 of 1000 brain cells); entropy {code["entropyBitsPerChannel"]:.3f} bits a
channel, {code["bitsPerBrainCell"]:.2f} bits a cell, the least used channel {code["entropyLowest"]:.3f}.

## Cost

{cost_table(m["cost"])}

{m["cost"]["machine"]}.

## Variants and ablations

{ablations}

## Failures as pictures

`evaluate` writes sheets of the largest lesion of every case, of the lesions found worst and of the
tumour-free slices with most false alarm into the cache (`evaluation-*.png`). They show images of the data set,
whose licence keeps them out of this repository. `python -m lacuna_training failure-pictures` draws failures of
the same methods on heads of our own renderer:

![Painted lesions on rendered heads, found worst: image, truth, three maps](images/failures.png)

Columns from the worst; rows: FLAIR, painted lesion, latent Bernoulli, DiffusionAD, consensus (half
brightness is the threshold at 1 %).
"""


def write_results(config: Config) -> None:
    """Write `docs/results.md` of this repository."""
    path = REPOSITORY / "docs/results.md"
    path.write_text(
        results_text(read_manifest(config.output), read_variants(config.output)), encoding="utf-8"
    )
