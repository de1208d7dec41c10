"""Which column of a file says what: by name, by the usual synonyms, or by hand (P-08)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from training_app.core.errors import Invalid, Problem
from training_app.people.rules import folded

IGNORED = ""
ATTRIBUTE = "Further attribute"


class Field(StrEnum):
    """What a column can say of a person. The value is its name on the screen and on the command line."""

    FIRST_NAME = "First name"
    LAST_NAME = "Last name"
    EMAIL = "Email"
    USERNAME = "Username"
    EMPLOYEE_NUMBER = "Employee number"
    TITLE = "Title"
    LEVEL = "Level"
    SHIFT = "Shift"
    HIRED_ON = "Hire date"
    BRANCH = "Branch"
    TEAMS = "Teams"
    GROUPS = "Groups"
    TAGS = "Tags"
    SUPERVISOR = "Supervisor"
    STATUS = "Status"
    LICENCE_TYPE = "Licence type"
    LICENCE_NUMBER = "Licence number"
    LICENCE_ISSUED = "Licence issued"
    LICENCE_EXPIRES = "Licence expires"


REQUIRED = (Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL, Field.BRANCH)
LICENCE = (Field.LICENCE_TYPE, Field.LICENCE_NUMBER, Field.LICENCE_ISSUED, Field.LICENCE_EXPIRES)
DATES = (Field.HIRED_ON, Field.LICENCE_ISSUED, Field.LICENCE_EXPIRES)

SYNONYMS: dict[Field, str] = {
    Field.FIRST_NAME: "first name, given name, forename, first, fname, christian name",
    Field.LAST_NAME: "last name, surname, family name, last, lname",
    Field.EMAIL: "email, e-mail address, mail, mail address, email id, work email, primary email, user email",
    Field.USERNAME: "username, user name, login, login name, user id, sign-in name, account name, user",
    Field.EMPLOYEE_NUMBER: "employee number, employee #, employee no, employee id, emp id, emp no, emp #, "
    "personnel number, personnel no, staff number, staff id, payroll number, badge number, badge #",
    Field.TITLE: "title, job title, position, rank, job, occupation, designation",
    Field.LEVEL: "level, provider level, level of care, care level, certification level, ems level",
    Field.SHIFT: "shift, platoon, duty shift, assigned shift",
    Field.HIRED_ON: "hire date, date of hire, hired, hired on, date hired, start date, joined, join date, "
    "employment date, employed since, date joined",
    Field.BRANCH: "branch, station, department, location, site, office, home station, assigned station, division",
    Field.TEAMS: "team, teams, crew, company, unit",
    Field.GROUPS: "group, groups",
    Field.TAGS: "tags, tag, labels, keywords",
    Field.SUPERVISOR: "supervisor, supervisor e-mail, supervisor email address, manager, manager email, "
    "manager e-mail address, reports to, reporting manager, boss, line manager",
    Field.STATUS: "status, active, employment status, account status, state of employment, is active",
    Field.LICENCE_TYPE: "licence type, licence, licence name, type of licence, licence level, licence class",
    Field.LICENCE_NUMBER: "licence number, licence #, licence no, licence num, licence id",
    Field.LICENCE_ISSUED: "licence issued, licence issued on, licence issue date, licence date, licence start, "
    "licence effective, licence effective date, licence issue",
    Field.LICENCE_EXPIRES: "licence expires, licence expires on, licence expiry, licence expiry date, "
    "licence expiration, licence expiration date, licence exp date, licence end, licence valid until, licence exp",
}


def plain(header: str) -> str:
    """A column's name as names are compared: letters and digits only, "#" is a number, "license" a licence."""
    text = folded(header.replace("#", " number ")).replace("license", "licence")
    return "".join(sign for sign in text if sign.isalnum())


@dataclass(frozen=True)
class Vocabulary:
    """What the columns of one kind of file can say.

    `required` answers which fields a file needs that has these; `keeps_others` whether a column can be a further
    attribute.
    """

    fields: type[StrEnum]
    by_synonym: Mapping[str, StrEnum]
    dates: tuple[StrEnum, ...]
    required: Callable[[Collection[StrEnum]], Collection[StrEnum]]
    keeps_others: bool = False

    def choices(self) -> tuple[str, ...]:
        """What can be said of a column by hand."""
        return (*(field.value for field in self.fields), *[ATTRIBUTE] * self.keeps_others, IGNORED)

    def named(self, said: str) -> str | None:
        """The field that is called so, `ATTRIBUTE`, or `IGNORED`; None for anything else."""
        if plain(said) in {"", "ignore", "ignored", "none", "notused"}:
            return IGNORED
        if self.keeps_others and plain(said) in {plain(ATTRIBUTE), "attribute"}:
            return ATTRIBUTE
        own = (field for field in self.fields if plain(said) in {plain(field.value), plain(field.name)})
        return next(own, None) or self.by_synonym.get(plain(said))


def synonyms(said: Mapping[Any, str]) -> dict[str, Any]:
    """The fields by their synonyms, which are listed with commas."""
    return {plain(name): field for field, names in said.items() for name in names.split(",")}


def _needed(there: Collection[StrEnum]) -> Collection[StrEnum]:
    """A licence is nothing without its kind and its expiry."""
    return (*REQUIRED, *[Field.LICENCE_TYPE, Field.LICENCE_EXPIRES] * any(field in there for field in LICENCE))


PEOPLE = Vocabulary(Field, synonyms(SYNONYMS), DATES, _needed, keeps_others=True)


@dataclass(frozen=True)
class Columns:
    """Which column says what. Places count from 0."""

    header: tuple[str, ...]
    fields: Mapping[StrEnum, int]
    attributes: Mapping[str, int]
    unused: tuple[str, ...] = ()
    missing: tuple[StrEnum, ...] = ()
    doubtful: Mapping[StrEnum, tuple[str, ...]] | None = None

    def name(self, field: StrEnum) -> str:
        """The column's name in the file, or the field's own where it has none."""
        place = self.fields.get(field)
        return field.value if place is None else self.header[place]

    def has_licences(self) -> bool:
        """Whether any column speaks of a licence."""
        return any(field in self.fields for field in LICENCE)

    def problems(self) -> tuple[Problem, ...]:
        """What has to be matched by hand before anything can be planned."""
        missing = [
            Problem(field, f"No column was recognized as “{field}”. Match one of the file's columns to it.")
            for field in self.missing
        ]
        doubtful = [
            Problem(field, f"{_listed(names)} could each be “{field}”. Say which one is.")
            for field, names in (self.doubtful or {}).items()
        ]
        return (*missing, *doubtful)


def match(
    header: tuple[str, ...],
    *,
    by_hand: Mapping[str, str] | None = None,
    attributes: Collection[str] = (),
    keep_unknown: bool = False,
    vocabulary: Vocabulary = PEOPLE,
) -> Columns:
    """Match a file's columns to what they can say.

    `by_hand` says for a column its `Field`, `ATTRIBUTE`, or `IGNORED`; `attributes` are the names of the further
    attributes that the organization already has; with `keep_unknown` every other column becomes one. `Invalid` when
    `by_hand` names a column or a field that does not exist, or one field twice.
    """
    chosen = _chosen(header, by_hand or {}, vocabulary)
    claims: dict[StrEnum, list[int]] = {}
    for place, name in enumerate(header):
        field = None if place in chosen else vocabulary.by_synonym.get(plain(name))
        if field is not None and field not in chosen.values():
            claims.setdefault(field, []).append(place)
    fields = {vocabulary.fields(said): place for place, said in chosen.items() if said not in {IGNORED, ATTRIBUTE}}
    fields |= {field: places[0] for field, places in claims.items() if len(places) == 1}
    doubtful = {field: tuple(header[one] for one in places) for field, places in claims.items() if len(places) > 1}
    taken = {*fields.values(), *(one for places in claims.values() for one in places)}
    known = {plain(name): name for name in attributes}
    further, unused = {}, []
    for place, name in enumerate(header):
        if place in taken:
            continue
        wanted = chosen.get(place) == ATTRIBUTE or (place not in chosen and (keep_unknown or plain(name) in known))
        if wanted:
            further[known.get(plain(name), name)] = place
        else:
            unused.append(name)
    return Columns(header, fields, further, tuple(unused), _missing(fields, doubtful, vocabulary), doubtful)


def _chosen(header: tuple[str, ...], by_hand: Mapping[str, str], vocabulary: Vocabulary) -> dict[int, str]:
    places = {plain(name): place for place, name in enumerate(header)}
    places |= {name: place for place, name in enumerate(header)}  # "E-mail" and "Email" are two columns
    chosen: dict[int, str] = {}
    problems = []
    for column, said in by_hand.items():
        place = places.get(column, places.get(plain(column)))
        field = vocabulary.named(said)
        if place is None:
            problems.append(Problem(column, f"The file has no column “{column}”."))
        elif field is None:
            choices = ", ".join(filter(None, vocabulary.choices()))
            problems.append(Problem(column, f"“{said}” is nothing that a column can say. Choose one of: {choices}."))
        elif field not in {IGNORED, ATTRIBUTE} and field in chosen.values():
            problems.append(Problem(column, f"“{field}” is matched to two columns."))
        else:
            chosen[place] = field
    if problems:
        raise Invalid(*problems)
    return chosen


def _missing(
    fields: Mapping[StrEnum, int], doubtful: Mapping[StrEnum, tuple[str, ...]], vocabulary: Vocabulary
) -> tuple[StrEnum, ...]:
    return tuple(field for field in vocabulary.required(fields) if field not in fields and field not in doubtful)


def _listed(names: tuple[str, ...]) -> str:
    quoted = [f"“{name}”" for name in names]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"
