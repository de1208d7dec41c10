"""What a learner reads of sessions beside their page: on the dashboard, and under "Enroll" (T-03, L-01)."""

from datetime import timedelta

import pytest

from training_app.assignments.attempts import enrollable, learning
from training_app.assignments.sessions import offered
from training_app.catalog.rules import SignUpBy
from training_app.core.errors import NotFound
from training_app.core.tables import known


@pytest.mark.rule("T-03", "the dashboard says which session one has a seat in or waits for, or that there are some")
def test_the_card_of_a_course_says_how_one_stands_with_its_sessions(room, cast):
    def card(person) -> tuple[str, str]:
        actor = room.build.actor(person)
        (row,) = learning.home(room.session, actor, today=room.today).enrolled
        return row.stand, row.session

    room.build.assign(room.course)
    assert card(cast.lea) == ("", "")
    one = room.held(seats=1, sign_up=SignUpBy.ENROLLED)
    assert card(cast.lea) == ("choose", "")
    room.signs_up(cast.lea, one)
    room.signs_up(cast.noa, one)
    assert card(cast.lea) == ("seated", "Mon 8 Mar, 08:00, Station 4")
    assert card(cast.noa) == ("waiting", "Mon 8 Mar, 08:00, Station 4")
    assert card(cast.max) == ("choose", "")
    room.later(9)
    assert card(cast.lea) == ("", "")


@pytest.mark.rule("L-01", "Enroll: sessions of an instructor that everybody can sign up for are offered")
def test_open_sessions_are_offered_to_everybody(room, cast):
    def found(person) -> list[tuple[str, bool, bool]]:
        listed = enrollable.trainings(room.session, room.build.actor(person), q="cpr", today=room.today).rows
        return [(one.title, one.can_enroll, one.has_sessions) for one in listed]

    room.held(sign_up=SignUpBy.NOBODY)
    room.held(8, sign_up=SignUpBy.ENROLLED)
    assert found(cast.lea) == []
    room.held(9, closes_on=room.today + timedelta(days=2))
    assert found(cast.lea) == [("Hands-on CPR", False, True)]
    room.later(2)
    assert found(cast.lea) == [("Hands-on CPR", False, True)], "through the last day to sign up"
    room.later(1)
    assert found(cast.lea) == []
    actor, number = room.build.actor(cast.lea), known(room.course.id)
    assert not enrollable.offers(room.session, actor, training_ids=[number], today=room.today)[number].has_sessions
    room.build.assign(room.course, "q=lea")
    assert enrollable.offers(room.session, actor, training_ids=[number], today=room.today)[number].has_sessions


def test_only_what_an_instructor_holds_has_sessions(room, cast):
    actor = room.build.actor(cast.lea)
    assert offered.title(room.session, actor, course_id=known(room.course.id)) == "Hands-on CPR"
    for number in (known(room.build.course("Online").id), 0):
        with pytest.raises(NotFound):
            offered.title(room.session, actor, course_id=number)
