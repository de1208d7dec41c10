"""`muster serve`: builds what is out of date, migrates, and serves everything on one port."""

import argparse
import ipaddress
import os
import socket
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from training_app.cli import build
from training_app.core.errors import MusterError
from training_app.core.settings import settings


class PortTaken(MusterError):
    """Another program uses this port."""


class DemoInPublic(MusterError):
    """Everybody knows the passwords of the demo accounts, so demo data is served to this machine only."""


def register(commands: Any) -> None:
    """Add `muster serve`."""
    command = commands.add_parser("serve", help="serve the app on one port")
    command.set_defaults(run=serve)


def serve(_said: argparse.Namespace) -> None:
    """Carry out `muster serve`: prepare everything, then become the server. MUSTER_PORT and MUSTER_DATA are read."""
    from training_app.migrations import run

    _refuse_taken_port()
    run.upgrade()
    is_demo = _is_demo()
    if is_demo and not _is_loopback(settings().host):
        raise DemoInPublic
    build.ensure()
    print(f"Muster is at {settings().address()} (Ctrl C ends it)", flush=True)
    if is_demo:
        _print_accounts()
    os.chdir(build.ROOT)
    server = Path(sys.executable).with_name("granian")
    os.execve(server, [str(server), *_arguments()], _environment())


def _arguments() -> list[str]:
    mine = settings()
    named = {"interface": "asgi", "host": mine.host, "port": mine.port, "workers": mine.workers, "log-level": "warning"}
    options = [f"--{name}={value}" for name, value in named.items()]
    return [*options, "--factory", "training_app.training_app:app"]


def _environment() -> dict[str, str]:
    ours = build.environment()
    # A tab's state stays in the process that serves it, instead of going to Redis and back at every click.
    shared = {"REFLEX_OPLOCK_ENABLED": "true"} if settings().redis_url else {}
    return (
        ours
        | shared
        | {
            "REFLEX_ENV_MODE": "prod",
            "REFLEX_STATES_WORKDIR": str(Path(ours["MUSTER_DATA"]) / "states"),
            "__REFLEX_SKIP_COMPILE": "true",
            "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
        }
    )


def _is_demo() -> bool:
    from training_app.core import db, organization

    with db.read() as session:
        return organization.of(session).is_demo


def _print_accounts() -> None:
    from training_app.demo import accounts

    print(f"Demo accounts, password {accounts.PASSWORD}:")
    for email in accounts.EMAILS:
        print(f"  {email}", flush=True)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refuse_taken_port() -> None:
    mine = settings()
    family = socket.AF_INET6 if ":" in mine.host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((mine.host, mine.port))
        except OSError as refused:
            message = f"Port {mine.port} cannot be used ({refused.strerror}). Another one: MUSTER_PORT={mine.port + 1}"
            raise PortTaken(message) from refused
