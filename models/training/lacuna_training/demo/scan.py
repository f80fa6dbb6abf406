"""Render a planned study on its oblique slices."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..rendering import HeadRenderer, RenderedHead, RenderSettings
from ..rendering.acquisition import Acquisition
from ..rendering.grid import SliceGrid, axial_grid
from ..rendering.head import Head
from ..rendering.pose import PoseSpread
from ..rendering.renderer import brain_points
from .plans import StudyPlan

SIZE = 240
IN_PLANE_MM = 0.9375
SPACING_MM = 6.0
THICKNESS_MM = 5.0
SLICES = 25

#: Narrower than in training: a calm scan of a patient who lies straight.
_SETTINGS = RenderSettings(
    pose=PoseSpread(pitch_degrees=2.0, turn_degrees=1.0, scale=0.015, shear=0.005, bend_mm=1.5, flip=False),
    acquisition=Acquisition(shading=0.10, noise=(0.012, 0.014), blur_mm=(0.35, 0.45), gamma=(0.98, 1.02)),
    softness_mm=0.55,
    sample_mm=0.5,
)


def open_renderer(labelmap_dir: Path) -> HeadRenderer:
    """Return the renderer with the settings of the built-in studies."""
    return HeadRenderer(labelmap_dir, _SETTINGS, cached_heads=2)


def scan(renderer: HeadRenderer, plan: StudyPlan) -> RenderedHead:
    """Render `plan`; the same plan gives the same pixels."""

    def choose_grid(head: Head, matrix: np.ndarray) -> SliceGrid:
        angle = np.deg2rad(plan.tilt_degrees)
        points = brain_points(head, matrix)
        back = points @ np.array([0.0, np.cos(angle), np.sin(angle)])
        up = points @ np.array([0.0, -np.sin(angle), np.cos(angle)])
        highest = up.max() + 3.0
        return axial_grid(
            highest - (SLICES - 1) * SPACING_MM,
            highest,
            size=SIZE,
            in_plane_mm=IN_PLANE_MM,
            spacing_mm=SPACING_MM,
            thickness_mm=THICKNESS_MM,
            tilt_degrees=plan.tilt_degrees,
            centre_lp=(0.0, float(back.min() + back.max()) / 2 - 6.0),
            slices=SLICES,
        )

    rng = np.random.default_rng(plan.seed)
    return renderer.render(rng, plan.head, lesions=plan.lesions or None, choose_grid=choose_grid)
