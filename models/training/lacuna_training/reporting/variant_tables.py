"""Tables of `compare-variants`."""

from __future__ import annotations

from typing import Any

from .tables import table

SETS = {"pseudo-anomalies": "pseudo-anomalies in held-out slices", "lgg-flair/dev": "`lgg-flair/dev`"}


def latent_table(rows: list[dict[str, Any]], name: str) -> str:
    """AP of every map (columns) for every chain (rows) on one set."""
    maps = list(rows[0]["figures"][name])
    body = []
    for row in rows:
        figures = row["figures"][name]
        best = max(figures, key=lambda m: figures[m]["ap"])
        cells = [f"**{figures[m]['ap']:.3f}**" if m == best else f"{figures[m]['ap']:.3f}" for m in maps]
        body.append([row["denoiser"], row["chain"], str(row["slices"][name]), *cells])
    return table(["denoiser", "chain", "slices", *maps], body)


def latent_text(variants: dict[str, Any]) -> str:
    """The latent method's chains and maps."""
    rows = variants["latent-bernoulli"]
    parts = [f"AP on {title}:\n\n{latent_table(rows, name)}" for name, title in SETS.items()]
    missing = (
        "" if any(row["denoiser"] != "as shipped" for row in rows)
        else " A denoiser with the published training was not there to be measured."
    )  # fmt: skip
    return (
        "### Latent Bernoulli: chains and maps\n\n"
        f"Pooled AP, {variants['resolution']}; P 0.5 and every step masked unless said. Bold: "
        f"the best map of a chain.{missing}\n\n" + "\n\n".join(parts)
    )


def pixel_text(variants: dict[str, Any]) -> str:
    """DiffusionAD's settings, and what the reconstruction adds."""
    rows = variants["diffusion-ad"]
    maps = list(rows[0]["figures"]["lgg-flair/dev"])
    head = ["setting", *(f"{m}, {title}" for title in ("pseudo", "dev") for m in maps)]
    head += ["error in anomaly, pseudo", "elsewhere, pseudo", "elsewhere, dev"]
    body = []
    for row in rows:
        cells = [row["setting"]]
        for name in SETS:
            figures = row["figures"].get(name, {})
            cells += [f"{figures[m]['ap']:.3f}" if m in figures else "-" for m in maps]
        errors = row["reconstruction"]
        for name, key in (
            ("pseudo-anomalies", "errorInAnomaly"),
            ("pseudo-anomalies", "errorElsewhere"),
            ("lgg-flair/dev", "errorElsewhere"),
        ):
            value = errors.get(name, {}).get(key)
            cells.append("-" if value is None else f"{value:.4f}")
        body.append(cells)
    missing = (
        "" if any("trained without" in row["setting"] for row in rows)
        else "A segmentation subnet trained without the reconstruction was not there to be measured. "
    )  # fmt: skip
    return (
        "### DiffusionAD: timesteps, guidance, and the reconstruction's worth\n\n"
        f"Pooled AP, {variants['resolution']}. {missing}The errors are mean absolute differences of the "
        "reconstruction from the image before it was spoiled, in units of the model image.\n\n"
        + table(head, body)
    )
