from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from torch import nn

from lacuna_training.architecture import TINY, NetworkSet
from lacuna_training.evaluation.autoencoder_report import code_figures, entropy_bits
from lacuna_training.evaluation.cost import calls_per_slice, multiply_adds, parameters
from lacuna_training.export import export_network
from lacuna_training.manifest import read_manifest
from lacuna_training.networks import count_parameters

BUNDLE = Path(__file__).resolve().parents[3] / "test/fixtures/weights-tiny"


def counted(network, inputs):
    """Multiply-adds by hooks on torch's layers: an account that knows nothing of ONNX."""
    total = 0

    def conv(module, given, out):
        nonlocal total
        per_value = module.weight[0].numel()
        total += (given[0] if isinstance(module, nn.ConvTranspose2d) else out)[0].numel() * per_value

    def linear(module, given, out):
        nonlocal total
        total += out[0].numel() * module.in_features

    for module in network.modules():
        if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
            module.register_forward_hook(conv)
        elif isinstance(module, nn.Linear):
            module.register_forward_hook(linear)
    with torch.no_grad():
        network(*inputs.values())
    return total


@pytest.mark.parametrize(
    "key", ["encoder", "decoder", "denoiser", "segmentationSubnet", "reconstructionSubnet"]
)
def test_cost_of_an_exported_network_is_that_of_the_torch_one(tmp_path, key):
    networks = NetworkSet(TINY)
    export_network(networks, key, tmp_path / "n.onnx")
    model = onnx.load(tmp_path / "n.onnx")
    module = networks.for_export(key)
    assert multiply_adds(model) == counted(module, networks.example_inputs(key, 1))
    assert parameters(model) == count_parameters(module)


def test_calls_follow_the_settings():
    manifest = read_manifest(BUNDLE)
    manifest["methods"]["latent-bernoulli"] |= {"noiseLevel": 20, "steps": 5}
    assert calls_per_slice(manifest)["denoiser"] == 5
    assert set(calls_per_slice(manifest)) == set(manifest["models"])


def test_entropy_and_dead_bits_of_a_known_code():
    rng = np.random.default_rng(0)
    codes = np.zeros((4, 3, 16, 16), bool)
    codes[:, 0] = rng.random((4, 16, 16)) < 0.5
    codes[:, 1] = rng.random((4, 16, 16)) < 0.11
    cells = np.ones((4, 16, 16), bool)
    cells[:, :4] = False
    codes[:, 2, :4] = True  # outside the brain: must not make the bit alive
    figures = code_figures(codes, cells)
    assert figures["deadChannels"] == 1
    assert figures["bitsPerBrainCell"] == pytest.approx(1 + 0.5, abs=0.06)
    assert entropy_bits(np.array([0.5, 0.0, 0.25])) == pytest.approx([1, 0, 0.8112781], abs=1e-6)
