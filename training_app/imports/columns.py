"""Which column of a file says what of a person: by name, by the usual synonyms, or by hand (P-08)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from training_app.core.errors import Invalid, Problem
from training_app.people.rules import folded

IGNORED = ""
ATTRIBUTE = "Further attribute"


class Field(StrEnum):
    """What a column can say. The value is its name on the screen and on the command line."""

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

_SYNONYMS: dict[Field, str] = {
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


_FIELDS = {plain(name): field for field, names in _SYNONYMS.items() for name in names.split(",")}
_BY_NAME = {plain(said): field for field in Field for said in (field.value, field.name)}


@dataclass(frozen=True)
class Columns:
    """Which column says what. Places count from 0."""

    header: tuple[str, ...]
    fields: Mapping[Field, int]
    attributes: Mapping[str, int]
    unused: tuple[str, ...] = ()
    missing: tuple[Field, ...] = ()
    doubtful: Mapping[Field, tuple[str, ...]] | None = None

    def name(self, field: Field) -> str:
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
) -> Columns:
    """Match a file's columns to what is known of people.

    `by_hand` says for a column its `Field`, `ATTRIBUTE`, or `IGNORED`; `attributes` are the names of the further
    attributes that the organization already has; with `keep_unknown` every other column becomes one. `Invalid` when
    `by_hand` names a column or a field that does not exist, or one field twice.
    """
    chosen = _chosen(header, by_hand or {})
    claims: dict[Field, list[int]] = {}
    for place, name in enumerate(header):
        field = None if place in chosen else _FIELDS.get(plain(name))
        if field is not None and field not in chosen.values():
            claims.setdefault(field, []).append(place)
    fields = {Field(said): place for place, said in chosen.items() if said not in {IGNORED, ATTRIBUTE}}
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
    return Columns(header, fields, further, tuple(unused), _missing(fields, doubtful), doubtful)


def _chosen(header: tuple[str, ...], by_hand: Mapping[str, str]) -> dict[int, str]:
    places = {plain(name): place for place, name in enumerate(header)}
    places |= {name: place for place, name in enumerate(header)}  # "E-mail" and "Email" are two columns
    chosen: dict[int, str] = {}
    problems = []
    for column, said in by_hand.items():
        place = places.get(column, places.get(plain(column)))
        field = _field(said)
        if place is None:
            problems.append(Problem(column, f"The file has no column “{column}”."))
        elif field is None:
            choices = ", ".join([*Field, ATTRIBUTE])
            problems.append(Problem(column, f"“{said}” is nothing that a column can say. Choose one of: {choices}."))
        elif field not in {IGNORED, ATTRIBUTE} and field in chosen.values():
            problems.append(Problem(column, f"“{field}” is matched to two columns."))
        else:
            chosen[place] = field
    if problems:
        raise Invalid(*problems)
    return chosen


def _field(said: str) -> str | None:
    if plain(said) in {"", "ignore", "ignored", "none", "notused"}:
        return IGNORED
    if plain(said) in {plain(ATTRIBUTE), "attribute"}:
        return ATTRIBUTE
    return _BY_NAME.get(plain(said)) or _FIELDS.get(plain(said))


def _missing(fields: Mapping[Field, int], doubtful: Mapping[Field, tuple[str, ...]]) -> tuple[Field, ...]:
    wanted = list(REQUIRED)
    if any(field in fields for field in LICENCE):
        wanted += [Field.LICENCE_TYPE, Field.LICENCE_EXPIRES]
    return tuple(field for field in wanted if field not in fields and field not in doubtful)


def _listed(names: tuple[str, ...]) -> str:
    quoted = [f"“{name}”" for name in names]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"
