"""`python -m lacuna_training.demo`: write the built-in studies."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from .build import write_studies

_REPOSITORY = Path(__file__).resolve().parents[4]


def main() -> None:
    """Parse the command line and write the studies."""
    data = Path(os.environ.get("LACUNA_DATA", _REPOSITORY.parent / "shared" / "data"))
    parser = argparse.ArgumentParser(prog="python -m lacuna_training.demo", description=__doc__)
    parser.add_argument("--labelmaps", type=Path, default=data / "synthseg-labelmaps")
    parser.add_argument("--output", type=Path, default=_REPOSITORY / "viewer" / "studies")
    arguments = parser.parse_args()
    total = write_studies(arguments.labelmaps, arguments.output)
    print(f"{total / 1e6:.2f} MB written to {arguments.output}")


if __name__ == "__main__":
    main()
