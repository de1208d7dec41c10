"""Who works at Riverside EMS: decided here without a database, then written by `demo.organization`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random

from training_app.demo import names
from training_app.demo.accounts import ADMIN, COORDINATOR, LEARNER, MANAGER, SUPERADMIN, Account
from training_app.people.rules import folded

HEADQUARTERS = "Headquarters"
BATTALIONS = {
    "Battalion 1": ("Station 1", "Station 2"),
    "Battalion 2": ("Station 3", "Station 4"),
    "Battalion 3": ("Station 5", "Station 6"),
}
SHIFTS = ("A", "B", "C")
CREW = (
    *[("Paramedic", "ALS")] * 4,
    *[("EMT", "BLS")] * 5,
    ("Driver/Operator", None),
    *[("Firefighter", None)] * 2,
)
OFFICE = (
    ("Systems administrator", None, "Day", SUPERADMIN),
    ("Training chief", "ALS", "Day", ADMIN),
    ("Training officer", "ALS", "Day", COORDINATOR),
    ("Training officer", "BLS", "Day", None),
    ("Medical director", None, "Day", None),
    ("Logistics officer", None, "Day", None),
    ("Administrative assistant", None, "Day", None),
    *[("Dispatcher", None, shift, None) for shift in ("A", "B", "C", "Day")],
)
TAGS = {
    "field training officer": 0.08,
    "hazmat": 0.12,
    "peer support": 0.05,
    "bilingual": 0.15,
    "part-time": 0.07,
    "tactical medic": 0.03,
}
LONGEST_SERVICE = timedelta(days=25 * 365)


@dataclass
class Member:
    """One person of the roster; `boss` is the one they report to, earlier in the roster."""

    first_name: str
    last_name: str
    username: str
    title: str
    level: str | None
    shift: str
    branch: str
    hired_on: date
    number: str
    boss: "Member | None" = None
    account: Account | None = None
    teams: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    id: int = 0

    def email(self) -> str:
        """Their address."""
        return f"{self.username}@demo.test"

    def leads(self) -> bool:
        """Whether others report to them."""
        return "hief" in self.title or self.title == "Captain"


def members(chance: Random, today: date) -> Iterator[Member]:
    """Everybody, each after the one they report to; 250 people, hired at the latest a month before `today`."""
    hire = _Hiring(chance, today)
    chief = hire.one("Chief of department", None, "Day", HEADQUARTERS)
    deputy = hire.one("Deputy chief", None, "Day", HEADQUARTERS, boss=chief)
    yield from (chief, deputy)
    for title, level, shift, account in OFFICE:
        yield hire.one(title, level, shift, HEADQUARTERS, boss=deputy, account=account)
    for battalion, stations in BATTALIONS.items():
        head = hire.one("Battalion chief", "ALS", "Day", battalion, boss=deputy)
        yield head
        for station in stations:
            for shift in SHIFTS:
                yield from _crew(hire, station, shift, head)


def _crew(hire: "_Hiring", station: str, shift: str, head: Member) -> Iterator[Member]:
    known = station == "Station 3" and shift == "B"
    captain = hire.one("Captain", "ALS", shift, station, boss=head, account=MANAGER if known else None)
    yield captain
    number = station.removeprefix("Station ")
    for place, (title, level) in enumerate(CREW):
        account = LEARNER if known and place == 0 else None
        member = hire.one(title, level, shift, station, boss=captain, account=account)
        member.teams.append(f"{'Medic' if level else 'Engine'} {number}")
        yield member


@dataclass
class _Hiring:
    """Makes members up, one after the other."""

    chance: Random
    today: date

    def __post_init__(self) -> None:
        self.names = names.endless(self.chance)
        self.numbers = count(1001)

    def one(
        self,
        title: str,
        level: str | None,
        shift: str,
        branch: str,
        *,
        boss: Member | None = None,
        account: Account | None = None,
    ) -> Member:
        first, last = (account.first_name, account.last_name) if account else next(self.names)
        username = account.username if account else folded(f"{first}.{last}")
        number = f"R{next(self.numbers)}"
        tags = [tag for tag, share in TAGS.items() if self.chance.random() < share]
        member = Member(
            first, last, username, title, level, shift, branch, self._day(), number, boss, account, tags=tags
        )
        if "hazmat" in tags:
            member.teams.append("Hazmat")
        if member.leads() or account:  # nobody leads, and no story begins, in the first years
            member.hired_on -= timedelta(days=5 * 365)
        return member

    def _day(self) -> date:
        # More people have served for three years than for twenty.
        return self.today - timedelta(days=30) - self.chance.betavariate(1, 2) * LONGEST_SERVICE
