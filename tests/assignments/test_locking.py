"""From when on an assignment can no longer be edited (A-19)."""

from datetime import date

import pytest

from training_app.assignments.acts.locking import is_locked, last_day_to_edit, locked_from

DUE = date(2027, 4, 30)


@pytest.mark.rule("A-19", "locked from midnight of the third day before the due date on")
def test_it_is_locked_from_the_third_day_before_it_is_due():
    assert locked_from(DUE) == date(2027, 4, 27)
    assert last_day_to_edit(DUE) == date(2027, 4, 26)
    assert not is_locked(DUE, date(2027, 4, 26))
    assert is_locked(DUE, date(2027, 4, 27))
    assert is_locked(DUE, date(2027, 5, 1))
