"""What is entered for a kind of certification, and what is wrong with it (C-01)."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from training_app.certifications.rules import (
    MOST_REMIND_DAYS,
    MOST_REMINDERS,
    REMIND_DAYS,
    AwardWhen,
    Prerequisite,
    Validity,
)
from training_app.core.errors import Problem
from training_app.people.rules import clean

LONGEST_NAME = 100
LONGEST_CODE = 50
LONGEST_DESCRIPTION = 2000
MOST_RENEWAL_DAYS = 730
MOST_TRAININGS = 50
MOST_CATEGORIES = 20
MOST_HOURS = Decimal(10_000)
# At most how many of a unit, and how many days one of it has at least.
MOST = {Validity.DAYS: 36_500, Validity.MONTHS: 1_200, Validity.YEARS: 100}
_DAYS = {Validity.DAYS: 1, Validity.MONTHS: 28, Validity.YEARS: 365}
NO_NUMBER = -1
LABELS = {
    "name": "Name",
    "code": "Code",
    "description": "Description",
    "series": "Series",
    "is_licence": "Licence",
    "required_hours": "Required hours",
    "validity": "Validity",
    "renewal_days": "Renewal window",
    "always_valid_allowed": "“Always Valid” is allowed",
    "award_when": "Awarded by",
    "trainings": "Trainings and external activities",
    "prerequisites": "Prerequisites",
    "remind_days": "Remind before expiry",
}
# How long it is valid is one thing, whatever number of fields it takes: half of one and half of another makes no sense.
_VALIDITY = ("validity", "validity_number", "to_month_end", "fixed_day")


@dataclass(frozen=True)
class NewCertification:
    """A kind of credential as it is entered: its trainings by id, hours of a licence by category."""

    name: str
    code: str
    description: str = ""
    is_licence: bool = False
    validity: Validity = Validity.NONE
    validity_number: int | None = None
    to_month_end: bool = False
    fixed_day: date | None = None
    renewal_days: int = 90
    always_valid_allowed: bool = False
    series: str = ""
    required_hours: tuple[tuple[str, str], ...] = ()
    award_when: AwardWhen = AwardWhen.ANY
    trainings: tuple[int, ...] = ()
    prerequisites: tuple[tuple[int, Prerequisite], ...] = ()
    remind_days: tuple[int, ...] = field(default=REMIND_DAYS)

    def cleaned(self) -> "NewCertification":
        """The same without outer space, each thing once and in order, and nothing that its other answers leave out."""
        is_counted, is_fixed = self.validity in MOST, self.validity is Validity.FIXED
        return replace(
            self,
            name=clean(self.name),
            code=clean(self.code),
            description=clean(self.description),
            series=clean(self.series),
            validity_number=self.validity_number if is_counted else None,
            to_month_end=self.to_month_end and is_counted,
            fixed_day=self.fixed_day if is_fixed else None,
            required_hours=_hours(self.required_hours) if self.is_licence else (),
            trainings=tuple(sorted(set(self.trainings))),
            prerequisites=tuple(sorted(set(self.prerequisites))),
            remind_days=tuple(sorted(set(self.remind_days), reverse=True)),
        )


def parts(names: Iterable[str]) -> list[str]:
    """The labelled parts that these fields belong to."""
    there = {"validity" if name in _VALIDITY else name for name in names}
    return [name for name in LABELS if name in there]


def fields_of(names: Iterable[str]) -> list[str]:
    """The fields that these labelled parts have."""
    return [name for part in names for name in (_VALIDITY if part == "validity" else (part,))]


def differing(one: NewCertification, other: NewCertification) -> list[str]:
    """The labelled parts in which they differ."""
    return parts(each.name for each in fields(one) if getattr(one, each.name) != getattr(other, each.name))


def problems_of(new: NewCertification) -> list[Problem]:
    """What is wrong with it, whatever else there is."""
    wrong = [*_names(new), *_validity(new)]
    if not 0 <= new.renewal_days <= MOST_RENEWAL_DAYS:
        wrong.append(Problem("renewal_days", f"Type a number of days, from 0 to {MOST_RENEWAL_DAYS}."))
    if new.trainings and new.validity is Validity.NONE and not new.always_valid_allowed:
        wrong.append(Problem("always_valid_allowed", _NEVER_ENDS))
    if len(new.trainings) > MOST_TRAININGS:
        wrong.append(Problem("trainings", f"At most {MOST_TRAININGS} trainings award a certification."))
    if len(new.prerequisites) > MOST_TRAININGS:
        wrong.append(Problem("prerequisites", f"At most {MOST_TRAININGS} prerequisites."))
    return wrong + _hours_wrong(new.required_hours) + problems_of_reminders(new.remind_days)


def problems_of_reminders(days: tuple[int, ...]) -> list[Problem]:
    """What is wrong with the days before an expiry on which its holder is reminded (C-09)."""
    if any(not 0 <= number <= MOST_REMIND_DAYS for number in days):
        text = f"Type numbers of days with commas between, from 0 to {MOST_REMIND_DAYS}, for example “90, 30, 0”."
        return [Problem("remind_days", text)]
    if len(days) > MOST_REMINDERS:
        return [Problem("remind_days", f"At most {MOST_REMINDERS} reminders before an expiry.")]
    return []


def problems_of_window(new: NewCertification) -> list[Problem]:
    """Whether the renewal window leaves any time outside: inside it each completion adds to the old expiry (C-18)."""
    days = _DAYS.get(new.validity, 0) * (new.validity_number or 0)
    return [Problem("renewal_days", "The renewal window must be shorter than the validity.")] if (
        0 < days <= new.renewal_days
    ) else []  # fmt: skip


_NEVER_ENDS = (
    "What completing a training awards needs a validity, or “Always Valid” must be allowed: nobody is there to "
    "enter an expiry."
)


def _names(new: NewCertification) -> list[Problem]:
    wrong = []
    for name, most in (("name", LONGEST_NAME), ("code", LONGEST_CODE)):
        value = getattr(new, name)
        if not value.strip():
            wrong.append(Problem(name, f"{LABELS[name]} is missing."))
        elif len(value) > most:
            wrong.append(Problem(name, f"{LABELS[name]} has at most {most} letters."))
    return wrong


def _validity(new: NewCertification) -> list[Problem]:
    most = MOST.get(new.validity)
    if most and not 1 <= (new.validity_number or 0) <= most:
        return [Problem("validity_number", f"How many {new.validity} is it valid for? Type a number from 1 to {most}.")]
    if new.validity is Validity.FIXED and new.fixed_day is None:
        return [Problem("fixed_day", "Until which day is it valid?")]
    return []


def _hours(given: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Without what is empty, and each number as one writes it."""
    there = [(clean(category), clean(hours).replace(",", ".")) for category, hours in given]
    return tuple(sorted((category, _plain(hours)) for category, hours in there if category or hours))


def _plain(hours: str) -> str:
    number = _decimal(hours)
    return hours if number is None else f"{number.normalize():f}"


def _hours_wrong(hours: tuple[tuple[str, str], ...]) -> list[Problem]:
    wrong = []
    categories = [category for category, _ in hours]
    if len(hours) > MOST_CATEGORIES:
        wrong.append(f"At most {MOST_CATEGORIES} categories.")
    wrong += [f"“{category}” is there twice." for category in sorted(set(categories)) if categories.count(category) > 1]
    for category, number in hours:
        value = _decimal(number)
        if not category:
            wrong.append(f"Which category are the {number} hours of?")
        elif value is None or not 0 < value < MOST_HOURS:
            wrong.append(f"How many hours of “{category}”? Type a number, for example 12 or 7.5.")
    return [Problem("required_hours", " ".join(wrong))] if wrong else []


def _decimal(text: str) -> Decimal | None:
    """The number with at most two decimals that was typed; None when it is none."""
    try:
        number = Decimal(text) if text.isascii() and text.replace(".", "", 1).isdecimal() else None
    except InvalidOperation:
        return None
    return number if number is None or len(text.partition(".")[2]) <= 2 else None  # noqa: PLR2004  # decimals
