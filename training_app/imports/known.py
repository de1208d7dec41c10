"""What a roster is compared with: the people, places and names that are there already."""

from dataclasses import dataclass, field
from datetime import date

from training_app.certifications.queries import AwardRow, Kind

ABOVE = " > "


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody in the roster, as an import compares them."""

    id: int
    first_name: str
    last_name: str
    email: str
    email_key: str
    username: str
    username_key: str
    employee_number: str | None
    title: str
    level: str | None
    shift: str
    hired_on: date | None
    branch_id: int
    manager_id: int | None
    version: int
    active: bool


@dataclass(frozen=True)
class Named:
    """Teams, groups or tags: their ids by key, and who is in which as (id, person id)."""

    ids: dict[str, int] = field(default_factory=dict)
    members: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Known:
    """Everything that a roster is compared with, as of one moment.

    `mine` are the people whom the actor (`me`) may change and `open_branches` the branches where they may add
    somebody; None means all.
    """

    me: int | None
    people: dict[int, KnownPerson]
    by_email: dict[str, KnownPerson]
    by_username: dict[str, KnownPerson]
    by_employee_number: dict[str, KnownPerson]
    branches: dict[str, list[int]]
    branch_names: dict[int, str]
    teams: Named
    groups: Named
    tags: Named
    attribute_ids: dict[str, int]
    attribute_values: dict[tuple[int, int], str]
    kinds: dict[str, Kind]
    awards: dict[tuple[int, int], list[AwardRow]]
    mine: frozenset[int] | None
    open_branches: frozenset[int] | None
