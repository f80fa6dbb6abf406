"""`python -m lacuna_training <command>`: prepare, train, calibrate, measure, export."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import torch

from .config import Config, load_config
from .device import use_device

# Command -> module and function; imported when used, so that `golden` does not need the data.
COMMANDS: dict[str, tuple[str, str]] = {
    "prepare": ("dataset", "prepare"),
    "prepare-brain-mask": ("varied_heads", "prepare"),
    "train-brain-mask": ("brain_mask_training", "train"),
    "continue-brain-mask": ("brain_mask_training", "continue_training"),
    "evaluate-brain-mask": ("brain_mask_evaluation", "evaluate"),
    "train-autoencoder": ("autoencoder_training", "train"),
    "train-bernoulli": ("bernoulli_training", "train"),
    "train-diffusion-ad": ("diffusion_ad_training", "train"),
    "choose": ("choosing", "choose"),
    "calibrate": ("calibration", "calibrate"),
    "training-range": ("training_range", "measure_range"),
    "train-baselines": ("baselines.training", "train"),
    "evaluate": ("evaluation.evaluate", "evaluate"),
    "compare-variants": ("variants.compare", "compare"),
    "card": ("card", "write_card"),
    "failure-pictures": ("evaluation.failure_pictures", "write_failures"),
    "results": ("results", "write_results"),
    "export": ("bundle", "export"),
    "golden": ("golden", "write"),
}
ALL = [
    "prepare", "prepare-brain-mask", "train-brain-mask", "train-autoencoder", "train-bernoulli",
    "train-diffusion-ad", "export", "choose", "calibrate", "training-range",
    "train-baselines", "evaluate", "compare-variants", "card", "failure-pictures", "results",
]  # fmt: skip


def command(name: str) -> Callable[[Config], None]:
    """The function behind a command."""
    module, function = COMMANDS[name]
    return getattr(import_module(f"lacuna_training.{module}"), function)


def stages(config: Config) -> list[str]:
    """What `all` runs: without the brain mask where it is given, without figures where there is no truth."""
    given = config.dataset.brain_mask == "nonzero" or config.dataset.brain_mask_from
    left_out = {"prepare-brain-mask", "train-brain-mask"} if given else set()
    if config.dataset.source != "lgg":
        left_out |= {"train-baselines", "evaluate", "compare-variants", "card", "results", "failure-pictures"}
    return [name for name in ALL if name not in left_out]


def main() -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(prog="lacuna_training", description=__doc__)
    parser.add_argument("command", choices=[*COMMANDS, "all"])
    parser.add_argument("--data", help="folder of the images; see --source")
    parser.add_argument("--source", choices=["lgg", "nifti", "brats"], help="what --data holds")
    parser.add_argument("--channels", type=lambda text: text.split(","), help="such as t1,t1ce,t2,flair")
    parser.add_argument("--brain-mask-from", help="bundle folder, brain-mask ONNX or checkpoint")
    parser.add_argument("--device", choices=["auto", "cpu", "cuda"])
    parser.add_argument("--cache", help="folder for prepared data, checkpoints and logs")
    parser.add_argument("--output", help="folder of the bundle")
    parser.add_argument("--config", type=Path, help="JSON or TOML file with settings of config.Config")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--threads", type=int)
    arguments = parser.parse_args()
    config = load_config(
        arguments.config, data=arguments.data, cache=arguments.cache, output=arguments.output,
        seed=arguments.seed, threads=arguments.threads, device=arguments.device, source=arguments.source,
        channels=arguments.channels, brain_mask_from=arguments.brain_mask_from,
    )  # fmt: skip
    torch.set_num_threads(config.threads)
    for name in stages(config) if arguments.command == "all" else [arguments.command]:
        print(f"== {name}", flush=True)
        # Everything else is numpy and onnxruntime.
        use_device(config.device if name.startswith(("train-", "continue-")) else "cpu")
        command(name)(config)


if __name__ == "__main__":
    main()
