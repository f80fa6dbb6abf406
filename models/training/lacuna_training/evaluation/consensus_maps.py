"""The consensus of a case from the maps of both methods; derived, never stored."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..consensus import CONSENSUS, consensus_map, tail_scales
from ..preprocessing import slice_score
from .case_maps import CaseMaps


def add_consensus(case: CaseMaps, manifest: dict[str, Any]) -> None:
    """Add the consensus map on the source grid and, for slice scores, on the model grid."""
    scales, weights = tail_scales(manifest), manifest[CONSENSUS]["weights"]
    case.maps[CONSENSUS] = consensus_map(case.maps, scales, weights)
    case.grid_maps[CONSENSUS] = consensus_map(case.grid_maps, scales, weights)


def slice_scores(case: CaseMaps, name: str) -> np.ndarray:
    """Mean of the 50 largest map pixels on the model grid of every slice, [n]."""
    return np.array([slice_score(values) for values in case.grid_maps[name]])
