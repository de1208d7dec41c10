"""A small organization behind a running server, made through our own actions, and people who come to it."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from playwright.sync_api import Page
from support import server as servers
from support import smtp
from support.build import SYSTEM, Builder
from support.database import Maker, pointed_to
from support.server import Server
from support.smtp import Mail, Sink

from training_app import wiring
from training_app.access.rules import Role
from training_app.accounts import actions as accounts
from training_app.accounts import keys, passwords, signing
from training_app.core import clock, db, organization
from training_app.core.tables import known
from training_app.people.model import Person

PASSWORD = "lifting-with-legs"


@dataclass(frozen=True)
class Town:
    """One organization: its server, and where its e-mails arrive."""

    server: Server
    sink: Sink

    @contextmanager
    def building(self) -> Iterator[Builder]:
        """Make things in one transaction beside the server, now."""
        wiring.bind()
        with pointed_to(f"sqlite:///{self.server.data / 'muster.db'}", self.server.data), db.write() as session:
            yield Builder(session, clock.now())

    def person(self, first: str, role: Role | None = None, *, invited: bool = False, **said) -> Person:
        """Somebody with the password `PASSWORD`; who is `invited` has only the mail."""
        with self.building() as build:
            person = build.person(first, **said)
            if role:
                accounts.give_role(build.session, SYSTEM, person_id=known(person.id), role=role, now=build.now)
            token = accounts.invite(build.session, SYSTEM, person_id=known(person.id), now=build.now)
            if not invited:
                accounts.set_password(build.session, token=token, password=_hashed(), now=build.now)
        return person

    def today(self) -> date:
        """The organization day."""
        with self.building() as build:
            return organization.of(build.session).today(build.now)

    def mail_to(self, person: Person, number: int = 1) -> Mail:
        """The so-manieth mail to this person, as soon as it is there."""
        while True:
            seen = len(self.sink.mails)
            found = self.sink.to(person.email)
            if len(found) >= number:
                return found[number - 1]
            self.sink.wait_for(seen + 1)

    def give(self, person: Person, title: str, *, days: int, materials: int = 2, starts: int = 0) -> None:
        """Assign a course of its own to this person, due in so many days; it may have started some days ago."""
        today = self.today()
        with self.building() as build:
            course = build.course(title, materials=materials)
            first, at = today + timedelta(days=starts), build.now + timedelta(days=min(starts, 0))
            build.assign(course, f"q={person.username}", starts=first, due=today + timedelta(days=days), at=at)

    def come(self, page: Page, person: Person, address: str = "/") -> Page:
        """Open an address as somebody who has signed in before."""
        self.sign_in(page, person)
        page.goto(address)
        return page

    def sign_in(self, page: Page, person: Person) -> None:
        """Give the browser the cookie that it has after signing in."""
        with self.building() as build:
            key = signing.begin_session(
                build.session, person_id=known(person.id), address="127.0.0.1", device="A browser", now=build.now
            )
        page.context.add_cookies([{"name": keys.COOKIE, "value": key, "url": self.server.address}])


@dataclass
class Towns:
    """Towns, each begun while the tests are busy with the one before: a server takes seconds to start."""

    folders: Callable[[], Path]
    migrated: Maker
    wanted: int
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    _next: Future[tuple[Town, ExitStack]] | None = None

    @contextmanager
    def one(self) -> Iterator[Town]:
        """The next town; the one after it is begun."""
        town, opened = (self._next or self._thread.submit(self._begin)).result()
        self.wanted -= 1
        self._next = self._thread.submit(self._begin) if self.wanted > 0 else None
        with opened:
            yield town

    def end(self) -> None:
        """Stop what was begun and never asked for."""
        if self._next is not None:
            self._next.result()[1].close()
        self._thread.shutdown()

    def _begin(self) -> tuple[Town, ExitStack]:
        with ExitStack() as opened:
            sink, folder = opened.enter_context(smtp.listening()), self.folders()
            opened.enter_context(self.migrated(folder))
            server = opened.enter_context(servers.running(folder, sink.environment()))
            return Town(server, sink), opened.pop_all()


@cache
def _hashed() -> passwords.Hashed:
    return passwords.hashed(PASSWORD)
