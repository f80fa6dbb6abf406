import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import torch

from lacuna_training.architecture import FILE_NAMES, TINY, Architecture, NetworkSet
from lacuna_training.export import export_bundle
from lacuna_training.manifest import model_shapes, read_manifest
from lacuna_training.networks import count_parameters

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "models/weights/flair-small"
BUNDLES = [p for p in (ROOT / "test/fixtures/weights-tiny", SHIPPED) if p.exists()]


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    torch.manual_seed(0)
    export_bundle(NetworkSet(TINY), folder, "test")
    return folder


def test_export_is_checked_against_torch_and_manifest_describes_the_files(exported):
    manifest = read_manifest(exported)
    assert set(manifest["models"]) == set(FILE_NAMES)


def test_altered_file_is_refused(exported, tmp_path):
    for file in exported.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    path = tmp_path / FILE_NAMES["denoiser"]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(ValueError, match="denoiser"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("key", FILE_NAMES)
def test_shapes_follow_the_manifest(key):
    networks = NetworkSet(TINY)
    inputs, output = model_shapes(TINY, key)
    examples = networks.example_inputs(key, 3)
    assert {name: list(x.shape[1:]) for name, x in examples.items()} == inputs
    with torch.no_grad():
        assert list(networks.for_export(key)(*examples.values()).shape) == [3, *output]


@pytest.mark.parametrize("architecture", [TINY, Architecture()])
def test_convolutions_avoid_the_channel_counts_that_go_wrong_on_the_gpu(architecture):
    """Cin % 3 == 0, Cin % 4 != 0, Cin > 3 gives wrong numbers in one WebGPU path (onnxruntime#29651)."""
    networks = NetworkSet(architecture)
    for key in FILE_NAMES:
        for layer in getattr(networks, key).modules():
            if isinstance(layer, torch.nn.Conv2d | torch.nn.ConvTranspose2d):
                assert layer.in_channels in (1, 2) or layer.in_channels % 4 == 0
    if architecture is TINY:
        assert sum(count_parameters(getattr(networks, k)) for k in FILE_NAMES) < 60_000


@pytest.mark.parametrize("folder", BUNDLES, ids=lambda p: p.name)
def test_bundles_of_the_repository_are_whole(folder):
    manifest = json.loads((folder / "manifest.json").read_text())
    for model in manifest["models"].values():
        content = (folder / model["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == model["sha256"]
        assert len(content) == model["bytes"]
    for method in manifest["methods"].values():
        t = method["thresholds"]
        low, high = method["mapRange"]
        assert low <= t["fpr10"] <= t["fpr5"] <= t["fpr1"] <= high + 1e-6
        assert t["default"] in t
    assert np.isfinite(manifest["minimumRegionAreaMm2"])
