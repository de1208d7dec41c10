"""The form of a new assignment, as the address carries it: a reload, a second tab and Back lose nothing."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

from training_app.assignments.actions import NewAssignment
from training_app.audience.filters import PeopleFilter

OFF = "0"
ON = "1"
LONGEST_KEY = 64
EVERYBODY = PeopleFilter()


@dataclass(frozen=True)
class Form:
    """What is entered so far. Days are text until they are read, so that a slip can be shown as it was typed."""

    key: str = ""
    training: str = ""
    find: str = ""
    starts: str = ""
    due: str = ""
    dashboard: bool = True
    emails: bool = True
    duplicates: bool = False
    people: PeopleFilter = EVERYBODY
    page: int = 1

    @classmethod
    def from_query(cls, query: str) -> "Form":
        """Read the query of an address. Never fails."""
        said = dict(parse_qsl(query.lstrip("?")))
        page = said.get("page", "")
        return cls(
            key=said.get("form", "")[:LONGEST_KEY],
            training=said.get("training", ""),
            find=said.get("find", "")[:100],
            starts=said.get("starts", "")[:20],
            due=said.get("due", "")[:20],
            dashboard=said.get("dashboard") != OFF,
            emails=said.get("emails") != OFF,
            duplicates=said.get("duplicates") == ON,
            people=PeopleFilter.from_query(query),
            page=min(max(int(page), 1), 100_000) if page.isascii() and page.isdecimal() else 1,
        )

    def query(self) -> str:
        """The query of the address that reads back as this form."""
        said = {
            "form": self.key,
            "training": self.training,
            "find": self.find,
            "starts": self.starts,
            "due": self.due,
            "dashboard": "" if self.dashboard else OFF,
            "emails": "" if self.emails else OFF,
            "duplicates": ON if self.duplicates else "",
            "page": str(self.page) if self.page > 1 else "",
        }
        own = urlencode({name: value for name, value in said.items() if value})
        return "&".join(part for part in (own, self.people.query()) if part)

    def finding(self, people: PeopleFilter) -> "Form":
        """This form with another filter of people, from its first page."""
        return replace(self, people=people, page=1)

    def entered(self) -> NewAssignment:
        """What the form says, for the action; a day that cannot be read is missing."""
        return NewAssignment(
            key=self.key,
            training_id=self.training_id(),
            starts_on=day(self.starts),
            due_on=day(self.due),
            dashboard_notifications=self.dashboard,
            emails=self.emails,
            allow_duplicates=self.duplicates,
        )

    def training_id(self) -> int | None:
        """The training chosen; None when there is none yet."""
        text = self.training
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004  # 32 bits


def day(text: str) -> date | None:
    """The ISO day that was typed or picked."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
