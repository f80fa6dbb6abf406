"""Brain masks of the prepared slices: by the network trained here, another bundle, or non-zero pixels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from .architecture import FILE_NAMES, NetworkSet
from .config import Config
from .prepared import Prepared, load_prepared, stamp
from .preprocessing import Grid, brain_mask_input, clean_brain_mask, percentile_of_positive
from .training_loop import load_networks

Bool = NDArray[np.bool_]
MaskNetwork = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""Images [N, 1, G, G] to probabilities [N, 1, G, G]."""


class NonzeroMask(nn.Module):
    """`brainMask` of a bundle for skull-stripped images: 1 where there is signal."""

    def forward(self, image: Tensor) -> Tensor:
        """Map [N, 1, G, G] to 0 or 1."""
        return (image > 0).to(image.dtype)


def mask_file(config: Config) -> Path:
    """File behind `dataset.brain_mask_from`.

    Raises
    ------
    FileNotFoundError
        If it is not there.
    """
    path = Path(config.dataset.brain_mask_from)
    path = path / FILE_NAMES["brainMask"] if path.is_dir() else path
    if not path.is_file():
        raise FileNotFoundError(f"dataset.brain_mask_from: {path} is not there")
    return path


def onnx_network(path: Path, size: int, threads: int) -> MaskNetwork:
    """Brain mask of another bundle.

    Raises
    ------
    ValueError
        If it was made for another grid.
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    shape = session.get_inputs()[0].shape
    if list(shape[1:]) != [1, size, size]:
        raise ValueError(f"{path} takes images {shape}, the grid of this configuration is {size} wide")
    return lambda images: session.run(None, {"image": images})[0]


def torch_network(network: nn.Module) -> MaskNetwork:
    """A module that gives logits."""

    def run(images: NDArray[np.float32]) -> NDArray[np.float32]:
        device = next(network.parameters()).device
        with torch.no_grad():
            return torch.sigmoid(network(torch.from_numpy(images).to(device))).cpu().numpy()

    return run


def load_mask_module(config: Config) -> nn.Module | None:
    """The brain mask as a module that gives logits; None for another bundle's ONNX or non-zero pixels."""
    network = NetworkSet(config.architecture).brainMask
    if config.dataset.brain_mask == "nonzero":
        return None
    if not config.dataset.brain_mask_from:
        load_networks(config, "brain-mask", {"brainMask": network})
        return network
    path = mask_file(config)
    if path.suffix == ".onnx":
        return None
    network.load_state_dict(torch.load(path, weights_only=True, map_location="cpu")["average"]["brainMask"])
    return network.eval()


def load_mask_network(config: Config) -> MaskNetwork:
    """The brain mask that the configuration names."""
    if config.dataset.brain_mask == "nonzero":
        return lambda images: (images > 0).astype(np.float32)
    module = load_mask_module(config)
    if module is not None:
        return torch_network(module)
    return onnx_network(mask_file(config), config.architecture.grid_size, config.threads)


def outlined_channel(config: Config, x: NDArray[np.floating]) -> NDArray[np.float32]:
    """Image [G, G] whose brain is outlined: a channel of [C, G, G], or the mean of all at like brightness."""
    wanted = config.dataset.brain_mask_channel
    if wanted != "mean" or len(x) == 1:
        return x[0 if len(x) == 1 else config.dataset.channels.index(wanted)].astype(np.float32)
    tops = [percentile_of_positive(c.astype(np.float32), 99) for c in x]
    scaled = [c.astype(np.float32) / top for c, top in zip(x, tops, strict=True) if top > 0]
    return np.mean(scaled, axis=0) if scaled else np.zeros(x.shape[1:], np.float32)


def find_masks(config: Config, network: MaskNetwork, x: NDArray[np.floating], batch: int = 32) -> Bool:
    """Brain masks [n, G, G] of [n, C, G, G], slice by slice as at inference."""
    grid = Grid(config.architecture.grid_size, config.architecture.grid_spacing_mm)
    out = np.zeros((len(x), *x.shape[2:]), bool)
    for k in range(0, len(x), batch):
        inputs = [brain_mask_input(outlined_channel(config, s)) for s in x[k : k + batch]]
        filled = [i for i, image in enumerate(inputs) if image is not None]
        if not filled:
            continue
        found = network(np.stack([inputs[i] for i in filled])[:, None])[:, 0]
        for i, probability in zip(filled, found, strict=True):
            out[k + i] = clean_brain_mask(probability, grid)
    return out


def masked_set(config: Config) -> tuple[Prepared, Bool]:
    """The prepared slices and their brain masks, which are found once and kept."""
    prepared = load_prepared(config)
    if config.dataset.source == "lgg":
        return prepared, np.load(config.cache / "lgg-masks.npz")["mask"]
    path, d = config.cache / "healthy-masks.npz", config.dataset
    made_with = f"{stamp(config)} {d.brain_mask} {d.brain_mask_from} {d.brain_mask_channel}"
    if path.exists():
        z = np.load(path)
        if str(z["stamp"]) == made_with and len(z["mask"]) == len(prepared.x):
            return prepared, z["mask"]
    masks = find_masks(config, load_mask_network(config), prepared.x)
    np.savez_compressed(path, mask=masks, stamp=made_with)
    return prepared, masks


def head_slices(config: Config) -> dict[str, NDArray[np.generic]]:
    """Real slices that the brain mask network learns on: x [n, G, G], owner int [n], held_out bool [k]."""
    if config.dataset.source == "lgg":
        return dict(np.load(config.cache / "lgg.npz"))
    prepared = load_prepared(config)
    x = np.stack([outlined_channel(config, image) for image in prepared.x])
    return {"x": x, "owner": prepared.owner, "held_out": prepared.held_out}
