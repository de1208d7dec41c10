"""Looking at a passed exam again, as far as its course allows it (T-02)."""

import pytest
from support import exams

from training_app.assignments.exams import reviewing
from training_app.core.errors import NotAllowed


@pytest.mark.rule("T-02", "the answers of an exam are shown after passing alone, and as far as the course allows")
@pytest.mark.parametrize("review", ["none", "outcome", "answers"])
def test_the_answers_are_shown_after_passing_as_far_as_the_course_allows(seat, review):
    seat = seat(review=review, shuffles_questions=False)
    asked = {"enrollment_id": seat.enrollment_id, "now": seat.now}
    seat.sit(right=2)
    seat.begin()
    seat.answer_all(right=3)
    with pytest.raises(NotAllowed, match="shown"):
        reviewing.review(seat.session, seat.actor, **asked)
    assert not seat.view().may_review
    seat.submit()
    assert seat.view().may_review is (review != "none")
    if review == "none":
        with pytest.raises(NotAllowed, match="not shown"):
            reviewing.review(seat.session, seat.actor, **asked)
        return
    shown = reviewing.review(seat.session, seat.actor, **asked)
    assert [one.is_right for one in shown] == [True, True, True, False]
    assert (shown[2].given, shown[3].given) == (exams.RIGHT[exams.ORDER], ["60"])
    if review == "outcome":
        assert {(*one.right, one.explanation) for one in shown} == {("",)}
    else:
        assert [set(one.right) for one in shown[:3]] == [set(exams.RIGHT[one.text]) for one in shown[:3]]
        assert (shown[2].right, shown[3].right) == (exams.RIGHT[exams.ORDER], ["110 ± 10"])
        assert shown[0].explanation == "Nobody is helped by a second patient."
