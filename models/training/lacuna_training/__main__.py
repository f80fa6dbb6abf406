"""`python -m lacuna_training <command>`: prepare, train, calibrate, measure, export."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import torch

from .config import Config, load_config

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
    "train-diffusion-ad", "export", "choose", "calibrate", "train-baselines",
    "evaluate", "compare-variants", "card", "failure-pictures", "results",
]  # fmt: skip


def command(name: str) -> Callable[[Config], None]:
    """The function behind a command."""
    module, function = COMMANDS[name]
    return getattr(import_module(f"lacuna_training.{module}"), function)


def main() -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(prog="lacuna_training", description=__doc__)
    parser.add_argument("command", choices=[*COMMANDS, "all"])
    parser.add_argument("--data", help="folder with lgg-flair and synthseg-labelmaps")
    parser.add_argument("--cache", help="folder for prepared data, checkpoints and logs")
    parser.add_argument("--output", help="folder of the bundle")
    parser.add_argument("--config", type=Path, help="JSON or TOML file with settings of config.Config")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--threads", type=int)
    arguments = parser.parse_args()
    config = load_config(
        arguments.config, data=arguments.data, cache=arguments.cache, output=arguments.output,
        seed=arguments.seed, threads=arguments.threads,
    )  # fmt: skip
    torch.set_num_threads(config.threads)
    for name in ALL if arguments.command == "all" else [arguments.command]:
        print(f"== {name}", flush=True)
        command(name)(config)


if __name__ == "__main__":
    main()
