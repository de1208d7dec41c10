"""Awarding a certification to everyone: who is meant, who holds one as long, and why they are skipped (C-15, C-16)."""

from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import Session, col

from training_app.access.actor import Actor
from training_app.bench import sql
from training_app.bench.ground import NOW, TODAY, Ground
from training_app.bench.measure import Bar, Work
from training_app.certifications import actions
from training_app.certifications.actions import NewCertification
from training_app.certifications.awarding import batches, confirming, targets
from training_app.certifications.model import Award
from training_app.certifications.rules import Association, Validity
from training_app.core import db
from training_app.core.clock import days_after
from training_app.core.tables import known
from training_app.people.model import Branch, Person
from training_app.worker.jobs import PEOPLE

TABLES = ("award", "award_target", "job_line")
HOLDERS = 30  # of a hundred
ENDS = days_after(TODAY, 730)

# The least: the rows that the act leaves behind, one INSERT … SELECT for each table in one transaction, from a list
# that says beforehand who is awarded and who skipped. Nobody is looked up, compared or counted.
DECIDED = """
SELECT t.person_id, CASE WHEN a.id IS NULL THEN 0 ELSE 1 END AS is_awarded
FROM award_target t LEFT JOIN award a ON a.batch_id = t.batch_id AND a.person_id = t.person_id
WHERE t.batch_id = {batch}
"""
JOB = """
INSERT INTO job (key, kind, title, started_at, done, total) VALUES (:key, 'award', 'Bare', :now, 0, 0) RETURNING 1
"""
TARGETS = "INSERT INTO award_target (batch_id, person_id) SELECT :batch, d.person_id FROM bench_decided d"
AWARDS = """
INSERT INTO award (person_id, certification_id, issued_on, expires_on, always_valid, number, association, by_id,
                   batch_id, created_at, version)
SELECT d.person_id, :kind, :today, :ends, false, '', :association, :by, :batch, :now, 1
FROM bench_decided d WHERE d.is_awarded = 1
"""
LINES = """
INSERT INTO job_line (job_key, subject, subject_id, why)
SELECT :key, 'person', d.person_id, 'Holds one until 28 Feb 2029' FROM bench_decided d WHERE d.is_awarded = 0
"""


def works(ground: Ground) -> list[Work]:
    """Everyone, in the portions that the job has, each in a transaction of its own."""
    del ground
    forms: dict[int, tuple[int, int]] = {}

    def first(run: int) -> None:
        with db.write() as session:
            forms[run] = _filled_in(session, f"Ours {run}"), _filled_in(session, f"Bare {run}")

    def ours(run: int) -> None:
        _award(forms[run][0])

    def before(run: int) -> None:
        sql.keep("bench_decided", DECIDED.format(batch=forms[run][0]))

    def bare(run: int) -> None:
        _insert(forms[run][1])

    return [Work("award everyone", Bar(times=3, mb=400), ours, bare, first=first, before=before, writes=TABLES)]


def _actor(session: Session) -> Actor:
    """Somebody who may do everything: a form is its maker's own."""
    person_id = session.connection().execute(sa.select(sa.func.min(col(Person.id)))).scalar_one()
    return replace(Actor.system(), person_id=known(person_id))


def _filled_in(session: Session, name: str) -> int:
    """A form for everybody, of a certification that three in ten hold long enough."""
    actor = _actor(session)
    new = NewCertification(name=name, code=name, validity=Validity.DAYS, validity_number=(ENDS - TODAY).days)
    kind = known(actions.add_certification(session, actor, new=new, now=NOW).id)
    held = {
        "person_id": col(Person.id), "certification_id": sa.literal(kind), "issued_on": sa.literal(TODAY, sa.Date),
        "expires_on": sa.literal(ENDS, sa.Date), "always_valid": sa.false(), "number": sa.literal(""),
        "association": sa.literal(Association.MANUAL.value), "created_at": sql.instant(NOW), "version": sa.literal(1),
    }  # fmt: skip
    holders = sa.select(*held.values()).where(sql.lot(Person.id, 5, 100) < HOLDERS)
    sql.do(session, sa.insert(Award).from_select(list(held), holders))
    batch_id = batches.begin(session, actor, certification_id=kind, now=NOW)
    top = sa.select(col(Branch.id)).where(col(Branch.parent_id).is_(None))
    branch_id = known(session.connection().execute(top).scalar_one())
    targets.choose_branch(session, actor, batch_id=batch_id, branch_id=branch_id, on=True, now=NOW)
    return batch_id


def _award(batch_id: int) -> None:
    with db.write() as session:
        actor = _actor(session)
        confirming.confirm(session, actor, batch_id=batch_id, now=NOW)
    after: int | None = 0
    while after is not None:
        with db.write() as session:
            after = confirming.award(session, actor, batch_id=batch_id, after=after, size=PEOPLE, now=NOW).last
    with db.write() as session:
        confirming.finish(session, batch_id=batch_id, now=NOW)


def _insert(batch_id: int) -> None:
    with db.write() as session:
        kind = sql.number(session, "SELECT certification_id FROM award_batch WHERE id = :batch", batch=batch_id)
        by = sql.number(session, "SELECT made_by_id FROM award_batch WHERE id = :batch", batch=batch_id)
        key = f"bare-{batch_id}"
        sql.number(session, JOB, key=key, now=NOW)
        sql.do(session, sql.said(TARGETS, batch=batch_id))
        sql.do(session, sql.said(AWARDS, kind=kind, today=TODAY, ends=ENDS, association=Association.MANUAL.value, by=by,
                                 batch=batch_id, now=NOW))  # fmt: skip
        sql.do(session, sql.said(LINES, key=key))
