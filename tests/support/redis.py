"""A Redis of a test's own, on a free port of the loopback, that keeps nothing."""

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.server import free_port

SECONDS_TO_START = 10.0


@contextlib.contextmanager
def running(folder: Path) -> Iterator[str]:
    """Start it, answer its address, and end it afterwards."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.fail("there is no redis-server: `make test` installs it")
    port = free_port()
    options = {"port": port, "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": folder}
    command = [program, *(part for name, value in options.items() for part in (f"--{name}", str(value)))]
    with (folder / "redis.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            _wait_for(port, process)
            yield f"redis://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError), contextlib.closing(socket.create_connection(("127.0.0.1", port), 1)):
            return
        time.sleep(0.05)
    pytest.fail(f"Redis did not start on port {port}")
