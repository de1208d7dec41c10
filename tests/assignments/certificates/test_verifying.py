"""What anybody learns who checks a code: of a completion, and of an award in each of its states (T-06, C-14)."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session
from support import scans
from support.build import SYSTEM
from support.cast import Cast

from training_app.assignments.certificates import verifying
from training_app.assignments.certificates.verifying import UNKNOWN, Checked
from training_app.assignments.model import Enrollment
from training_app.assignments.records import Certificate
from training_app.assignments.rules import ClosedAs
from training_app.certifications import actions, proof
from training_app.certifications.actions import NewAward
from training_app.certifications.awarding import revoking
from training_app.certifications.proof import Verdict
from training_app.core.tables import known

TODAY = date(2027, 3, 1)


@pytest.mark.rule("T-06", "anyone can check the code: validity, name, training and the day, and nothing else")
@pytest.mark.rule("P-09", "the certificates of somebody who is deactivated stay valid")
def test_a_completion_is_valid_also_when_its_person_has_left(cast: Cast, session: Session):
    course = cast.build.course("Airway")
    cast.build.assign(course, "q=lea")
    cast.build.complete(cast.lea, course)
    attempt = cast.build.attempt(cast.lea, course)
    code = session.get_one(Certificate, attempt.id).code
    expected = Checked(Verdict.VALID, "Lea Learner", "Airway", completed_on=TODAY)
    assert verifying.check(session, code=code, now=cast.build.now) == expected
    cast.build.deactivate(cast.lea)
    assert verifying.check(session, code=code, now=cast.build.now) == expected
    assert verifying.check(session, code="0" * 12, now=cast.build.now) == UNKNOWN
    # ── a completion that does not stand any more
    session.get_one(Enrollment, attempt.id).closed_as = ClosedAs.WITHDRAWN
    session.flush()
    assert verifying.check(session, code=code, now=cast.build.now).verdict is Verdict.WITHDRAWN


@pytest.mark.rule("C-14", "a revoked award verifies as withdrawn")
@pytest.mark.rule("T-06", "the code of a certification is valid on its days, expired after them, and not yet before")
def test_an_award_is_what_it_is_on_that_day(cast: Cast, session: Session):
    kind = scans.kind(session, "EMT", now=cast.build.now, always_valid_allowed=True)

    awards: dict[str, int] = {}

    def code_of(issued: date | None, expires: date | None) -> str:
        new = NewAward(known(cast.lea.id), kind, issued_on=issued, expires_on=expires, always_valid=expires is None)
        number = actions.award(session, SYSTEM, new=new, now=cast.build.now)
        code = proof.code_of(session, cast.actor(cast.lea), award_id=number, now=cast.build.now)
        awards[code] = number
        return code

    def check(code: str) -> Checked:
        return verifying.check(session, code=code, now=cast.build.now)

    ends, begins = code_of(None, TODAY), code_of(TODAY, TODAY + timedelta(days=9))
    assert check(ends) == Checked(Verdict.VALID, "Lea Learner", "EMT", expires_on=TODAY)
    assert check(begins).verdict is Verdict.VALID
    assert check(code_of(None, TODAY - timedelta(days=1))).verdict is Verdict.EXPIRED
    assert check(code_of(TODAY + timedelta(days=1), None)).verdict is Verdict.AHEAD
    always = code_of(TODAY, None)
    assert check(always) == Checked(Verdict.VALID, "Lea Learner", "EMT", issued_on=TODAY)
    revoking.take_back(session, award_ids=[awards[always]], by_id=cast.tess.id, why="A mistake", now=cast.build.now)
    assert check(always).verdict is Verdict.WITHDRAWN
