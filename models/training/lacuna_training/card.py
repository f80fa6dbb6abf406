"""The model card of a bundle, written from its manifest so that no figure is typed by hand."""

from __future__ import annotations

from typing import Any

from .config import Config
from .consensus import CONSENSUS
from .evaluation.cohort import BRATS, DEV
from .manifest import read_manifest
from .reference import LATENT, PIXEL
from .reporting.tables import HEALTHY, POOLED, TITLES, cost_table, map_table, ratio_table

NOT_SETTINGS = ("thresholds", "mapRange", "calibration")


def settings(manifest: dict[str, Any]) -> str:
    """Defaults and thresholds of both methods and of the consensus."""
    lines = []
    for name in (LATENT, PIXEL, CONSENSUS):
        part = manifest[CONSENSUS] if name == CONSENSUS else manifest["methods"][name]
        t = part["thresholds"]
        values = ", ".join(f"{k} {v}" for k, v in part.items() if k not in NOT_SETTINGS)
        lines.append(
            f"- **{TITLES[name]}**: {values}; thresholds at 1 / 5 / 10 % false positive pixels "
            f"{t['fpr1']:.4f} / {t['fpr5']:.4f} / {t['fpr10']:.4f}, default {t['default']}."
        )
    return "\n".join(lines)


def dataset_text(name: str, data: dict[str, Any], minimum_mm2: float) -> str:
    """Tables of one data set."""
    covered = f"{100 * data['lesionInsideBrainMask']:.1f} %"
    spread = "Brackets: 95 % bootstrap interval over patients. " if data["cases"] >= 5 else ""
    return f"""### {name}

{data["cases"]} patient{"s" if data["cases"] > 1 else ""}, {data["slices"]} slices
({data["healthySlices"]} without a lesion pixel): {data["remark"]}.
Pooled over source pixels inside the predicted brain mask, which holds {covered} of the lesion pixels.
{spread}Rows in italics are baselines.

{map_table(data["maps"], POOLED)}

At the thresholds calibrated on held-out patients. FPR: share of brain pixels of lesion-free slices that reach
a threshold; the other columns are of masks at the 1 % threshold, regions below {minimum_mm2} mm2 dropped:

{map_table(data["maps"], HEALTHY)}

AP as a multiple of that of FLAIR intensity in the same pixels:

{ratio_table(data)}"""


def card_text(manifest: dict[str, Any]) -> str:
    """The whole card."""
    m, c, t = manifest["metrics"], manifest["calibration"], manifest["training"]
    grid = f"{manifest['grid']['size']} x {manifest['grid']['size']}"
    minutes = ", ".join(f"{name} {seconds / 60:.0f} min" for name, seconds in t["seconds"].items())
    datasets = "\n\n".join(
        dataset_text(name, m["datasets"][name], manifest["minimumRegionAreaMm2"]) for name in (DEV, BRATS)
    )
    code = m["autoencoder"]
    return f"""# {manifest["id"]} {manifest["version"]}

**Research use only.** Not a medical device; not for diagnosis or for any decision about a patient.

Weights of two anomaly detectors for axial brain FLAIR on a {grid} grid of {manifest["grid"]["spacingMm"]} mm,
{m["cost"]["megabytes"]:.1f} MB. Both give an anomaly map whose candidate regions a person must judge.

## Figures

Measured with `python -m lacuna_training evaluate`. No weights and no threshold saw a patient below. The
figures of `lgg-flair/dev` were watched during development, and the latent method's noise level, steps
and P were settled with them (the candidates lay within 0.002 AP): they are development figures; expect
somewhat less on patients nobody has looked at. The oracle Dice takes its threshold from the truth: an
upper bound, not a result. "Dice at 1 %" takes the threshold that 1 % of held-out healthy brain pixels
reach. AUPRO: false positive rate up to 0.3. The score of a slice is the mean of its 50 largest map
pixels; a slice with any lesion pixel is positive. More tables, per patient and per variant:
`docs/results.md`.

{datasets}

Nine patients of one collection say little about other scanners, other diseases or other centres.

## Code and cost

The autoencoder alone on {code["slices"]} held-out healthy slices: L1 {code["l1"]:.4f}, SSIM
{code["ssim"]:.3f} inside the brain ({code["unit"]});
{code["channels"]} bits a cell of which {code["deadChannels"]} are dead,
{code["entropyBitsPerChannel"]:.2f} bits of entropy a channel.

{cost_table(m["cost"])}

Times: {m["cost"]["machine"]}.

## Settings

{settings(manifest)}

Thresholds are {c["method"]}: {c["cohort"]}; {c["slices"]} slices, {c["pixels"]} pixels. Settings of the
latent method and weights of the consensus were chosen on pseudo-anomalies painted into every second
of these slices (all candidates: `calibration.selection` and `calibration.consensusSelection` in the
manifest).

## Data and licence

- Training data: {t["data"]}.
- Licence of the weights: {t["licence"]}. The code of this repository is MIT; these files are not.
- Trained for {minutes}, on two CPU cores shared with other work: {t["notes"]}.

## Limits

- FLAIR only, axial, adult heads; whole heads or skull-stripped. Other sequences give maps without meaning.
- Mostly bright abnormalities were painted in training; small, dark or cortical ones are missed more often.
- "Healthy" training slices are the tumour-free slices of tumour patients and may show mass effect.
- Slices near the skull base and the vertex, choroid plexus and artefacts are the usual false alarms.
- The data set carries no pixel spacing; 1 mm was assumed, so sizes in mm are nominal.
- Autoencoder and reconstruction smooth fine anatomy: a reconstruction is not a healthy image of the patient.
"""


def write_card(config: Config) -> None:
    """Write `README.md` beside the manifest."""
    text = card_text(read_manifest(config.output))
    (config.output / "README.md").write_text(text, encoding="utf-8")
