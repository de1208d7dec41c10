"""An office in which somebody brings rosters, as the page and the job do it, each step in a transaction of its own."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from support import waiting
from support.imports import roster

from training_app.access.actor import Actor
from training_app.core import db, jobs
from training_app.core.jobs import Progress
from training_app.imports import matching, planning, portions, previews, uploads
from training_app.imports.filters import Part, RowFilter
from training_app.imports.kinds import Kind
from training_app.imports.people import PEOPLE
from training_app.imports.previews import Counts, ImportDetail, PreviewRow
from training_app.worker import jobs as workflows

WITHIN = 60.0
until = partial(waiting.until, within=WITHIN)


@dataclass
class Office:
    """Somebody at work on imports."""

    actor: Actor
    now: datetime
    kind: Kind = PEOPLE

    def bring(self, content: str | bytes, name: str = "roster.csv") -> int:
        """Upload a file; its rows are planned where nothing is open."""
        brought = content if isinstance(content, bytes) else content.encode()
        table = uploads.read(brought)
        with db.write() as session:
            made = uploads.begin(
                session, self.actor, file_name=name, content=brought, table=table, now=self.now, kind=self.kind
            )
        self.plan(made)
        return made

    def plan(self, import_id: int) -> None:
        with db.read() as session:
            prepared = planning.prepare(session, self.actor, import_id=import_id, now=self.now, kind=self.kind)
        with db.write() as session:
            planning.keep(session, self.actor, import_id=import_id, prepared=prepared, now=self.now, kind=self.kind)

    def match(self, import_id: int, column: str, said: str) -> None:
        place = [one.name for one in self.detail(import_id).columns].index(column)
        with db.write() as session:
            matching.match_column(session, self.actor, import_id=import_id, place=place, said=said, kind=self.kind)
        self.plan(import_id)

    def answer(self, import_id: int, order: str) -> None:
        with db.write() as session:
            matching.choose_order(session, self.actor, import_id=import_id, order=order, kind=self.kind)
        self.plan(import_id)

    def start(self, import_id: int) -> str:
        with db.write() as session:
            return portions.start(session, self.actor, import_id=import_id, now=self.now, kind=self.kind)

    def run(self, import_id: int) -> Progress:
        """Start it and work on it until the end."""
        key = self.start(import_id)
        with workflows.working():
            until(lambda: progress(key).ended_at is not None)
        return progress(key)

    def detail(self, import_id: int) -> ImportDetail:
        with db.read() as session:
            return previews.detail(session, self.actor, import_id=import_id, kind=self.kind)

    def counts(self, import_id: int, q: str = "") -> Counts:
        with db.read() as session:
            return previews.counts(session, self.actor, import_id=import_id, wanted=RowFilter(q=q), kind=self.kind)

    def rows(self, import_id: int, part: Part, q: str = "", page: int = 1) -> list[PreviewRow]:
        with db.read() as session:
            wanted = RowFilter(part, q, page)
            return previews.rows(session, self.actor, import_id=import_id, wanted=wanted, kind=self.kind).rows

    def refused(self, import_id: int) -> dict[int, list[str]]:
        """The reasons by row."""
        return {row.number: row.lines for row in self.rows(import_id, Part.REFUSE)}


def progress(key: str) -> Progress:
    with db.read() as session:
        found = jobs.progress(session, key)
    assert found is not None
    return found


def numbered(number: int, *, captains: int = 10) -> str:
    """A roster of so many people; the captains, to whom all others report, stand last and report to the first one."""
    first = number - captains

    def line(one: int) -> str:
        above = first + one % captains if one < first else first
        boss = "" if one == first else f"p{above}@x.test"
        return f"Kim,Number{one},p{one}@x.test,Station {one % 7},{boss},Team {one % 3}"

    return roster(*map(line, range(number)), more=",Supervisor,Team")
