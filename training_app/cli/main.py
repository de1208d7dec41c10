"""The command `muster`. Each module named here adds its own part and imports what it needs only when it is called."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from training_app.core.errors import MusterError

PARTS = ("serve", "worker", "migrate", "build", "demo", "imports", "accounts", "bench")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answer its exit code. What was refused for a reason is said in one line."""
    said = _parser().parse_args(arguments)
    try:
        code: int | None = said.run(said)
    except MusterError as refused:
        print(f"muster: {refused.message}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code or 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("muster", description="Assigns training and keeps certifications current.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for part in PARTS:
        module = f"training_app.cli.{part}"
        if find_spec(module):
            import_module(module).register(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
