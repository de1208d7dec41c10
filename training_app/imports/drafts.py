"""A row of a roster on its way from the file into the plan."""

from dataclasses import dataclass
from enum import StrEnum

from training_app.imports.cells import shown
from training_app.imports.entries import Entry
from training_app.imports.known import KnownPerson
from training_app.imports.reading import Refusal


class Verdict(StrEnum):
    """What becomes of a row."""

    CREATE = "create"
    CHANGE = "change"
    ALONE = "leave alone"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that will be different: what it is now, and then. Blank is nothing."""

    field: str
    old: str
    new: str


@dataclass(slots=True)
class Draft:
    """One row with what is found out about it, step by step.

    `branch_id` is None where the branch is not said or new; `supervisor_key` is the email key of the supervisor, who
    may be in the file or in the roster.
    """

    entry: Entry
    key: str
    person: KnownPerson | None
    refusals: list[Refusal]
    branch_id: int | None = None
    supervisor_key: str = ""
    changes: tuple[Change, ...] = ()
    remark: str = ""

    def refuse(self, column: str, value: str, reason: str) -> None:
        """Add a reason why this row is refused."""
        self.refusals.append(Refusal(column, shown(value), reason))

    def is_refused(self) -> bool:
        """Whether anything is wrong with the row."""
        return bool(self.refusals)

    def verdict(self) -> Verdict:
        """What becomes of the row."""
        if self.refusals:
            return Verdict.REFUSE
        if self.person is None:
            return Verdict.CREATE
        return Verdict.CHANGE if self.changes else Verdict.ALONE
