"""Figures of a bundle on patients it was never trained on: see `evaluate`."""
