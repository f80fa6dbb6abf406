"""Rendered heads in all contrasts, scanned in varied ways, with brain masks: what the mask network learns.

Stacks run from the neck to the air above the crown, because a network that never saw scalp, palate and neck
takes them for brain. The heads of the built-in studies are held out: they measure the network.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .config import Config
from .rendering import DEMO_HEADS, HeadRenderer, RenderedHead, RenderSettings
from .rendering.acquisition import VARIED
from .rendering.contrast import CONTRASTS
from .rendering.pose import PoseSpread

FOLDER = "rendered-any"
DRAWS = 5
HELD_OUT_HEADS = DEMO_HEADS

#: How often a training stack has each contrast; FLAIR is what the committed bundle works on.
_SHARES = {"flair": 0.40, "t1": 0.13, "t1ce": 0.13, "t2": 0.13, "random": 0.21}
_SETTINGS = RenderSettings(
    pose=PoseSpread(pitch_degrees=8.0, turn_degrees=4.0, scale=0.06, bend_mm=3.5, wobble_mm=1.0),
    acquisition=VARIED,
    below_mm=38.0,
    above_mm=20.0,
)
#: Labels no closing may run into: bone, soft tissue, eyes, mucosa, skin, sinus.
_FOREIGN = (506, 507, 508, 509, 511, 514, 515, 516)


@dataclass(frozen=True)
class Task:
    """One pose of one head: `contrasts` are rendered in it; `skull` False takes the skull away."""

    config: Config
    head: int
    draw: int
    contrasts: tuple[str, ...]
    skull: bool = True

    @property
    def seed(self) -> list[int]:
        """Of the pose; the same with and without skull."""
        return [self.config.seed, 77, self.head, self.draw]

    def path(self, index: int) -> Path:
        """File of contrast `index`."""
        kind = self.contrasts[index] + ("" if self.skull else "-stripped")
        name = f"head-{self.head:02d}-draw-{self.draw:02d}-{index}-{kind}.npz"
        return self.config.cache / FOLDER / name


def envelope(rendered: RenderedHead) -> NDArray[np.bool_]:
    """Brain mask [n, h, w]: largest component, sulci and ventricles closed, never across bone or sinus."""
    labels, _ = ndimage.label(rendered.brain_mask)
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    largest = labels == sizes.argmax()
    foreign = np.isin(rendered.labels, _FOREIGN)
    out = np.empty_like(largest)
    for k, mask in enumerate(largest):
        closed = ndimage.binary_closing(np.pad(mask, 3), iterations=2)[3:-3, 3:-3]
        out[k] = mask | (ndimage.binary_fill_holes(closed) & ~foreign[k])
    return out


def render_task(task: Task) -> None:
    """Render one pose into the cache, unless it is there."""
    if all(task.path(i).exists() for i in range(len(task.contrasts))):
        return
    rng = np.random.default_rng(task.seed)
    a = task.config.architecture
    stacks = HeadRenderer(task.config.data / "synthseg-labelmaps", _SETTINGS).render_aligned(
        rng, task.head, task.contrasts, thickness_mm=float(rng.choice([2.5, 4.0, 5.0, 5.0, 6.0])),
        in_plane_mm=a.grid_spacing_mm, size=a.grid_size, with_skull=task.skull,
    )  # fmt: skip
    mask = envelope(stacks[0])
    for index, stack in enumerate(stacks):
        part = task.path(index).with_suffix(".part.npz")
        np.savez(part, x=(200 * stack.image).astype(np.float16), mask=mask)
        part.rename(task.path(index))


def training_tasks(config: Config, heads: tuple[int, ...]) -> list[Task]:
    """Two contrasts in each pose, every training head in every draw."""
    rng = np.random.default_rng([config.seed, 78])
    names, shares = list(_SHARES), list(_SHARES.values())
    return [
        Task(config, head, draw, tuple(str(c) for c in rng.choice(names, 2, replace=False, p=shares)))
        for draw in range(DRAWS)
        for head in heads
        if head not in HELD_OUT_HEADS
    ]


def held_out_tasks(config: Config) -> list[Task]:
    """Every contrast of the held-out heads, with skull and stripped."""
    return [Task(config, head, 0, CONTRASTS, skull) for head in HELD_OUT_HEADS for skull in (True, False)]


def prepare(config: Config) -> None:
    """Render what is missing; resumes."""
    (config.cache / FOLDER).mkdir(parents=True, exist_ok=True)
    heads = HeadRenderer(config.data / "synthseg-labelmaps").heads
    tasks = held_out_tasks(config) + training_tasks(config, heads)
    with ProcessPoolExecutor(config.threads) as pool:
        for done, _ in enumerate(pool.map(render_task, tasks), 1):
            if done % 5 == 0:
                print(f"rendered {done} of {len(tasks)} poses", flush=True)


def load_stack(path: Path) -> dict[str, NDArray[np.generic]]:
    """One rendered stack: x float16, mask bool [n, h, w].

    The mask's border is smoothed over about 2 mm: thick slices at the crown cut single gyri, which no reader
    would outline one by one.
    """
    z = np.load(path)
    soft = ndimage.gaussian_filter(z["mask"].astype(np.float32), (0, 1, 1))
    return {"x": z["x"], "mask": soft > 0.5}


def load_training(config: Config) -> dict[str, NDArray[np.generic]]:
    """What has been rendered of the training heads: x float16, mask bool [n, h, w].

    Raises
    ------
    FileNotFoundError
        If nothing has been rendered.
    """
    held = tuple(f"head-{head:02d}-" for head in HELD_OUT_HEADS)
    found = sorted(p for p in (config.cache / FOLDER).glob("head-*.npz") if ".part." not in p.name)
    loaded = [load_stack(p) for p in found if not p.name.startswith(held)]
    if not loaded:
        raise FileNotFoundError(f"{config.cache / FOLDER} is empty: run prepare-brain-mask first")
    return {key: np.concatenate([z[key] for z in loaded]) for key in ("x", "mask")}
