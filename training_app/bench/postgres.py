"""A PostgreSQL server of one's own in a temporary folder, on a free port of the loopback; gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from training_app.core.errors import MusterError

USER = "postgres"
# Nothing of it outlives its use, so nothing has to reach the disk.
HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class NoPostgres(MusterError):
    """PostgreSQL's programs (initdb, pg_ctl) are needed: install the package `postgresql`."""


@contextmanager
def running(**said: str) -> Iterator[int]:
    """Make a server with these settings beside `HASTE`, answer its port, and end it afterwards."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="muster-postgres-"))
    folder.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    try:
        cluster = folder / "cluster"
        options = ("--auth=trust", f"--username={USER}", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8")
        _run(programs / "initdb", "--pgdata", cluster, *options)
        port = _free_port()
        every = {**HASTE, "listen_addresses": "127.0.0.1", "unix_socket_directories": str(folder), **said}
        settings = " ".join(f"-c {name}={value}" for name, value in every.items())
        control = (programs / "pg_ctl", "--pgdata", cluster, "--log", folder / "log", "-w")
        _run(*control, "-o", f"-p {port} {settings}", "start")
        try:
            yield port
        finally:
            _run(*control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def url(port: int, database: str) -> str:
    """The SQLAlchemy address of a database of that server."""
    return f"postgresql+psycopg://{USER}@127.0.0.1:{port}/{database}"


def _programs() -> Path:
    found = shutil.which("pg_ctl")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists():
            return folder
    raise NoPostgres


def _run(*command: object) -> None:
    # The server refuses to run as root.
    become = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    done = subprocess.run(  # noqa: S603 - the programs that were found above
        [*become, *map(str, command)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
        cwd="/",
    )
    if done.returncode:
        message = f"{command[0]} failed: {done.stderr}"
        raise RuntimeError(message)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port
