"""`muster demo`: fills an empty database with a demo organization that has lived for two years."""

import argparse
import sys
from typing import Any

from training_app.core.settings import settings


def register(commands: Any) -> None:
    """Add `muster demo`."""
    command = commands.add_parser("demo", help="fill an empty database with a demo organization")
    command.add_argument("--if-empty", action="store_true", help="do nothing if there are people already")
    command.set_defaults(run=demo)


def demo(said: argparse.Namespace) -> None:
    """Carry out `muster demo`. `NotEmpty` when there are people already, unless `--if-empty` was said."""
    from training_app import wiring
    from training_app.core import clock, db
    from training_app.demo import fill
    from training_app.migrations import run

    run.upgrade()
    wiring.bind()
    with db.read() as session:
        if not fill.is_empty(session):
            if said.if_empty:
                return
            raise fill.NotEmpty
    print("Making a demo organization (some seconds)", flush=True)
    try:
        made = fill.fill(now=clock.now())
    except BaseException:
        print("muster: the demo is incomplete. Empty the database before you try again.", file=sys.stderr)
        raise
    print(f"Made {made.people} people and {made.courses} courses with a history.")
    _print_accounts()


def _print_accounts() -> None:
    from training_app.demo import accounts

    print(f"“muster serve” serves it at {settings().address()}")
    print(f"Accounts, password {accounts.PASSWORD}:")
    for email in accounts.EMAILS:
        print(f"  {email}")
