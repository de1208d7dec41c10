"""What the address of "Award Users" asks for: the step, the tab, the words searched for and the page (M-04)."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from training_app.web.shared import routes

USERS, GROUPS, BRANCHES = "users", "groups", "branches"
TABS = {USERS: "Users", GROUPS: "Groups", BRANCHES: "Branches"}
LONGEST = 100


@dataclass(frozen=True)
class Looking:
    """Step 1 with one of its tabs, or step 2."""

    step: int = 1
    tab: str = USERS
    q: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: str) -> "Looking":
        """Read the query of an address. Never fails."""
        said = dict(parse_qsl(query.lstrip("?")))
        return cls(
            step=2 if said.get("step") == "2" else 1,
            tab=said["tab"] if said.get("tab") in TABS else USERS,
            q=said.get("q", "")[:LONGEST],
            page=routes.page_in(query),
        )

    def query(self) -> str:
        """The query of the address that reads back as this."""
        said = {
            "step": "2" if self.step == 2 else "",  # noqa: PLR2004  # the second of two
            "tab": self.tab if self.tab != USERS else "",
            "q": self.q,
            "page": str(self.page) if self.page > 1 else "",
        }
        return urlencode({name: value for name, value in said.items() if value})

    def at(self, page: int) -> "Looking":
        """Another page of the same."""
        return replace(self, page=page)
