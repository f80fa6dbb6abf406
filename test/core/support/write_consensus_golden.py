"""Tail scores and consensus maps by the formula of docs/cli.md in numpy; writes fixtures/golden/consensus.json.

    python test/core/support/write_consensus_golden.py

Independent of the TypeScript: knots are deduplicated with numpy and interpolated with `np.interp`.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parents[2] / "fixtures" / "golden" / "consensus.json"
RATES = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001]


def tail_score(tail: list[list[float]], range_end: float, value: np.ndarray) -> np.ndarray:
    """Scores of values; float64."""
    rate, at = np.asarray(tail, np.float64).T
    v = np.concatenate([[0.0], at, [range_end]])
    s = np.concatenate([[0.0], -np.log10(rate), [6.0]])
    knots = np.unique(v)
    largest = np.array([s[v == knot].max() for knot in knots])
    return np.where(value > 0, np.interp(value, knots, largest), 0.0)


def main() -> None:
    rng = np.random.default_rng(20)
    beta = np.sort(rng.beta(0.4, 6, 400_000))[::-1]
    tables = {
        "smooth": ([[p, float(beta[int(p * beta.size)])] for p in RATES], 1.0),
        "repeated values": (
            [[0.5, 0.0], [0.2, 0.0], [0.1, 0.3], [0.01, 0.3], [0.001, 0.3], [0.0001, 0.7]],
            1.0,
        ),
        "last value at the end of the range": ([[0.5, 0.1], [0.01, 0.9], [0.001, 1.0], [0.0001, 1.0]], 1.0),
        "one point, another range": ([[0.05, 1.25]], 4.0),
        "all at the end": ([[0.5, 2.0], [0.1, 2.0]], 2.0),
    }
    values = np.unique(
        np.concatenate(
            [[-1, 0, 1e-9, 0.1, 0.3, 0.7, 0.9, 1, 1.25, 2, 3.999, 4, 9], rng.random(40), 4 * rng.random(20)]
        )
    ).astype(np.float32)
    cases: list[dict] = [
        {
            "name": name,
            "healthyTail": tail,
            "rangeEnd": end,
            "values": values.astype(float).tolist(),
            "scores": tail_score(tail, end, values.astype(np.float64)).tolist(),
        }
        for name, (tail, end) in tables.items()
    ]
    maps = [(rng.random(96) * (rng.random(96) > 0.3)).astype(np.float32) for _ in range(2)]
    weights = (0.375, 0.625)
    used = ("smooth", "repeated values")
    both = sum(
        w * tail_score(*tables[name], m.astype(np.float64))
        for w, name, m in zip(weights, used, maps, strict=True)
    )
    cases.append(
        {
            "name": "consensus",
            "weights": weights,
            "tables": used,
            "maps": [m.astype(float).tolist() for m in maps],
            "consensus": both.astype(np.float32).astype(float).tolist(),
        }
    )
    OUT.write_text(json.dumps({"cases": cases}) + "\n")


if __name__ == "__main__":
    main()
