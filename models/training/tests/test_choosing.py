import numpy as np
import pytest
from cohort_folder import manifest_of, write_cohort

from lacuna_training.choosing import CHAINS, KINDS, MASKINGS, choose
from lacuna_training.held_out import spoil_held_out
from lacuna_training.metrics import average_precision
from lacuna_training.reference import LATENT, LatentSettings, Reference


@pytest.fixture(scope="module")
def chosen(tmp_path_factory):
    config = write_cohort(tmp_path_factory.mktemp("choosing"))
    choose(config)
    return config


def test_every_candidate_is_logged_and_the_best_is_kept(chosen):
    manifest = manifest_of(chosen)
    log = manifest["calibration"]["selection"]
    maps, maskings = log[: len(CHAINS) * len(KINDS)], log[len(CHAINS) * len(KINDS) :]
    assert len(maskings) == len(MASKINGS)
    top = max(row["diceAtFpr1"] for row in maps)
    method = manifest["methods"][LATENT]
    kept = [
        row for row in maps
        if (row["noise_level"], row["steps"], row["anomaly_map"])
        == (method["noiseLevel"], method["steps"], method["anomalyMap"])
    ]  # fmt: skip
    assert kept[0]["diceAtFpr1"] >= top - 0.0051
    sums = {
        (r["probability_threshold"], r["mask_last_step"]): r["errorInAnomaly"] + r["errorElsewhere"]
        for r in maskings
    }
    assert sums[(method["probabilityThreshold"], method["maskLastStep"])] <= min(sums.values()) + 0.0012


def test_logged_figures_are_those_of_the_reference(chosen):
    reference = Reference(chosen.output, 1)
    data = spoil_held_out(chosen, reference)
    settings = LatentSettings(20, 2, 0.5, True, "flip-times-intensity", 0)
    maps = np.stack([reference.latent(s.prepared, settings, s.key(LATENT)).anomaly_map for s in data.slices])
    row = next(
        r for r in manifest_of(chosen)["calibration"]["selection"]
        if (r["noise_level"], r["anomaly_map"]) == (20, "flip-times-intensity")
    )  # fmt: skip
    assert row["ap"] == pytest.approx(average_precision(data.truth[data.brain], maps[data.brain]), abs=1e-3)
