"""Lists are cut by the database."""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from training_app.core import paging
from training_app.core.paging import Page, Paged
from training_app.people.model import Team


def titles(session: Session, page: Page) -> list[str]:
    return list(session.exec(page.cut(select(Team.name).order_by(col(Team.name)))))


def test_pages_follow_each_other_without_gap_or_repetition(session: Session):
    session.add_all(Team(name=f"Team {number:02}") for number in range(1, 8))
    session.flush()

    assert titles(session, Page(1, 3)) == ["Team 01", "Team 02", "Team 03"]
    assert titles(session, Page(3, 3)) == ["Team 07"]
    assert titles(session, Page(4, 3)) == []


def test_the_whole_is_counted_whatever_the_order(session: Session):
    session.add_all(Team(name=f"Team {number}") for number in range(1, 8))
    session.flush()

    assert paging.count(session, sa.select(Team).order_by(col(Team.name).desc())) == 7


def test_an_empty_list_has_one_page():
    assert Paged([], 0, Page()).pages() == 1


def test_a_last_page_may_be_partly_full():
    assert Paged([], 101, Page(1, 50)).pages() == 3
    assert Paged([], 100, Page(1, 50)).pages() == 2
