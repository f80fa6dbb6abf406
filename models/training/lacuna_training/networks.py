"""The networks of both methods and of the brain mask.

All of them are small convolutional networks made of the same residual block.  The widest grid a block ever
sees is half of the image grid: a strided 4x4 convolution folds 2x2 pixels into channels (nothing is lost as
long as there are at least four channels), and a transposed convolution unfolds them.  This is what makes the
networks cheap enough for a browser without a GPU.

Graph rules kept here because onnxruntime-web needs them: channel counts are multiples of four, no attention,
no random operators, no fused operators, no timestep embedding (the host computes it).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .schedules import BETA_END, BETA_START, TIMESTEPS


def group_norm(channels: int) -> nn.GroupNorm:
    """Group normalisation with at most eight groups of at least two channels."""
    groups = 8 if channels % 8 == 0 and channels >= 16 else 4
    return nn.GroupNorm(groups, channels)


def missing_channels(channels: int) -> int:
    """Channels of zeros that an image of `channels` sequences gets before its first convolution.

    Convolutions of 6, 9, ... channels are computed wrongly on WebGPU (onnxruntime#29651); multiples of four
    are right.
    """
    wrong = channels > 3 and channels % 3 == 0 and channels % 4 != 0
    return -channels % 4 if wrong else 0


def pad_channels(image: Tensor, missing: int) -> Tensor:
    """Image [N, c, H, W] with `missing` channels of zeros behind."""
    return F.pad(image, (0, 0, 0, 0, 0, missing)) if missing else image


class ResidualBlock(nn.Module):
    """Pre-activation residual block, optionally shifted by a timestep feature.

    Parameters
    ----------
    channels_in, channels_out : int
        Channels before and after.
    time_features : int
        Length of the timestep feature, 0 for a block without one.
    """

    def __init__(self, channels_in: int, channels_out: int, time_features: int = 0) -> None:
        super().__init__()
        self.norm1 = group_norm(channels_in)
        self.conv1 = nn.Conv2d(channels_in, channels_out, 3, padding=1)
        self.norm2 = group_norm(channels_out)
        self.conv2 = nn.Conv2d(channels_out, channels_out, 3, padding=1)
        same = channels_in == channels_out
        self.skip = nn.Identity() if same else nn.Conv2d(channels_in, channels_out, 1)
        self.time = nn.Linear(time_features, channels_out) if time_features else None

    def forward(self, x: Tensor, feature: Tensor | None = None) -> Tensor:
        """Map [N, channels_in, h, w] to [N, channels_out, h, w]."""
        h = self.conv1(F.silu(self.norm1(x)))
        if self.time is not None and feature is not None:
            h = h + self.time(feature)[:, :, None, None]
        return self.conv2(F.silu(self.norm2(h))) + self.skip(x)


class UNetBody(nn.Module):
    """U-shaped stack of residual blocks; keeps the grid, maps `widths[0]` channels to `widths[0]`."""

    def __init__(self, widths: Sequence[int], time_features: int = 0) -> None:
        super().__init__()
        self.down = nn.ModuleList()
        channels = widths[0]
        for width in widths:
            self.down.append(ResidualBlock(channels, width, time_features))
            channels = width
        self.middle = ResidualBlock(channels, channels, time_features)
        self.up = nn.ModuleList()
        for width in reversed(widths):
            self.up.append(ResidualBlock(channels + width, width, time_features))
            channels = width

    def forward(self, x: Tensor, feature: Tensor | None = None) -> Tensor:
        """Map [N, widths[0], h, w] to the same shape; h and w divisible by 2**(len(widths) - 1)."""
        skips: list[Tensor] = []
        for level, block in enumerate(self.down):
            if level:
                x = F.avg_pool2d(x, 2)
            x = block(x, feature)
            skips.append(x)
        x = self.middle(x, feature)
        for level, block in enumerate(self.up):
            if level:
                x = F.interpolate(x, scale_factor=2.0, mode="nearest")
            x = block(torch.cat([x, skips[-1 - level]], dim=1), feature)
        return x


class TimeFeature(nn.Sequential):
    """Two-layer perceptron on the sinusoidal timestep embedding."""

    def __init__(self, embedding_dim: int, features: int) -> None:
        super().__init__(
            nn.Linear(embedding_dim, features), nn.SiLU(), nn.Linear(features, features), nn.SiLU()
        )


class FoldedUNet(nn.Module):
    """Image-to-image UNet that works on half the image grid.

    Parameters
    ----------
    channels_in : int
        Channels of the image.
    widths : sequence of int
        Channels per level, the first one at half of the image grid.
    detail : int
        Channels of the last, full-resolution stage that also sees the input again.
    embedding_dim : int
        Length of the timestep embedding, 0 for a network without time.
    channels_out : int
        Channels of the answer.
    """

    def __init__(
        self,
        channels_in: int,
        widths: Sequence[int],
        detail: int,
        embedding_dim: int = 0,
        channels_out: int = 1,
    ) -> None:
        super().__init__()
        self.missing = missing_channels(channels_in)
        channels_in += self.missing
        features = 2 * widths[0] if embedding_dim else 0
        self.time = TimeFeature(embedding_dim, features) if embedding_dim else None
        self.fold = nn.Conv2d(channels_in, widths[0], 4, stride=2, padding=1)
        self.body = UNetBody(widths, features)
        self.norm = group_norm(widths[0])
        self.unfold = nn.ConvTranspose2d(widths[0], detail, 2, stride=2)
        # The image joins through its own convolution: a concatenation would give an odd channel count.
        self.look_again = nn.Conv2d(channels_in, detail, 3, padding=1)
        self.out = nn.Conv2d(detail, channels_out, 3, padding=1)

    def forward(self, image: Tensor, embedding: Tensor | None = None) -> Tensor:
        """Map [N, channels_in, G, G] (and [N, E]) to [N, channels_out, G, G], no activation at the end."""
        image = pad_channels(image, self.missing)
        feature = self.time(embedding) if self.time is not None and embedding is not None else None
        x = self.body(self.fold(image), feature)
        x = self.unfold(F.silu(self.norm(x))) + self.look_again(image)
        return self.out(F.silu(x))


class NoisePredictor(FoldedUNet):
    """Noise-predicting network that learns the velocity v = sqrt(abar) e - sqrt(1 - abar) x0.

    The noise e = sqrt(abar) v + sqrt(1 - abar) x_t is well conditioned at every timestep (Salimans and Ho
    2022), which a network that has an hour instead of days needs to draw sharp images.  The graph reads t
    back from the slowest sine of the embedding and abar from the linear schedule's sum, so its inputs and
    outputs are those of any noise-predicting network.
    """

    def forward(self, image: Tensor, embedding: Tensor | None = None) -> Tensor:
        """Map x_t [N, C, G, G] and embedding [N, E] to the noise [N, C, G, G]."""
        assert embedding is not None and self.time is not None
        # A constant of the graph: arithmetic with the embedding's shape would leave the GPU.
        half = self.time[0].in_features // 2
        sine = embedding[:, half - 1 : half].float()
        t = (sine + sine**3 / 6 + 0.075 * sine**5) * 10000 ** ((half - 1) / half)
        abar = torch.exp(-log_alpha_sum(t))[:, :, None, None]
        velocity = super().forward(image, embedding)
        return abar.sqrt() * velocity.float() + (1 - abar).sqrt() * image


def log_alpha_sum(t: Tensor) -> Tensor:
    """-log of alpha_bar at timestep t (counted from 0) of the linear schedule, to second order in beta."""
    step = (BETA_END - BETA_START) / (TIMESTEPS - 1)
    first = (t + 1) * BETA_START + step * t * (t + 1) / 2
    second = (t + 1) * BETA_START**2 + BETA_START * step * t * (t + 1)
    second = second + step**2 * t * (t + 1) * (2 * t + 1) / 6
    return first + second / 2


class Encoder(nn.Module):
    """Image [N, channels, G, G] to bit logits [N, C, G/stride, G/stride]; `stride` is 2 or 4."""

    def __init__(self, width: int, latent_channels: int, stride: int, channels: int = 1) -> None:
        super().__init__()
        self.missing = missing_channels(channels)
        channels += self.missing
        fold = [nn.Conv2d(channels, width, 4, stride=2, padding=1), ResidualBlock(width, width)]
        wide = width
        if stride == 4:
            wide = 2 * width
            fold.append(nn.Conv2d(width, wide, 4, stride=2, padding=1))
            fold.append(ResidualBlock(wide, wide))
        self.layers = nn.Sequential(
            *fold,
            ResidualBlock(wide, wide),
            group_norm(wide),
            nn.SiLU(),
            nn.Conv2d(wide, latent_channels, 1),
        )

    def forward(self, image: Tensor) -> Tensor:
        """Return logits; the code is `logits > 0`."""
        return self.layers(pad_channels(image, self.missing))


class Decoder(nn.Module):
    """Code [N, C, G/stride, G/stride], values 0..1, to the image [N, channels, G, G] (the host clamps it)."""

    def __init__(self, width: int, latent_channels: int, stride: int, channels: int = 1) -> None:
        super().__init__()
        wide = 2 * width if stride == 4 else width
        self.coarse = nn.Sequential(
            nn.Conv2d(latent_channels, wide, 3, padding=1),
            ResidualBlock(wide, wide),
            ResidualBlock(wide, wide),
        )
        self.middle = (
            nn.Sequential(
                nn.Upsample(scale_factor=2.0, mode="nearest"),
                nn.Conv2d(wide, width, 3, padding=1),
                ResidualBlock(width, width),
            )
            if stride == 4
            else nn.Identity()
        )
        self.fine = nn.Sequential(
            group_norm(width),
            nn.SiLU(),
            nn.ConvTranspose2d(width, 16, 2, stride=2),
            nn.SiLU(),
            nn.Conv2d(16, channels, 3, padding=1),
        )

    def forward(self, code: Tensor) -> Tensor:
        """Decode; nothing clamps here."""
        return self.fine(self.middle(self.coarse(code)))


class Denoiser(nn.Module):
    """Bernoulli denoiser: noisy code [N, C, g, g] and timestep embedding to flip logits [N, C, g, g]."""

    def __init__(self, latent_channels: int, widths: Sequence[int], embedding_dim: int) -> None:
        super().__init__()
        features = 2 * widths[0]
        self.time = TimeFeature(embedding_dim, features)
        self.enter = nn.Conv2d(latent_channels, widths[0], 3, padding=1)
        self.body = UNetBody(widths, features)
        self.norm = group_norm(widths[0])
        self.out = nn.Conv2d(widths[0], latent_channels, 3, padding=1)

    def forward(self, code: Tensor, embedding: Tensor) -> Tensor:
        """Return the logits of the probability that a bit differs from the healthy, noise-free code."""
        x = self.body(self.enter(code), self.time(embedding))
        return self.out(F.silu(self.norm(x)))


class WithSigmoid(nn.Module):
    """A network whose exported form ends in a sigmoid."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, *inputs: Tensor) -> Tensor:
        """Return probabilities."""
        return torch.sigmoid(self.network(*inputs))


def count_parameters(network: nn.Module) -> int:
    """Number of trainable scalars."""
    return sum(p.numel() for p in network.parameters())
