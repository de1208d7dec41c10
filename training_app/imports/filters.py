"""What the preview of an import can be narrowed by (P-08)."""

from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from sqlmodel import col

from training_app.imports.drafts import Verdict
from training_app.imports.model import ImportRow
from training_app.people.rules import folded

LONGEST_SEARCH = 100
LAST_PAGE = 1_000_000


class Part(StrEnum):
    """Which rows: by what becomes of them, or those that a cancelled import did not come to."""

    CREATE = "create"
    CHANGE = "change"
    ALONE = "alone"
    REFUSE = "refuse"
    LEFT = "left"


VERDICTS = {
    Part.CREATE: Verdict.CREATE,
    Part.CHANGE: Verdict.CHANGE,
    Part.ALONE: Verdict.ALONE,
    Part.REFUSE: Verdict.REFUSE,
}


@dataclass(frozen=True)
class RowFilter:
    """Part, search and page of a preview. Without a part, the first that has any rows."""

    part: Part | None = None
    q: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: str) -> "RowFilter":
        """Read the query of an address. Never fails."""
        said = dict(parse_qsl(query.lstrip("?")))
        page = said.get("page", "")
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < len(str(LAST_PAGE)) else 1
        return cls(
            part=next((part for part in Part if part == said.get("tab", "")), None),
            q=said.get("q", "")[:LONGEST_SEARCH],
            page=max(number, 1),
        )

    def query(self) -> str:
        """The query that says the same; defaults are left out."""
        said = {"tab": self.part or "", "q": self.q, "page": str(self.page) if self.page > 1 else ""}
        return urlencode({name: value for name, value in said.items() if value})

    def of(self, part: Part) -> "RowFilter":
        """The first page of another part."""
        return replace(self, part=part, page=1)

    def where(self, import_id: int, *, is_over: bool) -> list[sa.ColumnElement[bool]]:
        """The conditions on `ImportRow`. When the writing is over, what was not written stands apart."""
        found = [col(ImportRow.import_id) == import_id]
        if self.part is Part.LEFT:
            found += [col(ImportRow.verdict) != Verdict.REFUSE, col(ImportRow.is_done).is_(False)]
        elif self.part is not None:
            found.append(col(ImportRow.verdict) == VERDICTS[self.part].value)
            if is_over and self.part is not Part.REFUSE:
                found.append(col(ImportRow.is_done).is_(True))
        return [*found, *(col(ImportRow.search).contains(word, autoescape=True) for word in folded(self.q).split())]
