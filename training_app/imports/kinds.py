"""What is brought in by files: each kind of it with its right, its columns, and how its rows are planned."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.core.errors import Problem
from training_app.imports.columns import Columns, Vocabulary
from training_app.imports.dates import Order
from training_app.imports.parsing import Table
from training_app.imports.planned import Plan


@dataclass(frozen=True)
class Planned:
    """A plan with its rows as they are kept; `made` are the names that are new, by kind."""

    plan: Plan
    rows: Sequence[dict[str, Any]]
    made: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Planner(Protocol):
    """Says row by row what importing a table would do, and writes nothing."""

    def __call__(
        self, session: Session, actor: Actor, *, table: Table, columns: Columns, dates: Order | None, now: datetime
    ) -> Planned:
        """Plan it."""


@dataclass(frozen=True)
class Kind:
    """One kind of what is brought in by files.

    `require` refuses who may not bring it (or, given columns, may not bring these); `attributes` answers the further
    attributes that are known; `forbidden` what of its columns is too much for the actor.
    """

    name: str
    vocabulary: Vocabulary
    file_name: str
    require: Callable[[Session, Actor, Columns | None], None]
    plan: Planner
    attributes: Callable[[Session, Actor], Sequence[str]] = lambda _session, _actor: ()
    forbidden: Callable[[Actor, Columns], tuple[Problem, ...]] = lambda _actor, _columns: ()
