"""Sizes of the networks of one bundle, and the set of networks built from them."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import nn

from .networks import Decoder, Denoiser, Encoder, FoldedUNet, NoisePredictor, WithSigmoid
from .schedules import timestep_embedding

FILE_NAMES: dict[str, str] = {
    "brainMask": "brain-mask.onnx",
    "encoder": "latent-bernoulli-encoder.onnx",
    "decoder": "latent-bernoulli-decoder.onnx",
    "denoiser": "latent-bernoulli-denoiser.onnx",
    "reconstructionSubnet": "diffusion-ad-reconstruction.onnx",
    "segmentationSubnet": "diffusion-ad-segmentation.onnx",
}


@dataclass(frozen=True)
class Architecture:
    """Everything that fixes the shapes of a bundle.

    Attributes
    ----------
    grid_size : int
        Pixels per side of the model grid.
    grid_spacing_mm : float
        Pixel size of the model grid.
    latent_stride : int
        Grid pixels per side of a latent cell, 2 or 4.
    latent_channels : int
        Bits per latent cell.
    embedding_dim : int
        Length of the sinusoidal timestep embedding.
        noise_network = NoisePredictor if a.predicts_velocity else FoldedUNet
        self.reconstructionSubnet = noise_network(
            c, a.reconstruction_widths, a.reconstruction_detail, a.embedding_dim, channels_out=c
        )
    """

    grid_size: int = 128
    grid_spacing_mm: float = 2.0
    latent_stride: int = 2
    latent_channels: int = 8
    embedding_dim: int = 64
    brain_mask_widths: tuple[int, ...] = (16, 32, 48, 48, 48)
    autoencoder_width: int = 40
    predicts_velocity: bool = True
    denoiser_widths: tuple[int, ...] = (40, 64, 80, 96)
    reconstruction_widths: tuple[int, ...] = (32, 64, 80, 96)
    reconstruction_detail: int = 16
    segmentation_widths: tuple[int, ...] = (32, 48, 64, 96)
    segmentation_detail: int = 16
    image_channels: int = 1

    @property
    def latent_size(self) -> int:
        """Cells per side of the latent grid."""
        return self.grid_size // self.latent_stride


TINY = Architecture(
    grid_size=32,
    grid_spacing_mm=8.0,
    latent_stride=4,
    latent_channels=8,
    embedding_dim=16,
    brain_mask_widths=(4, 8),
    autoencoder_width=8,
    predicts_velocity=False,
    denoiser_widths=(8, 8),
    reconstruction_widths=(8, 8),
    reconstruction_detail=4,
    segmentation_widths=(8, 8),
    segmentation_detail=4,
)


@dataclass
class NetworkSet:
    """The six networks of a bundle, as trained (logits, no final sigmoid)."""

    architecture: Architecture
    brainMask: nn.Module = field(init=False)
    encoder: nn.Module = field(init=False)
    decoder: nn.Module = field(init=False)
    denoiser: nn.Module = field(init=False)
    reconstructionSubnet: nn.Module = field(init=False)
    segmentationSubnet: nn.Module = field(init=False)

    def __post_init__(self) -> None:
        a = self.architecture
        self.brainMask = FoldedUNet(1, a.brain_mask_widths, 8)
        c = a.image_channels
        self.encoder = Encoder(a.autoencoder_width, a.latent_channels, a.latent_stride, c)
        self.decoder = Decoder(a.autoencoder_width, a.latent_channels, a.latent_stride, c)
        self.denoiser = Denoiser(a.latent_channels, a.denoiser_widths, a.embedding_dim)
        noise_network = NoisePredictor if a.predicts_velocity else FoldedUNet
        self.reconstructionSubnet = noise_network(
            c, a.reconstruction_widths, a.reconstruction_detail, a.embedding_dim, channels_out=c
        )
        self.segmentationSubnet = FoldedUNet(2 * c, a.segmentation_widths, a.segmentation_detail)

    def for_export(self, key: str) -> nn.Module:
        """Return the network `key` in evaluation mode as it is exported (probabilities where promised)."""
        network = getattr(self, key).eval()
        return network if key in ("decoder", "reconstructionSubnet") else WithSigmoid(network).eval()

    def example_inputs(self, key: str, batch: int = 2) -> dict[str, torch.Tensor]:
        """Random inputs of the right shapes, keyed by their names in the ONNX file."""
        a = self.architecture
        head = torch.rand(batch, 1, a.grid_size, a.grid_size)
        c = a.image_channels
        image = head if c == 1 else torch.rand(batch, c, a.grid_size, a.grid_size)
        code = (torch.rand(batch, a.latent_channels, a.latent_size, a.latent_size) > 0.5).float()
        timesteps = torch.randint(1000, (batch,)).tolist()
        embedding = torch.from_numpy(timestep_embedding(timesteps, a.embedding_dim))
        return {
            "brainMask": {"image": head},
            "encoder": {"image": image},
            "decoder": {"code": code},
            "denoiser": {"code": code, "timestepEmbedding": embedding},
            "reconstructionSubnet": {"image": 2 * image - 1, "timestepEmbedding": embedding},
            "segmentationSubnet": {
                "imageAndReconstruction": 2 * torch.rand(batch, 2 * c, *image.shape[2:]) - 1
            },
        }[key]


OUTPUT_NAMES: dict[str, str] = {
    "brainMask": "probability",
    "encoder": "probability",
    "decoder": "image",
    "denoiser": "flipProbability",
    "reconstructionSubnet": "noise",
    "segmentationSubnet": "anomalyProbability",
}
