"""Reading the data sets and preparing them on the model grid."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import nibabel as nib
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .config import Config
from .preprocessing import Grid, to_grid
from .rendering import HeadRenderer


@dataclass(frozen=True)
class Volume:
    """One NIfTI volume in canonical slices.

    Attributes
    ----------
    slices : ndarray, float32 [n, rows, columns]
        Columns to the patient's left, rows to the back, feet to head.
    spacing_mm : (float, float)
        Between rows and between columns.
    """

    slices: NDArray[np.float32]
    spacing_mm: tuple[float, float]


def read_volume(path: Path) -> Volume:
    """Read an axial NIfTI volume (any signed permutation of the axes) into canonical slices.

    Raises
    ------
    ValueError
        If the file does not hold one volume.
    """
    image = nib.load(path)
    if len(image.shape) != 3:
        raise ValueError(f"{path.name} has {len(image.shape)} dimensions; one volume of 3 is needed")
    target = nib.orientations.axcodes2ornt(("L", "P", "S"))
    turn = nib.orientations.ornt_transform(nib.io_orientation(image.affine), target)
    turned = image.as_reoriented(turn)
    x, y = turned.header.get_zooms()[:2]
    return Volume(np.asarray(turned.dataobj, np.float32).transpose(2, 1, 0), (float(y), float(x)))


def patients(folder: Path) -> list[Path]:
    """Patient folders in alphabetical order.

    Raises
    ------
    FileNotFoundError
        If there are none: the data set is not part of the repository.
    """
    found = sorted(p for p in folder.glob("*") if p.is_dir())
    if not found:
        raise FileNotFoundError(f"no patients in {folder}: pass --data or set LACUNA_DATA")
    return found


def held_out_patients(names: list[str], count: int) -> set[str]:
    """Every k-th patient of the sorted list, so that all hospitals of the set are represented."""
    step = len(names) / count
    return {sorted(names)[int((i + 0.5) * step)] for i in range(count)}


def prepare_lgg(config: Config) -> None:
    """Tumour-free slices of the training patients on the grid -> `lgg.npz`."""
    grid = Grid(config.architecture.grid_size, config.architecture.grid_spacing_mm)
    folders = patients(config.data / "lgg-flair/train")
    held = held_out_patients([f.name for f in folders], config.held_out)
    x, owner = [], []
    for number, folder in enumerate(folders):
        volume = read_volume(folder / f"{folder.name}_flair.nii.gz")
        for pixels in volume.slices:
            x.append(to_grid(pixels, volume.spacing_mm, grid).astype(np.float16))
            owner.append(number)
    names = np.array([f.name for f in folders])
    np.savez(
        config.cache / "lgg.npz",
        x=np.stack(x),
        owner=np.array(owner),
        names=names,
        held_out=np.isin(names, sorted(held)),
    )
    print(f"lgg: {len(x)} slices of {len(folders)} patients, held out: {', '.join(sorted(held))}", flush=True)


def clean_envelope(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Largest component of a label-map brain mask [n, h, w], sulci and ventricles closed slice by slice."""
    labels, _ = ndimage.label(mask)
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    largest = labels == sizes.argmax()
    closed = [ndimage.binary_closing(np.pad(m, 4), iterations=3)[4:-4, 4:-4] for m in largest]
    return np.stack([ndimage.binary_fill_holes(m) for m in closed])


def render_draw(task: tuple[Config, int, int]) -> None:
    """Render one draw of one head into the cache, unless it is there."""
    config, head, draw = task
    path = config.cache / "rendered" / f"draw-{draw:02d}-head-{head:02d}.npz"
    if path.exists():
        return
    rng = np.random.default_rng([config.seed, head, draw])
    a = config.architecture
    rendered = HeadRenderer(config.data / "synthseg-labelmaps").render(
        rng, head, in_plane_mm=a.grid_spacing_mm, size=a.grid_size
    )
    part = path.with_suffix(".part.npz")
    np.savez(part, x=(200 * rendered.image).astype(np.float16), mask=clean_envelope(rendered.brain_mask))
    part.rename(path)


def prepare_rendered(config: Config) -> None:
    """Rendered healthy heads with their brain masks; resumes, and has every head after the first draw."""
    (config.cache / "rendered").mkdir(exist_ok=True)
    heads = HeadRenderer(config.data / "synthseg-labelmaps").heads
    tasks = [(config, head, draw) for draw in range(config.draws_per_head) for head in heads]
    with ProcessPoolExecutor(config.threads) as pool:
        for done, _ in enumerate(pool.map(render_draw, tasks), 1):
            if done % len(heads) == 0:
                print(f"rendered {done} of {len(tasks)} heads", flush=True)


def load_rendered(config: Config) -> dict[str, NDArray[np.generic]]:
    """What has been rendered so far: x float16, mask bool [n, h, w]; owner int [n], one per draw."""
    parts = [p for p in sorted((config.cache / "rendered").glob("draw-*.npz")) if ".part." not in p.name]
    loaded = [np.load(p) for p in parts]
    return {
        "x": np.concatenate([z["x"] for z in loaded]),
        "mask": np.concatenate([z["mask"] for z in loaded]),
        "owner": np.concatenate([np.full(len(z["x"]), i) for i, z in enumerate(loaded)]),
    }


def prepare(config: Config) -> None:
    """Everything the trainings read."""
    config.cache.mkdir(parents=True, exist_ok=True)
    if config.dataset.source != "lgg":
        from .prepared import prepare_subjects

        prepare_subjects(config)
    elif not (config.cache / "lgg.npz").exists():
        prepare_lgg(config)
    if config.rendered_share > 0:
        prepare_rendered(config)
