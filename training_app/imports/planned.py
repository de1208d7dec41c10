"""What becomes of each row of a file, as plain data, and the rows that are refused as a file of their own."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from training_app.core.formulas import harmless
from training_app.imports.columns import Columns
from training_app.imports.dates import Order, Orders
from training_app.imports.drafts import Change, Verdict
from training_app.imports.reading import Refusal

DATE_ORDER = "date order"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What becomes of one row. `cells` are those of the file, kept where the row is refused.

    `above` is the key of the supervisor whom it names; `turn` its place in the order of writing, in which everybody
    comes after those above them, 0 for a refused row.
    """

    number: int
    verdict: Verdict
    name: str
    email: str
    changes: tuple[Change, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    remark: str = ""
    cells: tuple[str, ...] = ()
    above: str = ""
    turn: int = 0


@dataclass(frozen=True)
class Plan:
    """What an import will do. Where it `asks`, there are no rows yet: answer the `question` and plan again.

    `order` is how its dates are read, `dates` what they say of it themselves.
    """

    columns: Columns
    rows: Sequence[PlannedRow] = field(repr=False)
    asks: str = ""
    question: str = ""
    order: Order | None = None
    dates: Orders | None = None

    def count(self, verdict: Verdict) -> int:
        """How many rows have this verdict."""
        return sum(1 for row in self.rows if row.verdict is verdict)

    def refused(self) -> tuple[PlannedRow, ...]:
        """The rows that are refused, in the order of the file."""
        return tuple(row for row in self.rows if row.verdict is Verdict.REFUSE)


def refusals_csv(plan: Plan) -> str:
    """The refused rows as CSV, as they stood in the file, with the reason beside each; opens harmlessly anywhere."""
    refused = ((row.number, row.cells, sentences(row.refusals)) for row in plan.refused())
    return "".join(refusal_lines(plan.columns.header, refused))


def refusal_lines(header: Sequence[str], refused: Iterable[tuple[int, Sequence[str], Sequence[str]]]) -> Iterator[str]:
    """`refusals_csv` line by line, of (row in the file, cells, reasons)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    width = len(header)
    writer.writerow([*map(harmless, header), "Row in the file", "Why it was refused"])
    for number, cells, reasons in refused:
        said = [harmless(cell) for cell in cells[:width]]
        writer.writerow([*said, *[""] * (width - len(said)), number, " ".join(reasons)])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """Each reason as a sentence that names the column and what stands there."""
    return [_sentence(one) for one in refusals]


def _sentence(refusal: Refusal) -> str:
    value = f" “{refusal.value}”" if refusal.value else ""
    text = f"{refusal.column}{value} {refusal.reason}.".strip()
    return text[0].upper() + text[1:]
