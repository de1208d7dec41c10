"""What is being prepared at Riverside: days for which people sign up, and a course that is being revised."""

from datetime import datetime, time, timedelta

from sqlmodel import Session

from training_app.access.actor import Actor
from training_app.accounts import queries as accounts
from training_app.assignments.sessions import making, signing_up
from training_app.assignments.sessions.entry import NewSession
from training_app.catalog import drafting
from training_app.catalog.content import NewMaterial
from training_app.catalog.editing import materials
from training_app.catalog.rules import SignUpBy
from training_app.core import db
from training_app.core.tables import known
from training_app.demo.accounts import COORDINATOR, LEARNER
from training_app.demo.organization import Riverside
from training_app.demo.plans import CLASSROOM

# Days from today; those of the first are all taken, and two more wait.
SOON, LATER = 9, 30
SEATS, WAIT = 6, 2
STATION = "Station 6"
REVISED = "SAF-110"
WHAT_IS_NEW = NewMaterial(
    "What is new this year",
    "The county has **powered stretchers** since January.\n\n- Two people, whatever the stretcher says it can lift.\n"
    "- Rails up before it moves.\n- A stretcher that beeps is not used, it is reported.",
)


def prepare(of: Riverside, *, now: datetime) -> None:
    """Two days at the yard with people who signed up, and a draft of a course that nobody sees yet."""
    with db.write() as session:
        coordinator = accounts.actor_of(session, person_id=of.member(COORDINATOR.username).id)
        assert coordinator is not None  # noqa: S101  # made with the accounts
        _sessions(session, coordinator, of, now)
        _draft(session, of, now)


def _sessions(session: Session, coordinator: Actor, of: Riverside, now: datetime) -> None:
    for days, place in ((SOON, "The yard, gate B"), (LATER, "The yard, gate A")):
        day = of.today + timedelta(days=days)
        new = NewSession(day, day, starts=time(8, 30), ends=time(15), place=place, instructor="Captain Olsen",
                         note="Bring gloves, helmet and turnout coat.", seats=SEATS,
                         sign_up=SignUpBy.EVERYONE)  # fmt: skip
        [held] = making.add(session, coordinator, course_id=of.trainings[CLASSROOM.code], new=new, now=now)
        crew = [one.id for one in of.members if one.branch == STATION and not one.account]
        come = crew[: SEATS + WAIT] if days == SOON else [*crew[-2:], of.member(LEARNER.username).id]
        signing_up.sign_up_many(session, coordinator, session_id=known(held.id), person_ids=come, now=now)


def _draft(session: Session, of: Riverside, now: datetime) -> None:
    draft = drafting.begin(session, Actor.system(), training_id=of.trainings[REVISED], now=now)
    materials.add(session, Actor.system(), version_id=draft, new=WHAT_IS_NEW, now=now)
