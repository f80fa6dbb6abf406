import numpy as np
import pytest
from cohort_folder import manifest_of, write_cohort
from sklearn.metrics import average_precision_score, roc_auc_score

from lacuna_training.baselines import INTENSITY
from lacuna_training.calibration import calibrate
from lacuna_training.card import card_text
from lacuna_training.consensus import CONSENSUS, consensus_map, tail_scales
from lacuna_training.dataset import read_volume
from lacuna_training.evaluation import cost, dataset_report
from lacuna_training.evaluation.case_maps import CaseMaps
from lacuna_training.evaluation.evaluate import evaluate
from lacuna_training.reference import LATENT, PIXEL, Reference
from lacuna_training.results import read_variants, results_text
from lacuna_training.variants.compare import compare
from lacuna_training.variants.sets import dev_set


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    config = write_cohort(tmp_path_factory.mktemp("cohort"))
    with pytest.MonkeyPatch.context() as patch:
        # Timings mean nothing here, and two spinning threads stall on a busy machine.
        patch.setattr(cost, "THREADS", 1)
        patch.setattr(cost, "REPEATS", 3)
        patch.setattr(dataset_report, "RESAMPLES", 60)
        calibrate(config)
        evaluate(config)
        yield config


def direct(config, folder="lgg-flair/dev"):
    """Maps of every case straight from `Reference.detect`, without cache and without shortcuts."""
    reference, out = Reference(config.output, 1), []
    for patient in sorted((config.data / folder).iterdir()):
        volume = read_volume(patient / f"{patient.name}_flair.nii.gz")
        truth = read_volume(patient / f"{patient.name}_seg.nii.gz").slices > 0
        series = reference.prepare_series(f"{patient.name}_flair", volume.slices, volume.spacing_mm)
        per_slice = [
            {m: reference.detect(series, i, str(i), m) for m in (LATENT, PIXEL)}
            for i in range(len(volume.slices))
        ]
        out.append((truth, per_slice))
    return out


def test_pooled_figures_are_those_of_detect(measured):
    manifest, cases = manifest_of(measured), direct(measured)
    scales, weights = tail_scales(manifest), manifest[CONSENSUS]["weights"]
    truth = np.stack([t for t, _ in cases]).ravel()
    brain = np.stack([[r[PIXEL].brain_mask for r in results] for _, results in cases]).ravel()
    maps = {
        m: np.stack([[r[m].anomaly_map for r in results] for _, results in cases]) for m in (LATENT, PIXEL)
    }
    maps[CONSENSUS] = consensus_map(maps, scales, weights)
    report = manifest["metrics"]["datasets"]["lgg-flair/dev"]["maps"]
    for name, values in maps.items():
        flat = values.ravel()
        inside, everywhere = report[name]["brain"], report[name]["image"]
        assert inside["ap"] == pytest.approx(average_precision_score(truth[brain], flat[brain]), abs=1e-4)
        assert inside["auroc"] == pytest.approx(roc_auc_score(truth[brain], flat[brain]), abs=1e-4)
        assert everywhere["ap"] == pytest.approx(average_precision_score(truth, flat), abs=1e-4)
        assert everywhere["auroc"] == pytest.approx(roc_auc_score(truth, flat), abs=1e-4)


def test_slice_figures_are_those_of_detect(measured):
    cases = direct(measured)
    marked = np.concatenate([t.any((1, 2)) for t, _ in cases])
    scores = np.concatenate([[r[PIXEL].score for r in results] for _, results in cases])
    report = manifest_of(measured)["metrics"]["datasets"]["lgg-flair/dev"]["maps"][PIXEL]["slice"]
    assert report["sliceAuroc"] == pytest.approx(roc_auc_score(marked, scores), abs=1e-4)
    assert report["sliceAp"] == pytest.approx(average_precision_score(marked, scores), abs=1e-4)


def test_thresholds_keep_their_rates_on_the_calibration_cohort(measured):
    """Healthy pixels of the held-out patients, read from the maps the evaluation kept."""
    manifest = manifest_of(measured)
    held = [CaseMaps.load(p) for p in (measured.cache / "maps").glob("*/held-out-*.npz")]
    assert len(held) == 3
    for rate, name in ((0.01, "fpr1"), (0.05, "fpr5"), (0.1, "fpr10")):
        threshold = manifest["metrics"]["baselineThresholds"][INTENSITY][name]
        values = np.concatenate([c.maps[PIXEL][c.brain] for c in held])
        intensity = np.concatenate([c.intensity[c.brain] for c in held])
        assert np.mean(intensity >= np.float32(threshold)) <= rate
        own = manifest["methods"][PIXEL]["thresholds"][name]
        assert rate - 0.001 <= np.mean(values >= np.float32(own)) <= rate


def test_a_second_run_reads_the_cache_and_repeats_itself(measured):
    first = manifest_of(measured)["metrics"]
    stamps = {p: p.stat().st_mtime_ns for p in (measured.cache / "maps").rglob("*.npz")}
    evaluate(measured)
    again = manifest_of(measured)["metrics"]
    assert stamps == {p: p.stat().st_mtime_ns for p in (measured.cache / "maps").rglob("*.npz")}
    assert again["datasets"] == first["datasets"]
    assert again["autoencoder"] == first["autoencoder"]


def test_intervals_hold_the_point_and_need_patients(measured):
    datasets = manifest_of(measured)["metrics"]["datasets"]
    for name in (LATENT, PIXEL, CONSENSUS, INTENSITY):
        brain = datasets["lgg-flair/dev"]["maps"][name]["brain"]
        low, high = brain["interval"]["ap"]
        assert low - 0.005 <= brain["ap"] <= high + 0.005
        assert "interval" not in datasets["brats-style"]["maps"][name]["brain"]


def test_uncalibrated_bundle_is_refused(tmp_path):
    config = write_cohort(tmp_path)
    with pytest.raises(ValueError, match="calibrate"):
        evaluate(config)


def test_card_and_results_can_be_written_from_the_manifest(measured):
    manifest = manifest_of(measured)
    card, page = card_text(manifest), results_text(manifest, None)
    ap = manifest["metrics"]["datasets"]["lgg-flair/dev"]["maps"][CONSENSUS]["brain"]["ap"]
    assert f"{ap:.3f}" in card and f"{ap:.3f}" in page
    assert "Not measured for this bundle" in page
    for patient in ("D0", "D4", "B0"):
        assert f"| {patient} |" in page
    assert (measured.cache / "evaluation-lgg-flair-dev-largest.png").exists()


def test_variants_agree_with_the_evaluation_and_reach_the_page(measured):
    """All slices fit into the set here, so the shipped settings' row must repeat figures of its own."""
    compare(measured)
    variants = read_variants(measured.output)
    data = dev_set(measured, Reference(measured.output, 1))
    cases = [CaseMaps.load(p) for p in sorted((measured.cache / "maps").glob("*/lgg-flair-dev-*.npz"))]
    grid = np.concatenate([c.grid_maps[PIXEL][c.grid_brain.any((1, 2))] for c in cases])
    expected = average_precision_score(data.truth[data.brain], grid[data.brain])
    row = variants["diffusion-ad"][0]
    assert row["figures"]["lgg-flair/dev"]["segmentation"]["ap"] == pytest.approx(expected, abs=2e-4)
    manifest = manifest_of(measured)
    page = results_text(manifest, variants)
    assert "Not measured for this bundle" not in page
    assert "with the noise of the reference code" in page
    other = {**variants, "bundle": "0" * 12}
    assert "Not measured for this bundle" in results_text(manifest, other)
