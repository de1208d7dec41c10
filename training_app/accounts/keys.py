"""Keys that open something: random, kept by whoever holds them, and stored here only as their SHA-256."""

import secrets
from hashlib import sha256

COOKIE = "muster"


def new() -> str:
    """A key nobody can guess: 256 random bits, fit for an address and a cookie."""
    return secrets.token_urlsafe(32)


def hash_of(key: str) -> str:
    """What is stored of a key: its SHA-256, in hex. Enough for random keys; passwords need more."""
    return sha256(key.encode()).hexdigest()


def key_in(cookie_header: str) -> str:
    """The sign-in key in a Cookie header as the browser sent it; empty when there is none."""
    # Read by hand: the standard library drops every cookie when another app's on the same host is malformed.
    for pair in cookie_header.split(";"):
        name, _, value = pair.strip().partition("=")
        if name == COOKIE:
            return value
    return ""


def subject(kind: str, what: str | int) -> str:
    """Under what failed tries are kept, so that nothing typed into a form can be read from the table."""
    return f"{kind}:{hash_of(str(what))}"
