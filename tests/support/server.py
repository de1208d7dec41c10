"""A real server as a child process, as people run it: started, killed and started again."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

SECONDS_TO_START = 60.0
SECONDS_TO_STOP = 15.0
MUSTER = (sys.executable, "-m", "training_app.cli.main")


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Server:
    """One server with its own port and data folder. `said` are further settings of it, e.g. `MUSTER_SMTP_HOST`."""

    data: Path
    said: Mapping[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        file = self.data / "server.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def environment(self) -> dict[str, str]:
        """The environment of this machine with the settings of this server alone."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")}
        ours = {"MUSTER_DATA": str(self.data), "MUSTER_PORT": str(self.port), "MUSTER_PUBLIC_URL": self.address}
        return kept | ours | dict(self.said)

    def muster(self, *arguments: str) -> str:
        """What a command says that is given on this server's data; a command that fails is an error here."""
        done = self._command(*arguments)
        assert done.returncode == 0, f"muster {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}"
        return done.stdout

    def refused(self, *arguments: str) -> str:
        """What a command says that must be refused, in one line."""
        done = self._command(*arguments)
        assert done.returncode == 1, f"muster {' '.join(arguments)} was not refused:\n{done.stdout}{done.stderr}"
        return done.stderr

    def start(self) -> None:
        """Start the server and wait until it says that it is well."""
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*MUSTER, "serve"], env=self.environment(), stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + SECONDS_TO_START
        while not self._is_well():
            if self.process.poll() is not None or time.monotonic() > until:
                self.kill()
                pytest.fail(f"the server did not start:\n{self.log[-4000:]}")
            time.sleep(0.1)

    def kill(self) -> None:
        """End the server and its workers at once, as a power cut would."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Ask the server to end, and wait until it has; what does not end is killed."""
        self._signal(signal.SIGTERM)

    def restart(self) -> None:
        """Kill the server and start it again on the same port and data."""
        self.kill()
        self.start()

    def _command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*MUSTER, *arguments], env=self.environment(), capture_output=True, text=True, timeout=300, check=False
        )

    def _signal(self, which: signal.Signals) -> None:
        if self.process is None:
            return
        # The workers are children of the process that was started; its session is theirs too.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, which)
        try:
            self.process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(SECONDS_TO_STOP)
        self.process = None

    def _is_well(self) -> bool:
        try:
            return httpx.get(f"{self.address}/health", timeout=5).is_success
        except httpx.TransportError:
            return False


@contextlib.contextmanager
def running(data: Path, said: Mapping[str, str] | None = None) -> Iterator[Server]:
    """A started server that is gone at the end of the block."""
    server = Server(data, said or {})
    try:
        server.start()
        yield server
    finally:
        server.stop()
