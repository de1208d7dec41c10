"""Random small organizations of people, with everything a filter asks of them, and random filters of them.

Ids are small numbers that a filter can name: those up to the last exist, and some beyond do not.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from hypothesis import strategies as st
from sqlmodel import Session

from training_app.audience.filters import PeopleFilter
from training_app.certifications.model import Award, Certification
from training_app.people.model import (
    Attribute,
    Branch,
    Group,
    GroupMember,
    Person,
    PersonAttribute,
    PersonTag,
    Tag,
    Team,
    TeamMember,
)
from training_app.people.rules import searchable

TODAY = date(2027, 3, 1)
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
PEOPLE, BRANCHES, NAMED, KINDS = 6, 5, 3, 2
LICENCES = {1}
FIRST = ("Ann", "Đi", "Łucja", "O'Neil", "100%", "a_b", "Ann Marie")
LAST = ("Archer", "Dương", "Weiß", "Ann", "de la Cruz")
WORDS = ("Paramedic", "100%", "a_b", "Driver, acting", "Ärztin")
DISTANCES = (-4000, -400, -30, -1, -1, 0, 0, 1, 1, 29, 30, 31, 400, 36_500)

days = st.sampled_from([TODAY + timedelta(days=one) for one in DISTANCES])
people = st.integers(1, PEOPLE)
named = st.integers(1, NAMED)


@dataclass(frozen=True)
class SomeAward:
    """An award as it is stored."""

    person_id: int
    certification_id: int
    issued_on: date | None
    expires_on: date | None
    is_revoked: bool

    def row(self) -> dict[str, object]:
        swapped = self.issued_on and self.expires_on and self.expires_on < self.issued_on
        issued, expires = (self.expires_on, self.issued_on) if swapped else (self.issued_on, self.expires_on)
        return {"person_id": self.person_id, "certification_id": self.certification_id, "issued_on": issued,
                "expires_on": expires, "always_valid": expires is None, "created_at": NOW,
                "revoked_at": NOW if self.is_revoked else None}  # fmt: skip


@dataclass(frozen=True)
class Organization:
    """What is stored of everybody. `above` has for each branch the one it is below, which comes earlier."""

    above: tuple[int | None, ...]
    persons: list[tuple[str, str, str | None, str, str, date | None, int, int | None, bool]]
    teams: dict[tuple[int, int], bool]
    groups: set[tuple[int, int]]
    tags: set[tuple[int, int]]
    attributes: dict[tuple[int, int], str]
    awards: list[SomeAward]

    def store(self, session: Session) -> None:
        """Write it in place of the one before."""
        session.rollback()
        paths: list[str] = []
        for number, above in enumerate(self.above, 1):
            paths.append(f"{paths[above - 1] if above else '/'}{number}/")
            session.add(Branch(id=number, name=f"B{number}", parent_id=above, path=paths[-1]))
            session.flush()
        for table in (Team, Group, Tag, Attribute):
            session.add_all(table(id=number, name=f"N{number}") for number in range(1, NAMED + 1))
        session.add_all(
            Certification(id=number, name=f"K{number}", code=f"K{number}", code_key=f"k{number}",
                          is_licence=number in LICENCES, created_at=NOW)
            for number in range(1, KINDS + 1)
        )  # fmt: skip
        for number, said in enumerate(self.persons, 1):
            session.add(_person(number, *said))
        session.flush()
        for number, said in enumerate(self.persons, 1):
            session.get_one(Person, number).manager_id = said[7]
        session.flush()
        places = [{"team_id": team, "person_id": one, "leads": leads} for (team, one), leads in self.teams.items()]
        _insert(session, TeamMember, places)
        _insert(session, GroupMember, [{"group_id": group, "person_id": one} for group, one in self.groups])
        _insert(session, PersonTag, [{"tag_id": tag, "person_id": one} for tag, one in self.tags])
        said = [
            {"attribute_id": kind, "person_id": one, "value": text} for (kind, one), text in self.attributes.items()
        ]
        _insert(session, PersonAttribute, said)
        _insert(session, Award, [award.row() for award in self.awards])


def _person(number, first, last, level, title, shift, hired_on, branch, _manager, is_active) -> Person:
    name = f"p{number}"
    return Person(id=number, first_name=first, last_name=last, email=name, email_key=name, username=name,
                  username_key=name, level=level, title=title, shift=shift, hired_on=hired_on, branch_id=branch,
                  created_at=NOW, deactivated_at=None if is_active else NOW,
                  search=searchable(first, last, name))  # fmt: skip


def _insert(session: Session, table, rows: list[dict[str, object]]) -> None:
    if rows:
        session.connection().execute(sa.insert(table.__table__), rows)


persons = st.tuples(
    st.sampled_from(FIRST), st.sampled_from(LAST), st.sampled_from([None, "BLS", "ALS"]),
    st.sampled_from(["", *WORDS]), st.sampled_from(["", "A", "a", "B"]), st.none() | days, st.integers(1, BRANCHES),
    st.none() | people, st.booleans(),
)  # fmt: skip
awards = st.builds(SomeAward, people, st.integers(1, KINDS), st.none() | days, st.none() | days,
                   st.sampled_from([False, False, False, True]))  # fmt: skip
organizations = st.builds(
    Organization,
    above=st.tuples(*(st.none() | st.integers(1, number - 1) if number > 1 else st.none()
                      for number in range(1, BRANCHES + 1))),
    persons=st.lists(persons, min_size=PEOPLE, max_size=PEOPLE),
    teams=st.dictionaries(st.tuples(named, people), st.booleans(), max_size=8),
    groups=st.sets(st.tuples(named, people), max_size=6),
    tags=st.sets(st.tuples(named, people), max_size=6),
    attributes=st.dictionaries(st.tuples(named, people), st.sampled_from(WORDS), max_size=8),
    awards=st.lists(awards, min_size=8, max_size=18),
)  # fmt: skip

# ── filters

odd = st.sampled_from(["abc", "-1", "²", "٣", "9" * 30, "..", "1..", "2027-02-30..", "1:bogus", "1:expiring", "\0",
                       "1:expiring:-1", "1:expiring:²", "1:valid:3", ":", " 1", "1 ", "'", "\ud800", "0"])  # fmt: skip
ids = st.integers(1, 7).map(str)
ranges = st.builds(lambda first, last: f"{first or ''}..{last or ''}", st.none() | days, st.none() | days)
states = st.sampled_from(["", ":valid", ":expired", ":expired", ":missing", ":expiring:0", ":expiring:1",
                          ":expiring:30", ":expiring:400", ":expiring:1" + "0" * 20])  # fmt: skip
VALUES = {
    "level": st.sampled_from(["BLS", "ALS", "none"]),
    "title": st.sampled_from(WORDS),
    "shift": st.sampled_from(["A", "a", "B"]),
    "branch": ids,
    "team": ids,
    "leads": ids | st.just("any"),
    "group": ids,
    "tag": ids,
    "manager": ids,
    "licence": ids,
    "licence_expires": ranges,
    "certification": st.builds(lambda number, state: f"{number}{state}", st.integers(1, KINDS + 1), states),
    "hired": ranges,
    "state": st.sampled_from(["active", "deactivated"]),
    "attribute.1": st.sampled_from(WORDS),
    "attribute.2": st.sampled_from(WORDS),
    "attribute.9": st.sampled_from(WORDS),
    "attribute.x": st.sampled_from(WORDS),
}
typed = st.sampled_from(["", "ann", "DUONG", "ann archer", "%", "_", "weiss", "o'neil", "p3", "zzz", "a\0nn"])


@dataclass(frozen=True)
class Wishes:
    """Words to search for, values for every field, certifications held or not, and which fields are wanted together."""

    q: str
    values: dict[str, list[str]]
    held: list[str]
    together: list[tuple[str, str]]

    def filters(self) -> list[PeopleFilter]:
        """Each field alone, some of them together, some with the words."""
        alone = [PeopleFilter(criteria=self._criteria(field)) for field in self.values]
        pairs = [self._criteria(one) + self._criteria(other) for one, other in self.together]
        both = [PeopleFilter(q=q, criteria=criteria) for criteria in pairs for q in ("", self.q)]
        held = [PeopleFilter(criteria=(("certification", value),)) for value in self.held]
        return [PeopleFilter(q=self.q), *alone, *held, *both]

    def _criteria(self, field: str) -> tuple[tuple[str, str], ...]:
        return tuple((field, value) for value in self.values[field])


field_names = st.sampled_from(sorted(VALUES))
wishes = st.builds(
    Wishes,
    typed,
    st.fixed_dictionaries({
        field: st.lists(st.one_of(*([values] * 7), odd), min_size=1, max_size=3) for field, values in VALUES.items()
    }),
    st.lists(VALUES["certification"], min_size=6, max_size=6),
    st.lists(st.tuples(field_names, field_names), min_size=3, max_size=3),
)  # fmt: skip
