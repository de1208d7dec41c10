"""The same form twice, and two coordinators, at the same moment (C-25)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from sqlmodel import Session, select
from support import cast as the_cast
from support import scans
from support.build import Builder
from support.database import Database
from support.submitting import RENEWED

from training_app.certifications.model import Award
from training_app.certifications.records import Submission
from training_app.certifications.submitting import deciding, entering
from training_app.certifications.submitting.deciding import Correction, DecidedAlready
from training_app.certifications.submitting.entering import PLACE, Card
from training_app.core import db
from training_app.core.events import Event
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known


def at_once(*acts: Callable[[Session], object]) -> list[str]:
    """Do all of these at the same moment, each in a transaction of its own; answer which were refused."""
    begin = Barrier(len(acts))

    def do(act: Callable[[Session], object]) -> str:
        begin.wait(30)
        try:
            with db.write() as session:
                act(session)
        except DecidedAlready as refused:
            return refused.message
        return ""

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(threads.map(do, acts))


@pytest.mark.rule("C-25", "at the same moment: one form makes one card, and of two coordinators one decides about it")
def test_a_card_is_made_once_and_decided_once(peopled: None, database: Database, now: datetime):
    with db.write() as session:
        cast = the_cast.find(Builder(session, now))
        session.add(OrganizationRow(members_may_submit=True))
        kind = scans.kind(session, now=now)
        card = Card("form", kind, RENEWED, (scans.sent(session, cast.lea, PLACE, now=now),))
        lea, tess, ada = (cast.actor(one) for one in (cast.lea, cast.tess, cast.ada))
    submit = lambda session: entering.submit(session, lea, card=card, now=now)  # noqa: E731
    assert at_once(submit, submit, submit) == ["", "", ""]
    with db.read() as session:
        number = known(session.exec(select(Submission.id)).one())
    correction = Correction(kind, RENEWED)
    refused = at_once(
        lambda session: deciding.approve(session, tess, submission_id=number, correction=correction, now=now),
        lambda session: deciding.decline(session, ada, submission_id=number, reason="Blurred", now=now),
        lambda session: deciding.approve(session, ada, submission_id=number, correction=correction, now=now),
    )
    assert [bool(one) for one in refused] == [False, True, True]
    with db.read() as session:
        decided = session.get_one(Submission, number)
        assert len(session.exec(select(Award)).all()) == int(bool(decided.is_approved))
        assert len(session.exec(select(Event).where(Event.act == "SubmissionDecided")).all()) == 1
