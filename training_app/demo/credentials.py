"""Licences and other certifications of Riverside's people, most of them current, some about to expire, a few lapsed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.certifications import actions as certifications
from training_app.certifications.actions import NewAward, NewCertification
from training_app.certifications.rules import Validity
from training_app.core.clock import months_after
from training_app.core.tables import known
from training_app.demo import riverside
from training_app.demo.roster import Member

MONTHS = 24
LAPSED = 0.02
KINDS = (
    ("LIC-EMT", "EMT licence", True),
    ("LIC-MEDIC", "Paramedic licence", True),
    ("CPR", "CPR for healthcare providers", False),
    ("ACLS", "Advanced cardiac life support", False),
    ("PALS", "Pediatric advanced life support", False),
    ("EVOC", "Emergency vehicle operator", False),
    ("HAZMAT-OPS", "Hazardous materials operations", False),
    ("EXTRICATION", "Vehicle extrication", False),
)
# What awards them when it is completed.
EARNED_BY = {"CPR": ("CPR-200",), "PALS": ("ALS-210",), "EXTRICATION": ("OPS-300",)}
SYSTEM = Actor.system()


def award(
    session: Session,
    members: Sequence[Member],
    chance: Random,
    *,
    trainings: Mapping[str, int],
    founded: date,
    today: date,
) -> None:
    """Enter what everybody holds: at first what was held then, later what was issued in each month."""
    kinds = _kinds(session, trainings, founded)
    entered: dict[date, list[NewAward]] = defaultdict(list)
    for member in members:
        for code in _codes(member, chance):
            new = _award(member, kinds[code], chance, today)
            since = max(founded, member.hired_on, months_after(new.issued_on or founded, 1).replace(day=5))
            entered[min(since, today - timedelta(days=1))].append(new)
    for day, awards in sorted(entered.items()):
        certifications.award_many(session, SYSTEM, awards=awards, now=riverside.instant(day, 14))


def _kinds(session: Session, trainings: Mapping[str, int], day: date) -> dict[str, int]:
    def add(code: str, name: str, *, is_licence: bool) -> int:
        awarding = tuple(trainings[one] for one in EARNED_BY.get(code, ()))
        new = NewCertification(name, code, is_licence=is_licence, validity=Validity.MONTHS, validity_number=MONTHS,
                               to_month_end=True, trainings=awarding)  # fmt: skip
        now = riverside.instant(day, 8)
        return known(certifications.add_certification(session, SYSTEM, new=new, now=now).id)

    return {code: add(code, name, is_licence=is_licence) for code, name, is_licence in KINDS}


def _codes(member: Member, chance: Random) -> Iterator[str]:
    if member.level:
        yield "LIC-MEDIC" if member.level == "ALS" else "LIC-EMT"
        yield "CPR"
    if member.level == "ALS":
        yield "ACLS"
        yield "PALS"
    if "Driver" in member.title or (member.level == "BLS" and chance.random() < 1 / 3):
        yield "EVOC"
    if "hazmat" in member.tags:
        yield "HAZMAT-OPS"


def _award(member: Member, kind: int, chance: Random, today: date) -> NewAward:
    """Valid for two years to the end of a month, issued on any day of the month two years before."""
    ahead = chance.randint(-2, -1) if chance.random() < LAPSED and not member.account else chance.randint(0, MONTHS - 1)
    last = months_after(today.replace(day=1), ahead + 1) - timedelta(days=1)
    issued = months_after(last, -MONTHS).replace(day=chance.randint(1, 28))
    number = f"{chance.randint(100_000, 999_999)}"
    return NewAward(member.id, kind, issued_on=issued, expires_on=last, number=number)
