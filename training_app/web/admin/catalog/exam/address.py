"""What the list of questions is narrowed by, as it stands in the address."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from training_app.catalog.rules import QuestionKind

LONGEST = 100


@dataclass(frozen=True)
class BankFilter:
    """Words, a kind or none, and the page."""

    q: str = ""
    kind: QuestionKind | None = None
    page: int = 1

    @classmethod
    def from_query(cls, query: str) -> "BankFilter":
        """What an address asks for; what makes no sense in it asks for nothing."""
        said = dict(parse_qsl(query))
        kind, page = said.get("kind", ""), said.get("page", "")
        is_number = page.isascii() and page.isdecimal() and 0 < len(page) < 5  # noqa: PLR2004  # digits
        return cls(
            q=said.get("q", "")[:LONGEST].replace("\x00", ""),
            kind=QuestionKind(kind) if kind in set(QuestionKind) else None,
            page=max(int(page), 1) if is_number else 1,
        )

    def query(self) -> str:
        """The same as an address says it."""
        said = {"q": self.q, "kind": self.kind.value if self.kind else "", "page": self.page if self.page > 1 else ""}
        return urlencode({name: value for name, value in said.items() if value})
