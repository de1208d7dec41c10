import pytest
from support.build import Builder
from support.imports import Desk, reasons, roster, verdicts

from training_app.imports.drafts import Change, Verdict

pytestmark = pytest.mark.usefixtures("build")


def line(name: str, above: str = "") -> str:
    above = f"{above}@x.test" if above else ""
    return f"{name.title()},Lee,{name}@x.test,North,{above}"


def people(*lines: str) -> str:
    return roster(*lines, more=",Supervisor")


@pytest.mark.rule("P-08", "a supervisor may stand further down in the file")
def test_a_supervisor_may_stand_further_down(desk: Desk):
    desk.bring(people(line("ann", "bob"), line("bob", "cyd"), line("cyd")))
    ann, bob, cyd = (desk.person(f"{name}@x.test") for name in ("ann", "bob", "cyd"))
    assert (ann.manager_id, bob.manager_id, cyd.manager_id) == (bob.id, cyd.id, None)


def test_a_supervisor_may_be_somebody_known_by_email_or_username(desk: Desk, build: Builder):
    boss = build.person("Max", "Boss", email="max@x.test", username="maxb")
    desk.bring(people(line("ann", "MAX"), "Bob,Ray,bob@x.test,North,maxb"))
    assert desk.person("ann@x.test").manager_id == desk.person("bob@x.test").manager_id == boss.id


@pytest.mark.rule("P-08", "a row whose supervisor is refused, unknown or the person is refused")
def test_whoever_reports_to_a_refused_row_is_refused_too_and_so_on_down(desk: Desk):
    found = reasons(desk.plan(people(line("ann", "bob"), line("bob", "cyd"), line("cyd", "nobody"), line("di"))))
    assert found == {
        2: ["Supervisor “bob@x.test” is the person of row 3, which is refused."],
        3: ["Supervisor “cyd@x.test” is the person of row 4, which is refused."],
        4: ["Supervisor “nobody@x.test” is nobody in the file or in the roster."],
    }


def test_nobody_reports_to_themselves(desk: Desk):
    assert "nobody reports to themselves" in reasons(desk.plan(people(line("ann", "ANN"))))[2][0]


def test_reporting_to_somebody_known_whose_row_is_refused_is_fine(desk: Desk, build: Builder):
    boss = build.person("Bob", "Lee", email="bob@x.test", branch="North")
    plan = desk.plan(people(line("ann", "bob"), line("bob", "nobody")))
    assert sorted(reasons(plan)) == [3]
    desk.apply(plan)
    assert desk.person("ann@x.test").manager_id == boss.id


@pytest.mark.rule("P-08", "a circle of supervisors is refused, and whoever stands below it")
def test_a_circle_is_refused_with_everybody_below_it(desk: Desk):
    found = reasons(desk.plan(people(line("ann", "bob"), line("bob", "cyd"), line("cyd", "ann"), line("di", "ann"))))
    assert sorted(found) == [2, 3, 4, 5]
    assert "(rows 2, 3, 4)" in found[3][0]
    assert "row 2, which is refused" in found[5][0]


def test_a_circle_through_people_known_is_refused(desk: Desk, build: Builder):
    bob = build.person("Bob", "Lee", email="bob@x.test", branch="North")
    mid = build.person("Mid", "Lee", email="mid@x.test", branch="North", manager_id=bob.id)
    build.person("Ann", "Lee", email="ann@x.test", branch="North", manager_id=mid.id)
    plan = desk.plan(people(line("bob", "ann"), line("ann", "mid")))
    assert verdicts(plan) == {2: Verdict.REFUSE, 3: Verdict.ALONE}


def test_turning_two_people_round_is_no_circle(desk: Desk, build: Builder):
    bob = build.person("Bob", "Lee", email="bob@x.test", branch="North")
    top = build.person("Top", "Lee", email="top@x.test", branch="North")
    build.person("Ann", "Lee", email="ann@x.test", branch="North", manager_id=bob.id)
    plan = desk.plan(people(line("bob", "ann"), line("ann", "top")))
    assert plan.rows[1].changes == (Change("Supervisor", "bob@x.test", "top@x.test"),)
    desk.apply(plan)
    ann = desk.person("ann@x.test")
    assert (desk.person("bob@x.test").manager_id, ann.manager_id) == (ann.id, top.id)
