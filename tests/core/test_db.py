"""Transactions: who waits for whom, and what is kept."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from support.database import Database

from training_app.core import db
from training_app.people.model import Team, TeamMember

TEN_SECONDS = 10


class ChangedMyMindError(Exception):
    """Ends a transaction before its end."""


@pytest.fixture
def beside() -> Iterator[ThreadPoolExecutor]:
    """Something that happens at the same time."""
    with ThreadPoolExecutor(1) as executor:
        yield executor


def names() -> list[str]:
    with db.read() as session:
        return list(session.exec(select(Team.name).order_by(col(Team.id))))


def test_what_is_written_is_kept_at_the_end_of_the_block(database: Database):
    with db.write() as session:
        session.add(Team(name="A"))

    assert names() == ["A"]


def test_nothing_of_a_broken_block_is_kept(database: Database):
    with suppress(ChangedMyMindError), db.write() as session:
        session.add(Team(name="A"))
        session.flush()
        raise ChangedMyMindError

    assert names() == []


def test_nothing_is_kept_of_a_reading_block(database: Database):
    with db.read() as session:
        session.add(Team(name="A"))
        session.flush()

    assert names() == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_second_writer_waits_from_the_beginning_of_its_transaction(database: Database, beside: ThreadPoolExecutor):
    begun = Event()

    def second() -> list[str]:
        with db.write() as session:
            begun.set()
            return list(session.exec(select(Team.name)))

    with db.write() as first:
        first.connection()
        waiting = beside.submit(second)
        assert begun.wait(TEN_SECONDS)
        first.add(Team(name="A"))
        first.flush()
        assert not waiting.done()

    assert waiting.result(TEN_SECONDS) == ["A"], "the second writer read before the first had ended"


def test_two_writers_of_one_name_do_not_both_succeed(database: Database, beside: ThreadPoolExecutor):
    begun = Event()

    def second() -> None:
        begun.set()
        with db.write() as session:
            session.add(Team(name="A"))

    with db.write() as first:
        first.add(Team(name="A"))
        first.flush()
        late = beside.submit(second)
        assert begun.wait(TEN_SECONDS)

    with pytest.raises(IntegrityError):
        late.result(TEN_SECONDS)


def test_reading_goes_on_while_somebody_writes(database: Database):
    with db.write() as writer:
        writer.add(Team(name="A"))
        writer.flush()

        assert names() == []


def test_a_reader_sees_one_state_however_long_it_reads(database: Database, beside: ThreadPoolExecutor):
    def add() -> None:
        with db.write() as session:
            session.add(Team(name="B"))

    with db.read() as reader:
        before = len(reader.exec(select(Team.id)).all())
        beside.submit(add).result(TEN_SECONDS)

        assert len(reader.exec(select(Team.id)).all()) == before

    assert names() == ["B"]


def test_foreign_keys_are_kept(session: Session):
    session.add(TeamMember(team_id=999, person_id=999))

    with pytest.raises(IntegrityError):
        session.flush()


def test_rows_that_meet_a_unique_key_are_left_out_and_not_counted(session: Session):
    session.add(Team(name="A"))
    session.flush()

    made = db.insert_new(session, Team, [{"name": "A"}, {"name": "B"}, {"name": "B"}, {"name": "C"}])

    assert made == 2
    assert set(session.exec(select(Team.name))) == {"A", "B", "C"}


def test_more_rows_than_fit_into_one_statement_are_all_inserted(session: Session):
    rows = [{"name": f"Team {number}"} for number in range(1_234)]

    assert db.insert_new(session, Team, rows) == 1_234
    assert db.insert_new(session, Team, rows) == 0


def test_no_rows_are_no_work(session: Session):
    assert db.insert_new(session, Team, []) == 0


def test_an_insert_that_ignores_answers_what_it_made(session: Session):
    statement = db.insert_or_ignore(Team).values(name="A").returning(Team.name)

    assert session.connection().execute(statement).scalars().all() == ["A"]
    assert session.connection().execute(statement).scalars().all() == []


async def test_a_handler_writes_and_reads_in_a_thread_of_its_own(database: Database):
    def add(session: Session, name: str, *, twice: bool) -> int:
        session.add_all(Team(name=f"{name}{number}") for number in range(1 + twice))
        return 1 + twice

    def count(session: Session) -> int:
        return len(session.exec(select(Team.id)).all())

    assert await db.in_write(add, "A", twice=True) == 2
    assert await db.in_read(count) == 2
