"""Which pixels a figure counts, and what a map is worth there."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .case_maps import CaseMaps

Population = Literal["brain", "outline", "image"]

MEANINGS: dict[Population, str] = {
    "brain": "source pixels inside the predicted brain mask",
    "outline": "source pixels inside the eroded head outline, found without any network; maps are 0 outside "
    "the brain mask, FLAIR intensity is not masked",
    "image": "all source pixels of all slices; maps are 0 outside the brain mask",
}


def select(
    case: CaseMaps, values: NDArray[np.floating], population: Population
) -> tuple[NDArray[np.floating], NDArray[np.bool_]]:
    """Scores and truth of a population; `values` run over the kept pixels."""
    if population == "brain":
        return values[case.brain], case.truth[case.brain]
    if population == "outline":
        return values[case.outline], case.truth[case.outline]
    # What was not kept is healthy, and every map is 0 there.
    rest = case.keep.size - len(values)
    inside = np.where(case.brain, values, 0).astype(values.dtype)
    return np.append(inside, np.zeros(rest, values.dtype)), np.append(case.truth, np.zeros(rest, bool))
