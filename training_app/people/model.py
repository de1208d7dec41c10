"""People and the ways in which they are grouped (P-01, P-02)."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, col

from training_app.core.tables import Table
from training_app.people.rules import Level, searchable


class Branch(Table, table=True):
    """A place in the tree of branches. `path` holds the ids from the root, e.g. `/1/4/`, for finding all below."""

    __table_args__ = (sa.UniqueConstraint("parent_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    parent_id: int | None = Field(default=None, foreign_key="branch.id")
    path: str = Field(default="", index=True)


class Person(Table, table=True):
    """Somebody in the roster. Everyone who signs in is a person."""

    __table_args__ = (sa.Index("ix_person_name", "last_name", "first_name", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    first_name: str
    last_name: str
    email: str
    email_key: str = Field(unique=True, description="`key_of(email)`")
    username: str
    username_key: str = Field(unique=True, description="`key_of(username)`")
    employee_number: str | None = Field(default=None, unique=True)
    title: str = Field(default="", index=True)
    level: str | None = Field(default=None, index=True, description="A `Level`, or none.")
    shift: str = Field(default="", index=True)
    hired_on: date | None = Field(default=None, index=True)
    branch_id: int = Field(foreign_key="branch.id", index=True)
    manager_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    deactivated_at: datetime | None = Field(default=None, index=True)
    created_at: datetime
    version: int = 1
    search: str = Field(default="", description="Name, email and number, folded, for finding as one types.")

    def is_active(self) -> bool:
        """Whether this person may sign in and be assigned anything (P-09)."""
        return self.deactivated_at is None

    @classmethod
    def active_sql(cls) -> sa.ColumnElement[bool]:
        """`is_active` for everybody at once."""
        return col(cls.deactivated_at).is_(None)

    def name(self) -> str:
        """First and last name as one reads them."""
        return f"{self.first_name} {self.last_name}".strip()

    def index_for_search(self) -> None:
        """Bring `search` into step with what it is made of."""
        self.search = searchable(self.first_name, self.last_name, self.email, self.username, self.employee_number)

    def has_level(self, level: Level) -> bool:
        """Whether the person is a provider of that level."""
        return self.level == level.value


class Team(Table, table=True):
    """People who work together; some of them may lead it."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class TeamMember(Table, table=True):
    """One person's place in one team."""

    __tablename__ = "team_member"

    team_id: int = Field(foreign_key="team.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    leads: bool = False


class Group(Table, table=True):
    """Any other set of people that somebody named."""

    __tablename__ = "people_group"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class GroupMember(Table, table=True):
    """One person's place in one group."""

    __tablename__ = "people_group_member"

    group_id: int = Field(foreign_key="people_group.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)


class Tag(Table, table=True):
    """A word that people are marked with."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class PersonTag(Table, table=True):
    """One mark on one person."""

    __tablename__ = "person_tag"

    tag_id: int = Field(foreign_key="tag.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)


class Attribute(Table, table=True):
    """A further thing that the organization knows of its people."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class PersonAttribute(Table, table=True):
    """The value of one further attribute for one person."""

    __tablename__ = "person_attribute"
    __table_args__ = (sa.Index("ix_person_attribute_value", "attribute_id", "value"),)

    attribute_id: int = Field(foreign_key="attribute.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    value: str
