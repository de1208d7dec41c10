"""A kind of certification as the boxes of a form have it, and back."""

from collections.abc import Mapping
from datetime import date

from training_app.certifications.kinds.entry import NO_NUMBER, NewCertification
from training_app.certifications.rules import AwardWhen, Prerequisite, Validity
from training_app.core.errors import Problem

ON = "on"
# What is typed or chosen, and how long it may be.
BOXES = {
    "name": 200, "code": 100, "description": 2000, "series": 200, "is_licence": 5, "validity": 20,
    "validity_number": 20, "to_month_end": 5, "fixed_day": 20, "renewal_days": 20, "always_valid_allowed": 5,
    "award_when": 10, "remind_days": 200,
}  # fmt: skip
SWITCHES = ("is_licence", "to_month_end", "always_valid_allowed")
_LONGEST_NUMBER = 6


def typed(
    said: Mapping[str, str],
    *,
    hours: tuple[tuple[str, str], ...],
    trainings: tuple[int, ...],
    prerequisites: tuple[tuple[int, Prerequisite], ...],
) -> NewCertification:
    """What a form says; a number that is none is refused as too small, and a day that is none as missing."""
    number = said["validity_number"].strip()
    return NewCertification(
        name=said["name"],
        code=said["code"],
        description=said["description"],
        series=said["series"],
        is_licence=said["is_licence"] == ON,
        to_month_end=said["to_month_end"] == ON,
        always_valid_allowed=said["always_valid_allowed"] == ON,
        validity=next((one for one in Validity if one == said["validity"]), Validity.NONE),
        validity_number=_number(number) if number else None,
        fixed_day=_day(said["fixed_day"]),
        renewal_days=_number(said["renewal_days"]),
        award_when=next((one for one in AwardWhen if one == said["award_when"]), AwardWhen.ANY),
        required_hours=hours,
        trainings=trainings,
        prerequisites=prerequisites,
        remind_days=_numbers(said["remind_days"]),
    ).cleaned()


def texts(kind: NewCertification) -> dict[str, str]:
    """The boxes of a form that say this."""
    return {
        **{name: getattr(kind, name) for name in ("name", "code", "description", "series")},
        **{name: ON if getattr(kind, name) else "" for name in SWITCHES},
        "validity": kind.validity.value,
        "validity_number": "" if kind.validity_number is None else str(kind.validity_number),
        "fixed_day": kind.fixed_day.isoformat() if kind.fixed_day else "",
        "renewal_days": str(kind.renewal_days),
        "award_when": kind.award_when.value,
        "remind_days": ", ".join(map(str, kind.remind_days)),
    }


def no_day(said: Mapping[str, str]) -> list[Problem]:
    """Whether the day that was typed is none."""
    is_wrong = said["fixed_day"].strip() != "" and _day(said["fixed_day"]) is None
    wrong = Problem("fixed_day", "This is no day. Type it as day, month and year.")
    return [wrong] if is_wrong and said["validity"] == Validity.FIXED else []


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(_number(part) for part in text.replace(";", ",").split(",") if part.strip())


def _number(text: str) -> int:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < _LONGEST_NUMBER else NO_NUMBER


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
