"""`muster build`: turns the pages into files for the browser, when one of their sources has changed."""

import argparse
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from training_app.core.errors import MusterError

ROOT = Path(__file__).resolve().parents[2]
# What the pages are made from. Names on the screen come from the features' rules.
SOURCES = (
    "rxconfig.py",
    "requirements.lock",
    "training_app/training_app.py",
    "training_app/web/**/*.py",
    "training_app/*/rules.py",
    "assets/**/*",
)


class BuildFailed(MusterError):
    """The pages could not be built; the lines above say why."""


def register(commands: Any) -> None:
    """Add `muster build`."""
    command = commands.add_parser("build", help="build the pages for the browser, if a source has changed")
    command.add_argument("--force", action="store_true", help="build even if nothing has changed")
    command.set_defaults(run=build)


def build(said: argparse.Namespace) -> None:
    """Carry out `muster build`."""
    if not ensure(force=said.force):
        print("The pages are up to date.")


def ensure(*, force: bool = False) -> bool:
    """Build the pages unless they are up to date; answer whether that was necessary. Raises `BuildFailed`."""
    with _alone():
        wanted = _fingerprint()
        if not force and _pages().exists() and _stamp().exists() and _stamp().read_text() == wanted:
            return False
        print("Building the pages (half a minute the first time)", flush=True)
        _stamp().unlink(missing_ok=True)
        _export()
        _stamp().write_text(wanted)
        return True


def environment() -> dict[str, str]:
    """The environment in which Reflex builds and serves here."""
    tools = Path(sys.executable).parent
    ours = os.environ | {
        "PATH": f"{tools}{os.pathsep}{os.environ.get('PATH', '')}",  # node and npm are beside this Python
        "REFLEX_USE_NPM": "1",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_WEB_WORKDIR": str(web_folder()),
        "NPM_CONFIG_OMIT_LOCKFILE_REGISTRY_RESOLVED": "true",
        "NPM_CONFIG_AUDIT": "false",
        "NPM_CONFIG_FUND": "false",
    }
    # A relative folder means the one where the command was given.
    return ours | {"MUSTER_DATA": str(Path(ours.get("MUSTER_DATA", "data")).resolve())}


def web_folder() -> Path:
    """Where Reflex works; a setting of Reflex, so that two builds need not share it."""
    return (ROOT / os.environ.get("REFLEX_WEB_WORKDIR", ".web")).resolve()


def _export() -> None:
    ours = environment()
    if "NPM_CONFIG_REGISTRY" not in ours:  # else Reflex measures registries against each other
        npm = shutil.which("npm", path=ours["PATH"]) or "npm"
        asked = subprocess.run([npm, "config", "get", "registry"], env=ours, capture_output=True, text=True, check=True)
        ours["NPM_CONFIG_REGISTRY"] = asked.stdout.strip()
    reflex = Path(sys.executable).with_name("reflex")
    done = subprocess.run([reflex, "export", "--frontend-only", "--no-zip"], cwd=ROOT, env=ours, check=False)
    if done.returncode or not _pages().exists():
        raise BuildFailed


def _pages() -> Path:
    return web_folder() / "build" / "client" / "index.html"


def _stamp() -> Path:
    return web_folder() / "built-from"


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for file in sorted(ROOT.glob(pattern)):
            if file.is_file():
                digest.update(str(file.relative_to(ROOT)).encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    """One build at a time, since they share `reflex.lock/`; a second one waits and may find the pages up to date."""
    with (ROOT / "rxconfig.py").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
