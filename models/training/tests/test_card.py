from pathlib import Path

import pytest

from lacuna_training.card import card_text
from lacuna_training.manifest import read_manifest

BUNDLE = Path(__file__).resolve().parents[2] / "weights/flair-2mm"


def test_card_in_the_repository_is_the_manifests():
    """Nobody has edited a figure by hand, and no figure is older than the weights."""
    assert (BUNDLE / "README.md").read_text() == card_text(read_manifest(BUNDLE))


def test_card_shows_the_measured_figures():
    manifest = read_manifest(BUNDLE)
    manifest["metrics"]["diffusion-ad"]["ap"] = 0.123456
    assert "0.123" in card_text(manifest)
    del manifest["metrics"]["cases"]
    with pytest.raises(KeyError):
        card_text(manifest)


def test_shipped_thresholds_come_from_held_out_patients():
    manifest = read_manifest(BUNDLE)
    assert manifest["calibration"]["slices"] > 50
    assert manifest["calibration"]["pixels"] > 100_000
    assert "lgg-flair/dev" not in manifest["calibration"]["cohort"]
