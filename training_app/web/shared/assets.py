"""Files of `assets/` under addresses that change when the file does, so that a browser need not ask for them again."""

import hashlib
from pathlib import Path

ASSETS = Path(__file__).resolve().parents[3] / "assets"


def lasting(name: str) -> str:
    """The address of a file at which it can be kept for good (`api.headers`)."""
    return f"/{name}?v={hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:8]}"
