import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from lacuna_training.consensus import RATES, TailScale, consensus_map, healthy_tail

ROOT = Path(__file__).resolve().parents[3]


def test_score_is_the_measured_rarity():
    healthy = np.random.default_rng(0).random(200_000) ** 4
    scale = TailScale.of(healthy_tail(healthy), 1.0)
    for rate in (0.2, 0.05, 0.004, 0.0003):
        value = np.quantile(healthy, 1 - rate)
        reached = np.mean(healthy >= value)
        assert 10 ** -scale(np.array([value]))[0] == pytest.approx(reached, rel=0.25)
    for rate, value in healthy_tail(healthy):
        assert scale(np.array([value]))[0] == pytest.approx(-np.log10(rate), abs=1e-6)


def test_ends_and_jumps():
    scale = TailScale.of([(0.5, 0.0), (0.1, 0.2), (0.01, 0.2), (0.001, 0.4)], 1.0)
    values = np.array([-1, 0, 1e-9, 0.1, 0.2, 0.3, 0.4, 0.7, 1.0, 5.0])
    expected = [0, 0, 0.30103, (0.30103 + 2) / 2, 2, 2.5, 3, 4.5, 6, 6]
    assert scale(values) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("tail", [[(0.1, 0.2), (0.2, 0.3)], [(0.2, 0.3), (0.1, 0.2)], [(0.1, 1.2)]])
def test_refuses_a_tail_that_is_out_of_order(tail):
    with pytest.raises(ValueError, match="healthy tail"):
        TailScale.of(tail, 1.0)


def test_equals_the_typescript_core(tmp_path):
    """The same random tails and maps through `src/anomaly` give the same numbers."""
    if not (ROOT / "node_modules/tsx").exists():
        pytest.skip("node_modules are not installed")
    rng = np.random.default_rng(5)
    maps = {name: rng.random(400).astype(np.float32) for name in ("latent-bernoulli", "diffusion-ad")}
    tails = {name: healthy_tail(rng.random(5000) ** power) for name, power in zip(maps, (3, 9), strict=True)}
    weights = {"latent-bernoulli": 0.3, "diffusion-ad": 0.7}
    ours = consensus_map(maps, {n: TailScale.of(t, 1.0) for n, t in tails.items()}, weights)
    content = {"maps": {n: m.tolist() for n, m in maps.items()}, "tails": tails, "weights": weights}
    (tmp_path / "in.json").write_text(json.dumps(content))
    script = f"""
      import {{ readFileSync }} from 'node:fs';
      import {{ tailScale, tailScore }} from '{ROOT}/src/anomaly/tail-score.ts';
      const {{ maps, tails, weights }} = JSON.parse(readFileSync('{tmp_path}/in.json', 'utf8'));
      const names = Object.keys(weights);
      const scales = names.map(n => tailScale(tails[n], 1));
      const sum = i => names.reduce((s, n, k) => s + weights[n] * tailScore(scales[k], maps[n][i]), 0);
      console.log(JSON.stringify(maps[names[0]].map((_, i) => Math.fround(sum(i)))));
    """
    (tmp_path / "run.mts").write_text(script)
    run = subprocess.run(
        ["node", "--import", "tsx", str(tmp_path / "run.mts")], cwd=ROOT, env=dict(os.environ),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ours == pytest.approx(json.loads(run.stdout), abs=1e-6)
    assert len(RATES) == len(tails["diffusion-ad"])
