"""A resumable training loop measured in seconds, with checkpoints and progress lines."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .config import Config, Stage

Step = Callable[[int], tuple[Tensor, dict[str, float]]]


def learning_rate_factor(share: float, step: int) -> float:
    """Warm-up over 50 steps, then half a cosine down to 2 % at the end of the time."""
    return min(1.0, (step + 1) / 50) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, share))))


def checkpoint_path(config: Config, name: str) -> Path:
    """Where a run keeps its state."""
    return config.cache / f"{name}.pt"


class WeightAverage:
    """Exponential moving average of the weights: what is exported, steadier than the last step.

    Attributes
    ----------
    values : dict of state dicts
        By network.
    """

    def __init__(self, networks: dict[str, nn.Module], decay: float = 0.998) -> None:
        self.decay = decay
        self.values = {
            key: {k: v.detach().clone() for k, v in n.state_dict().items()} for key, n in networks.items()
        }

    def update(self, networks: dict[str, nn.Module], step: int) -> None:
        """Move towards the current weights, faster during the first steps."""
        weight = 1 - min(self.decay, (1 + step) / (10 + step))
        with torch.no_grad():
            for key, network in networks.items():
                for name, value in network.state_dict().items():
                    self.values[key][name].lerp_(value, weight)

    def load(self, values: dict[str, dict[str, Tensor]]) -> None:
        """Continue from a checkpoint."""
        self.values = values


def run_training(config: Config, name: str, stage: Stage, networks: dict[str, nn.Module], step: Step) -> None:
    """Train until `stage.seconds` are used, counted over restarts.

    Parameters
    ----------
    step : callable
        Gets the step number; returns the loss and figures to log.  All randomness must come from torch's and
        numpy's generators that the step seeds from its number, so a resumed run does not repeat draws.
    """
    path = checkpoint_path(config, name)
    parameters = [p for network in networks.values() for p in network.parameters()]
    optimiser = torch.optim.AdamW(parameters, stage.learning_rate, weight_decay=0.01)
    average = WeightAverage(networks)
    number, used = 0, 0.0
    if path.exists():
        state = torch.load(path, weights_only=True)
        for key, network in networks.items():
            network.load_state_dict(state["networks"][key])
        optimiser.load_state_dict(state["optimiser"])
        average.load(state["average"])
        number, used = state["step"], state["seconds"]
        print(f"{name}: resumes at step {number}, {used:.0f} s", flush=True)
    for network in networks.values():
        network.train().to(memory_format=torch.channels_last)

    def save() -> None:
        part = path.with_suffix(".part")
        states = {key: network.state_dict() for key, network in networks.items()}
        progress = {"optimiser": optimiser.state_dict(), "step": number, "seconds": used}
        torch.save({"networks": states, "average": average.values, **progress}, part)
        part.rename(path)

    sums: dict[str, list[float]] = defaultdict(list)
    before, saved = time.monotonic(), used
    while used < stage.seconds:
        for group in optimiser.param_groups:
            group["lr"] = stage.learning_rate * learning_rate_factor(used / stage.seconds, number)
        torch.manual_seed(config.seed * 1_000_003 + number)
        loss, figures = step(number)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        average.update(networks, number)
        number += 1
        now = time.monotonic()
        used, before = used + now - before, now
        for key, value in {"loss": float(loss.detach()), **figures}.items():
            sums[key].append(value)
        if number % 50 == 0:
            line = "  ".join(f"{key} {np.mean(values):.4f}" for key, values in sums.items())
            print(f"{name}: step {number}  {used:.0f} s  {line}", flush=True)
            sums.clear()
        if used - saved > stage.checkpoint_seconds:
            save()
            saved = used
    save()
    for key, network in networks.items():
        network.load_state_dict(average.values[key])
        network.eval()


def load_networks(config: Config, name: str, networks: dict[str, nn.Module]) -> float:
    """Load the networks of a finished or running training; returns the seconds it was trained for.

    Raises
    ------
    FileNotFoundError
        If the training has not been started.
    """
    path = checkpoint_path(config, name)
    if not path.exists():
        raise FileNotFoundError(f"{path}: run `python -m lacuna_training train-{name}` first")
    state = torch.load(path, weights_only=True)
    for key, network in networks.items():
        network.load_state_dict(state["average"][key])
        network.eval().to(memory_format=torch.channels_last)
    return float(state["seconds"])
