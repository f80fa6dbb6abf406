"""A user's own data through every stage, on ellipse heads with the tiny architecture."""

import json
from pathlib import Path

import nibabel as nib
import numpy as np
import pytest
import torch

from lacuna_training.__main__ import command, stages
from lacuna_training.architecture import FILE_NAMES, TINY, NetworkSet
from lacuna_training.config import load_config
from lacuna_training.export import export_network
from lacuna_training.graph_rules import broken_rules, wrong_channels
from lacuna_training.healthy import load_pool
from lacuna_training.prepared import load_prepared
from lacuna_training.sequence_names import patient_of, sequence_of
from lacuna_training.subjects import find_subjects
from lacuna_training.tiny import ellipse_slice

ROOT = Path(__file__).resolve().parents[3]
BUNDLES = [p.parent for p in ROOT.glob("models/weights/*/manifest.json")]
BUNDLES += [p.parent for p in ROOT.glob("test/fixtures/weights-tiny/manifest.json")]
SEQUENCES = ["t1", "t1ce", "t2", "flair"]
TINY_SETTINGS = {
    "grid_size": 32, "grid_spacing_mm": 8.0, "latent_stride": 4, "latent_channels": 8, "embedding_dim": 16,
    "brain_mask_widths": [4, 8], "autoencoder_width": 8, "denoiser_widths": [8, 8],
    "reconstruction_widths": [8, 8], "reconstruction_detail": 4, "segmentation_widths": [8, 8],
    "segmentation_detail": 4,
}  # fmt: skip
TRAININGS = ("train-autoencoder", "train-bernoulli", "train-diffusion-ad")


def write(path: Path, slices: np.ndarray) -> None:
    """Slices [n, rows, columns] (columns to the left, rows to the back) of 4 mm as NIfTI."""
    path.parent.mkdir(parents=True, exist_ok=True)
    turned = slices.transpose(2, 1, 0)
    nib.save(nib.Nifti1Image(turned, np.diag([-4.0, -4.0, 5.0, 1.0])), path)


def stripped_head(seed: int, count: int = 8) -> np.ndarray:
    """Skull-stripped ellipse slices, float32 [n, 64, 64]."""
    rng = np.random.default_rng(seed)
    return np.stack([np.multiply(*ellipse_slice(rng, 64)) * 300 for _ in range(count)]).astype(np.float32)


def settings(tmp_path: Path, **changes) -> Path:
    """A settings file for three steps of everything."""
    stage = {"steps": 3, "batch": 4, "seconds": 1}
    content = {
        "held_out": 2, "architecture": TINY_SETTINGS, "autoencoder": stage, "bernoulli": stage,
        "diffusion_ad": stage, "dataset": {"brain_mask": "nonzero"}, **changes,
    }  # fmt: skip
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(content))
    return path


def load(tmp_path: Path, file: Path, **changes):
    """Configuration whose paths lie in `tmp_path`."""
    folders = {"data": tmp_path / "data", "cache": tmp_path / "cache", "output": tmp_path / "own-bundle"}
    return load_config(file, **folders, **changes)


def write_brats(folder: Path, count: int = 5) -> None:
    """Cases with four sequences whose slices 2 and 3 are annotated."""
    for case in range(count):
        name = f"BraTS20_Training_{case:03d}"
        head = stripped_head(case)
        truth = np.zeros(head.shape, np.uint8)
        truth[2:4, 28:34, 28:34] = 4
        for number, sequence in enumerate(SEQUENCES):
            write(folder / name / f"{name}_{sequence}.nii.gz", head * (1 + 0.2 * number))
        write(folder / name / f"{name}_seg.nii.gz", truth)


@pytest.fixture(scope="module")
def four_channels(tmp_path_factory):
    folder = tmp_path_factory.mktemp("brats")
    write_brats(folder / "data")
    dataset = {"brain_mask": "nonzero", "margin_slices": 1}
    config = load(folder, settings(folder, dataset=dataset), source="brats", channels=SEQUENCES)
    for name in ("prepare", *TRAININGS, "export"):
        command(name)(config)
    return config


def test_brats_slices_keep_their_distance_from_the_annotation(four_channels):
    prepared = load_prepared(four_channels)
    assert prepared.x.shape[1:] == (4, 32, 32)
    assert set(prepared.index.tolist()) == {0, 5, 6, 7}
    assert prepared.held_out.sum() == 2
    pool = load_pool(four_channels)
    assert pool.real == len(pool.x) == 3 * 4
    brain = pool.x[:, 3][pool.masks].float()
    assert abs(float(brain.median()) - 0.4) < 0.02


def test_graphs_of_four_channels_keep_the_rules(four_channels):
    manifest = json.loads((four_channels.output / "manifest.json").read_text())
    assert manifest["id"] == "own-bundle"
    assert manifest["channels"] == SEQUENCES
    assert manifest["models"]["segmentationSubnet"]["inputs"][0]["shape"] == ["batch", 8, 32, 32]
    assert manifest["models"]["denoiser"]["storage"] == "float16"
    for name in FILE_NAMES.values():
        assert broken_rules(four_channels.output / name) == []


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda p: p.name)
def test_graphs_of_the_repository_keep_the_rules(bundle):
    for name in FILE_NAMES.values():
        assert broken_rules(bundle / name) == []


def test_one_sequence_from_prepare_to_its_range(tmp_path):
    for subject in range(5):
        name = f"sub-{subject:02d}"
        write(tmp_path / f"data/{name}/anat/{name}_FLAIR.nii.gz", stripped_head(subject))
    config = load(tmp_path, settings(tmp_path), source="nifti")
    assert config.rendered_share == 0
    run = [name for name in stages(config) if name != "choose"]
    assert run == ["prepare", *TRAININGS, "export", "calibrate", "training-range"]
    for name in run:
        command(name)(config)
    manifest = json.loads((config.output / "manifest.json").read_text())
    assert manifest["calibration"]["slices"] == 2 * 8
    seen = manifest["trainingRange"]
    assert seen["series"] == 5
    assert 0 < seen["lowerQuartile"][0] < seen["lowerQuartile"][1] <= 1.1
    assert 0.9 <= seen["upperQuartile"][0] < seen["upperQuartile"][1]
    for sheet in ("autoencoder", "bernoulli", "diffusion-ad"):
        assert (config.cache / f"{sheet}.png").stat().st_size > 500
        assert len((config.cache / f"{sheet}.csv").read_text().splitlines()) == 2


def test_a_network_that_gives_no_numbers_is_not_exported(tmp_path):
    networks = NetworkSet(TINY)
    with torch.no_grad():
        networks.decoder.fine[-1].bias += float("nan")
    with pytest.raises(ValueError, match="differs from torch"):
        export_network(networks, "decoder", tmp_path / "decoder.onnx")


class Interrupted(Exception):
    """Stands for a power cut."""


def test_same_seed_same_weights_and_a_resumed_run_is_no_different(tmp_path, monkeypatch):
    from lacuna_training import training_loop

    for subject in range(4):
        write(tmp_path / f"data/s{subject}.nii.gz", stripped_head(subject, 4))
    stage = {"steps": 6, "batch": 4, "seconds": 1, "checkpoint_seconds": 0}
    file = settings(tmp_path, diffusion_ad=stage)
    config = load(tmp_path, file, source="nifti")
    command("prepare")(config)

    def weights() -> dict[str, torch.Tensor]:
        state = torch.load(config.cache / "diffusion-ad.pt", weights_only=True)
        (config.cache / "diffusion-ad.pt").unlink()
        return {f"{n}.{k}": v for n in state["average"] for k, v in state["average"][n].items()}

    train = command("train-diffusion-ad")
    train(config)
    first = weights()
    train(config)
    second = weights()

    rate = training_loop.learning_rate_factor

    def fail_at_four(share: float, step: int) -> float:
        if step == 4:
            raise Interrupted
        return rate(share, step)

    monkeypatch.setattr(training_loop, "learning_rate_factor", fail_at_four)
    with pytest.raises(Interrupted):
        train(config)
    monkeypatch.undo()
    train(config)
    resumed = weights()
    for name, value in first.items():
        assert torch.equal(value, second[name]), name
        assert torch.equal(value, resumed[name]), name
    other = load(tmp_path, file, source="nifti", seed=2)
    train(other)
    assert any(not torch.equal(v, first[k]) for k, v in weights().items())


def test_what_cannot_be_used_is_said(tmp_path):
    file = settings(tmp_path)
    with pytest.raises(FileNotFoundError, match="not a folder"):
        find_subjects(load(tmp_path, file, source="nifti"))
    (tmp_path / "data").mkdir()
    with pytest.raises(FileNotFoundError, match="no subject with flair"):
        find_subjects(load(tmp_path, file, source="nifti"))
    for case in range(3):
        write(tmp_path / f"data/c{case}/c{case}_flair.nii.gz", stripped_head(case))
        write(tmp_path / f"data/c{case}/c{case}_t1.nii.gz", stripped_head(case)[:-case or None])
        write(tmp_path / f"data/c{case}/c{case}_seg.nii.gz", np.ones((8, 64, 64), np.uint8))
    with pytest.raises(ValueError, match="different grids"):
        command("prepare")(load(tmp_path, file, source="nifti", channels=["flair", "t1"]))
    with pytest.raises(ValueError, match="no tumour-free slice"):
        command("prepare")(load(tmp_path, file, source="brats"))
    few = settings(tmp_path, held_out=3)
    with pytest.raises(ValueError, match="held_out"):
        command("prepare")(load(tmp_path, few, source="brats"))


@pytest.mark.parametrize(
    ("name", "sequence"),
    [
        ("Brats18_2013_10_1_t1ce.nii.gz", "t1ce"), ("BraTS-GLI-00001-000-t1c.nii.gz", "t1ce"),
        ("BraTS-GLI-00001-000-t1n.nii.gz", "t1"), ("BraTS-GLI-00001-000-t2f.nii.gz", "flair"),
        ("BraTS-GLI-00001-000-t2w.nii.gz", "t2"), ("sub-01_ce-gadolinium_T1w.nii.gz", "t1ce"),
        ("sub-01_FLAIR.nii", "flair"), ("IXI002-Guys-0828-T1.nii.gz", "t1"), ("case_seg.nii.gz", "seg"),
        ("sub-01_T1w_brain_mask.nii.gz", "mask"), ("patient7.nii.gz", None),
    ],
)  # fmt: skip
def test_sequences_are_known_by_name(name, sequence):
    assert sequence_of(name) == sequence


def test_examinations_of_one_patient_stay_together():
    assert patient_of("BraTS-GLI-00001-000") == patient_of("BraTS-GLI-00001-001")
    assert patient_of("sub-01/ses-1") == patient_of("sub-01/ses-2") != patient_of("sub-02/ses-1")


def test_wrong_channel_counts_are_those_of_the_rule():
    assert [n for n in range(1, 17) if wrong_channels(n, 8)] == [6, 9, 15]
    assert not wrong_channels(6, 7)
