"""A resumable training loop measured in seconds or steps, with checkpoints, losses and sample sheets."""

from __future__ import annotations

import csv
import math
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .config import Config, Stage
from .device import current_device

REPORT_STEPS = 50

Step = Callable[[int], tuple[Tensor, dict[str, float]]]


def learning_rate_factor(share: float, step: int) -> float:
    """Warm-up over 50 steps, then half a cosine down to 2 % when all of the run is done (`share` 1)."""
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


class Figures:
    """Means of the losses since the last report, as a printed line and as rows of `<name>.csv`."""

    def __init__(self, config: Config, name: str) -> None:
        self.path, self.name = config.cache / f"{name}.csv", name
        self.sums: dict[str, list[float]] = defaultdict(list)

    def add(self, figures: dict[str, float]) -> None:
        """Figures of one step."""
        for key, value in figures.items():
            self.sums[key].append(value)

    def report(self, number: int, seconds: float) -> None:
        """Print and append the means, and forget them."""
        means = {key: float(np.mean(values)) for key, values in self.sums.items()}
        line = "  ".join(f"{key} {value:.4f}" for key, value in means.items())
        print(f"{self.name}: step {number}  {seconds:.0f} s  {line}", flush=True)
        new = not self.path.exists()
        with self.path.open("a", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            if new:
                writer.writerow(["step", "seconds", *means])
            writer.writerow([number, round(seconds, 1), *(f"{value:.6g}" for value in means.values())])
        self.sums.clear()


def draw_sheet(sheet: Callable[[], None] | None, networks: dict[str, nn.Module]) -> None:
    """Draw with the networks in evaluation mode, then put them back to training."""
    if sheet is None:
        return
    for network in networks.values():
        network.eval()
    sheet()
    for network in networks.values():
        network.train()


def run_training(
    config: Config,
    name: str,
    stage: Stage,
    networks: dict[str, nn.Module],
    step: Step,
    sheet: Callable[[], None] | None = None,
) -> None:
    """Train until `stage.steps` are done or `stage.seconds` are used, counted over restarts.

    Parameters
    ----------
    step : callable
        Gets the step number; returns the loss and figures to log.  All randomness must come from torch's
        generator, which is seeded from the number before each step, or from one that the step seeds from its
        number, so that a resumed run does what an uninterrupted one would have done.
    sheet : callable, optional
        Draws a sample sheet with the networks as they are; called every `stage.sheet_seconds`.
    """
    path = checkpoint_path(config, name)
    for network in networks.values():
        network.to(current_device())
    parameters = [p for network in networks.values() for p in network.parameters()]
    optimiser = torch.optim.AdamW(parameters, stage.learning_rate, weight_decay=0.01)
    average = WeightAverage(networks)
    number, used = 0, 0.0
    if path.exists():
        state = torch.load(path, weights_only=True, map_location=current_device())
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

    def share() -> float:
        if stage.steps:
            return number / stage.steps
        return used / stage.seconds if stage.seconds > 0 else 1.0

    figures = Figures(config, name)
    before, saved, drawn = time.monotonic(), used, used
    while share() < 1:
        for group in optimiser.param_groups:
            group["lr"] = stage.learning_rate * learning_rate_factor(share(), number)
        torch.manual_seed(config.seed * 1_000_003 + number)
        loss, values = step(number)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        average.update(networks, number)
        number += 1
        figures.add({"loss": float(loss.detach()), **values})
        now = time.monotonic()
        used, before = used + now - before, now
        if number % REPORT_STEPS == 0 or number == stage.steps:
            figures.report(number, used)
        if used - saved > stage.checkpoint_seconds:
            save()
            saved = used
        if used - drawn > stage.sheet_seconds:
            draw_sheet(sheet, networks)
            # Drawing is not training time.
            drawn, before = used, time.monotonic()
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
    state = torch.load(path, weights_only=True, map_location=current_device())
    for key, network in networks.items():
        network.load_state_dict(state["average"][key])
        network.to(current_device()).eval().to(memory_format=torch.channels_last)
    return float(state["seconds"])
