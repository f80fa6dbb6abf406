"""How abnormalities look in the sequences of one image, drawn at random.

Most abnormal tissue holds more water: bright on FLAIR and T2, dark on T1; contrast medium brightens some.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

# A second sequence may hardly show what the first one shows.
HARDLY = 0.2


@dataclass(frozen=True)
class Contrast:
    """Ranges of one sequence, in medians of the brain.

    Attributes
    ----------
    bright : float
        Share of abnormalities that are brighter than the tissue around them.
    brighter, darker : (float, float)
        By how much.
    halo : (float, float)
        What oedema around an abnormality adds.
    """

    bright: float
    brighter: tuple[float, float]
    darker: tuple[float, float]
    halo: tuple[float, float]


FLAIR = Contrast(0.8, (0.15, 1.3), (0.3, 0.95), (0.15, 0.6))
CONTRASTS: dict[str, Contrast] = {
    "flair": FLAIR,
    "t2": Contrast(0.85, (0.15, 1.5), (0.2, 0.8), (0.15, 0.7)),
    "pd": Contrast(0.85, (0.1, 0.8), (0.1, 0.5), (0.1, 0.4)),
    "t1": Contrast(0.15, (0.1, 0.7), (0.12, 0.65), (-0.35, -0.05)),
    "t1ce": Contrast(0.4, (0.15, 1.3), (0.12, 0.65), (-0.35, -0.05)),
}
UNKNOWN = Contrast(0.5, (0.15, 1.2), (0.15, 0.8), (-0.4, 0.5))


@dataclass(frozen=True)
class SequenceContrasts:
    """Rules of all channels; the first one is like any other, but an abnormality always shows in it."""

    rules: tuple[Contrast, ...] = (FLAIR,)

    @staticmethod
    def of(names: tuple[str, ...]) -> SequenceContrasts:
        """By name; an unknown sequence gets a rule without a preference."""
        return SequenceContrasts(tuple(CONTRASTS.get(name, UNKNOWN) for name in names))

    def _ranges(self, name: str) -> tuple[Tensor, Tensor]:
        ranges = [getattr(rule, name) for rule in self.rules]
        low, span = [r[0] for r in ranges], [r[1] - r[0] for r in ranges]
        return torch.tensor(low).view(1, -1, 1, 1), torch.tensor(span).view(1, -1, 1, 1)

    def draw(self, name: str, batch: int) -> Tensor:
        """[batch, C, 1, 1] uniform in the range `name` of each channel."""
        low, span = self._ranges(name)
        return torch.rand(batch, len(self.rules), 1, 1) * span + low

    def draw_change(self, batch: int) -> Tensor:
        """Signed change [batch, C, 1, 1] in medians: brighter or darker, channel by channel.

        In half of the images one draw decides for all channels, so that what is bright on FLAIR is bright on
        T2 and dark on T1; in the others each channel goes its own way.
        """
        count = len(self.rules)
        draw = torch.rand(batch, count, 1, 1)
        if count > 1:
            draw = torch.where(torch.rand(batch, 1, 1, 1) < 0.5, draw[:, :1], draw)
        bright = draw < torch.tensor([rule.bright for rule in self.rules]).view(1, -1, 1, 1)
        change = torch.where(bright, self.draw("brighter", batch), -self.draw("darker", batch))
        if count > 1:
            faint = torch.rand(batch, count, 1, 1) < HARDLY
            faint[:, 0] = False
            change = torch.where(faint, change * 0.15, change)
        return change
