"""Tail scores and consensus against the values that the TypeScript core is tested with."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lacuna_training.consensus import TailScale, consensus_map

CASES = json.loads((Path(__file__).resolve().parents[3] / "test/fixtures/golden/consensus.json").read_text())[
    "cases"
]
TABLES = {case["name"]: case for case in CASES if "healthyTail" in case}


def scale(name: str) -> TailScale:
    return TailScale.of(TABLES[name]["healthyTail"], TABLES[name]["rangeEnd"])


@pytest.mark.parametrize("name", TABLES)
def test_tail_scores(name: str) -> None:
    scores = scale(name)(np.asarray(TABLES[name]["values"]))
    np.testing.assert_allclose(scores, TABLES[name]["scores"], rtol=0, atol=1e-12)


def test_consensus_map() -> None:
    (case,) = [case for case in CASES if case["name"] == "consensus"]
    maps = {str(i): np.asarray(values, np.float32) for i, values in enumerate(case["maps"])}
    scales = {str(i): scale(name) for i, name in enumerate(case["tables"])}
    weights = {str(i): weight for i, weight in enumerate(case["weights"])}
    np.testing.assert_allclose(consensus_map(maps, scales, weights), case["consensus"], rtol=0, atol=1e-6)
