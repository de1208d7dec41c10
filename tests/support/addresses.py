"""Addresses with ids that exist and ids that do not, and what a browser sends along."""

import re

from training_app.accounts import keys

MADE_UP = (
    "0", "-1", "999999", str(2**31), str(2**63), "9" * 40, "x", "1%20OR%201=1", "%00", "½", "..%2f1", "1.5", "'",
    "null",
)  # fmt: skip


def address_of(route: str, number: object) -> str:
    """The address of a page or route, with this in the place of whatever it asks for."""
    return re.sub(r"[\[{]\w+[\]}]", str(number), route)


def cookie_of(key: str) -> dict[str, str]:
    """The header that says who is signed in; none for an empty key."""
    return {"Cookie": f"{keys.COOKIE}={key}"} if key else {}
