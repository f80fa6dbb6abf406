"""Model card and results page are the manifest's, word for word."""

from pathlib import Path

import pytest

from lacuna_training.baselines import INTENSITY
from lacuna_training.card import card_text
from lacuna_training.consensus import CONSENSUS
from lacuna_training.manifest import read_manifest
from lacuna_training.reference import LATENT, PIXEL
from lacuna_training.reporting.tables import cell, map_table
from lacuna_training.results import read_variants, results_text

ROOT = Path(__file__).resolve().parents[3]
(BUNDLE,) = [p.parent for p in (ROOT / "models/weights").glob("*/manifest.json")]


def measured_figures(ap: float) -> dict:
    return {
        "brain": {"ap": ap, "auroc": 0.5, "interval": {"ap": [0.1, 0.25]}},
        "atThreshold": {"diceDefault": 0.4},
    }


def test_shipped_card_and_results_are_the_manifests():
    """Nobody has edited a figure by hand, and no figure is older than the weights."""
    manifest = read_manifest(BUNDLE)
    assert (BUNDLE / "README.md").read_text() == card_text(manifest)
    assert (ROOT / "docs/results.md").read_text() == results_text(manifest, read_variants(BUNDLE))


def test_card_shows_the_measured_figures():
    manifest = read_manifest(BUNDLE)
    manifest["metrics"]["datasets"]["lgg-flair/dev"]["maps"][PIXEL]["brain"]["ap"] = 0.123456
    assert "0.123" in card_text(manifest)
    del manifest["metrics"]["datasets"]["lgg-flair/dev"]["cases"]
    with pytest.raises(KeyError):
        card_text(manifest)


def test_shipped_thresholds_come_from_held_out_patients():
    manifest = read_manifest(BUNDLE)
    assert manifest["calibration"]["slices"] > 50
    assert manifest["calibration"]["pixels"] > 100_000
    assert "lgg-flair/dev" not in manifest["calibration"]["cohort"]


def test_tables_show_intervals_and_dashes():
    maps = {LATENT: measured_figures(0.2), CONSENSUS: measured_figures(0.3), INTENSITY: measured_figures(0.1)}
    text = map_table(
        maps, [("AP", ("brain", "ap")), ("AUPRO", ("brain", "aupro")), ("AUROC", ("brain", "auroc"))]
    )
    rows = text.splitlines()
    assert rows[0] == "| map | AP | AUPRO | AUROC |"
    assert rows[2] == "| Latent Bernoulli diffusion | 0.200 (0.10-0.25) | - | 0.500 |"
    assert [row.split(" | ")[0] for row in rows[3:]] == ["| Consensus of both", "| *FLAIR intensity*"]
    assert cell({"slice": {"sliceAuroc": None}}, ("slice", "sliceAuroc")) == "-"
