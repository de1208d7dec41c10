"""Decisions about signing in that need no row: how long one waits, what a password must be, how long things last."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

# Fixed from the moment of signing in, not renewed by use: looking a session up at every event then writes nothing,
# and a medic who opens the app once a month still signs in only about once a month.
SIGN_IN_LASTS = timedelta(days=30)
LIVE_RESETS = 3
SHORTEST, LONGEST = 8, 128
FEWEST_SIGNS = 3
# A password is too personal when it is a name of at least so many signs with fewer than so many others added.
SHORTEST_TERM, LEAST_ADDED = 4, 4

WINDOW = timedelta(minutes=15)
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
FREE_FOR_ACCOUNT = 5
FREE_FOR_ADDRESS = 20
HIGHEST_LEVEL = 7


class Purpose(StrEnum):
    """What a link by mail is for."""

    INVITATION = "invitation"
    RESET = "reset"

    def lasts(self) -> timedelta:
        """How long such a link may set a password."""
        return timedelta(days=14) if self is Purpose.INVITATION else timedelta(hours=2)


@dataclass(frozen=True)
class Failures:
    """The failed tries for one account or from one address, as they stand at some instant (P-07).

    `recent` are those within `WINDOW` before that instant; `level` is how often the wait had doubled at the last.
    """

    recent: int = 0
    last_at: datetime | None = None
    level: int = 0

    def wait(self, now: datetime) -> timedelta:
        """How long the next try still has to wait; zero when it may be made."""
        if self.last_at is None:
            return timedelta(0)
        return max(timedelta(0), self.last_at + wait_at(self.level) - now)

    def next_level(self, now: datetime, *, free: int) -> int:
        """The level once another try has failed at `now`. A quarter of an hour without any ends the doubling."""
        if self.level and self.last_at and now < self.last_at + wait_at(self.level) + WINDOW:
            return min(self.level + 1, HIGHEST_LEVEL)
        return 1 if self.recent + 1 >= free else 0


def wait_at(level: int) -> timedelta:
    """How long the try after a failure of that level waits: 15 seconds, doubling to 15 minutes."""
    if level <= 0:
        return timedelta(0)
    return min(FIRST_WAIT * (1 << (min(level, HIGHEST_LEVEL) - 1)), LONGEST_WAIT)


def network_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 that a single IPv6 customer has."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or ip_network((known, 64), strict=False))
    return str(known)


class PasswordProblem(StrEnum):
    """What is wrong with a new password; `text` says what to do about it."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    PERSONAL = "personal"

    def text(self) -> str:
        """What the person reads."""
        return _TEXTS[self]


_TEXTS = {
    PasswordProblem.SHORT: f"Use at least {SHORTEST} characters.",
    PasswordProblem.LONG: f"Use at most {LONGEST} characters.",
    PasswordProblem.COMMON: "This password is among the first that anyone would try. Choose another.",
    PasswordProblem.PERSONAL: "This password is little more than your own name or address. Choose another.",
}


def password_problem(password: str, *, personal: Iterable[str] = ()) -> PasswordProblem | None:
    """What is wrong with a new password, if anything. `personal` are the person's own names and addresses."""
    plain = normal(password)
    if len(plain) < SHORTEST:
        return PasswordProblem.SHORT
    if len(plain) > LONGEST:
        return PasswordProblem.LONG
    if _is_common(plain.casefold()):
        return PasswordProblem.COMMON
    if any(_is_little_more_than(term.casefold(), plain.casefold()) for term in personal):
        return PasswordProblem.PERSONAL
    return None


def normal(password: str) -> str:
    """The password as it is hashed: the same signs give the same text on every keyboard."""
    return unicodedata.normalize("NFKC", password)


def _is_common(password: str) -> bool:
    first_of_it = password.rstrip("0123456789!.?")
    in_a_row = any(password in row for row in _ROWS)
    return len(set(password)) < FEWEST_SIGNS or in_a_row or password in _COMMON or first_of_it in _COMMON


def _is_little_more_than(term: str, password: str) -> bool:
    return len(term) >= SHORTEST_TERM and term in password and len(password) - len(term) < LEAST_ADDED


_ROWS = ("01234567890123456789", "98765432109876543210")
_COMMON = frozenset(
    """
    password passw0rd p@ssword p@ssw0rd passwort motdepasse contraseña qwerty qwertyui qwertyuiop qwertz qwertzui
    azerty azertyui asdfgh asdfghjk asdfghjkl zxcvbnm 1q2w3e4r 1qaz2wsx q1w2e3r4 qazwsxedc abcdefgh abcd1234 abc12345
    iloveyou letmein letmeinnow welcome sunshine princess football baseball superman batman trustno starwars whatever
    computer internet michelle jennifer charlie administrator admin changeme default secret training firefighter
    paramedic ambulance lifesaver emergency muster
    """.split()  # noqa: SIM905 (a list of words reads best as words)
)
