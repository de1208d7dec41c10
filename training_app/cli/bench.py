"""`muster bench`: measures how fast the app works, beside the bare SQL that does the least necessary."""

import argparse
from functools import partial
from pathlib import Path
from typing import Any


def register(commands: Any) -> None:
    """Add `muster bench`."""
    command = commands.add_parser("bench", help="measure how fast the app works, beside bare SQL")
    command.add_argument("--size", choices="SML", default="M", help="S: 1,000 people, M: 10,000, L: 100,000")
    command.add_argument("--db", choices=("sqlite", "postgresql", "both"), default="both", help="what to measure on")
    command.add_argument("--only", default="", help="only works whose name contains this")
    command.add_argument("--file", type=Path, default=Path("bench.json"), help="where to write the figures")
    command.set_defaults(run=bench)


def bench(said: argparse.Namespace) -> None:
    """Carry out `muster bench`. What is measured lives in a temporary folder; no other data is touched."""
    from training_app.bench import databases, run
    from training_app.bench.sizes import SIZES

    kinds = databases.KINDS if said.db == "both" else (said.db,)
    run.everything(SIZES[said.size], kinds, said.file, only=said.only, say=partial(print, flush=True))
