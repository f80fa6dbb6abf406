"""Figures: of pixels, of regions, of slices, of images, with intervals over patients."""

from .pixel import auroc, average_precision, dice, oracle_dice, threshold_at

__all__ = ["auroc", "average_precision", "dice", "oracle_dice", "threshold_at"]
