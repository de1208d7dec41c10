"""`muster migrate`: brings the database to the shape that this version expects."""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


def register(commands: Any) -> None:
    """Add `muster migrate`."""
    command = commands.add_parser("migrate", help="bring the database to the shape that this version expects")
    command.add_argument("--check", action="store_true", help="only check that migrations and tables are in step")
    command.set_defaults(run=migrate)


def migrate(said: argparse.Namespace) -> None:
    """Carry out `muster migrate`; with `--check`, on a database of its own that is thrown away."""
    from training_app.migrations import run

    if not said.check:
        run.upgrade()
        return
    with TemporaryDirectory() as folder:
        scratch = f"sqlite:///{Path(folder) / 'scratch.db'}"
        run.upgrade(scratch)
        run.check(scratch)
    print("Migrations and tables are in step.")
