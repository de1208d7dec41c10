"""What the address of "Enroll" asks for: a tab, a search, a page."""

from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from training_app.web.shared import routes

LONGEST = 100


class EnrollTab(StrEnum):
    """The tabs below "Enroll", by their labels (L-01)."""

    ASSIGNMENTS = "Assignments"
    CERTIFICATIONS = "Certifications"
    COURSES = "Courses"


@dataclass(frozen=True)
class Asked:
    """Unknown values become the default."""

    tab: EnrollTab = EnrollTab.ASSIGNMENTS
    q: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: str) -> "Asked":
        """Read the query of an address. Never fails."""
        said = {name: value.replace("\x00", "") for name, value in parse_qsl(query.lstrip("?"))}
        tab = next((tab for tab in EnrollTab if key(tab) == said.get("tab", "")), EnrollTab.ASSIGNMENTS)
        return cls(tab, said.get("q", "")[:LONGEST] if tab is EnrollTab.COURSES else "", routes.page_in(query))

    def query(self) -> str:
        """The query that reads back as this."""
        said = {"tab": key(self.tab), "q": self.q, "page": str(self.page)}
        usual = {"tab": key(EnrollTab.ASSIGNMENTS), "q": "", "page": "1"}
        return urlencode({name: value for name, value in said.items() if value != usual[name]})

    def address(self, page: int) -> str:
        """The address of another page of the same."""
        return routes.enroll(replace(self, page=page).query())


def key(tab: EnrollTab) -> str:
    """A tab as an address names it."""
    return tab.value.lower()
