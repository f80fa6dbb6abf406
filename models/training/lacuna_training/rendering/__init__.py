"""Synthetic clinical MRI of healthy heads in any contrast, rendered from the SynthSeg label maps."""

from .lesions import Lesion
from .renderer import HeadRenderer, RenderedHead, RenderSettings

#: Heads kept for the built-in studies: never train, tune or calibrate on them.
DEMO_HEADS: tuple[int, ...] = (16, 17)

__all__ = ["DEMO_HEADS", "HeadRenderer", "Lesion", "RenderSettings", "RenderedHead"]
