"""Codes with which anyone can check something: random, short enough to be typed from paper, read generously.

Twelve signs of Crockford's base 32 are 60 random bits: with a million codes given out, a guess meets one of them once
in 10^12 times. They are stored as they are read, and shown in groups of four.
"""

import secrets
import unicodedata

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
GROUP = 4
# More than this nobody types for a code, whatever stands between its signs.
LONGEST = 60
_BITS = 5
_MEANT = str.maketrans("OIL", "011")


def new() -> str:
    """A code that nobody can guess."""
    number = secrets.randbits(_BITS * LENGTH)
    return "".join(SIGNS[(number >> _BITS * place) % len(SIGNS)] for place in range(LENGTH))


def shown(code: str) -> str:
    """A code as one reads and types it: K7QM-2XTP-9WRD."""
    return "-".join(code[first : first + GROUP] for first in range(0, len(code), GROUP))


def read(text: str) -> str | None:
    """The code that somebody typed, in any case, with or without hyphens and spaces; None where it can be none."""
    if len(text) > LONGEST:
        return None
    plain = "".join(sign for sign in text if not _is_between(sign)).upper().translate(_MEANT)
    return plain if len(plain) == LENGTH and all(sign in SIGNS for sign in plain) else None


def _is_between(sign: str) -> bool:
    """Whether it only stands between the signs of a code: a space or a dash of whatever kind."""
    return sign.isspace() or unicodedata.category(sign) == "Pd"
