from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, func, select
from support.build import SYSTEM, Builder
from support.imports import Desk, reasons, roster, verdicts

from training_app.certifications import actions as certifications
from training_app.certifications import queries as awards
from training_app.certifications.model import Award, Revocation
from training_app.core import db
from training_app.core.audit import AuditEntry, ranges
from training_app.core.events import Event
from training_app.core.tables import known
from training_app.imports import actions as imports
from training_app.imports.drafts import Change, Verdict
from training_app.people import actions as people
from training_app.people.model import Branch, Person

ANN = "Ann,Lee,ann@x.test,North"
BOB = "Bob,Ray,bob@x.test,North"
LICENCE = ",License Type,License #,License Issued,License Expires"


def entries(desk: Desk, act: str = "people imported") -> list[AuditEntry]:
    return list(desk.session.exec(select(AuditEntry).where(AuditEntry.act == act)))


def awards_of(desk: Desk, email: str) -> list[tuple[str, str, str]]:
    person = desk.person(email)
    rows = desk.session.exec(select(Award).where(Award.person_id == person.id).order_by(col(Award.id)))
    return [(row.number, str(row.issued_on), str(row.expires_on)) for row in rows]


@pytest.mark.rule("P-08", "nothing of a refused row is written, not even a name that only it uses")
def test_nothing_of_a_refused_row_is_written(desk: Desk):
    done = desk.bring(roster(ANN, "Bob,,bob@x.test,South"))
    assert (done.created, done.refused) == (1, 1)
    assert desk.headcount() == 1
    assert desk.session.exec(select(Branch.name)).all() == ["North"]


@pytest.mark.rule("P-08", "what was shown as changed is changed, and only that")
def test_changes_are_written_and_the_rest_stays(desk: Desk, build: Builder):
    ann = build.person("Ann", "Lee", branch="North", email="Ann@X.test", username="annie", title="Medic", shift="A")
    done = desk.bring(roster("Ann,Leigh,ann@x.test,South,Captain,ALS", more=",Title,Level"))
    assert (done.created, done.changed) == (0, 1)
    row = desk.person("Ann@X.test")
    assert (row.last_name, row.title, row.level, row.shift, row.username) == ("Leigh", "Captain", "ALS", "A", "annie")
    assert desk.session.get_one(Branch, row.branch_id).name == "South"
    assert row.id == ann.id
    assert row.version == 2
    assert "leigh" in row.search


@pytest.mark.rule("P-10", "an import is one audit entry that names the rows it made and what changed")
def test_an_import_is_one_audit_entry_with_the_rows_it_made(desk: Desk, build: Builder):
    build.person("Ann", "Lee", branch="North", email="ann@x.test", title="Medic")
    before = desk.session.exec(select(func.count(col(AuditEntry.id)))).one()
    line = "Bob,Ray,bob@x.test,South,Chief,EMT,E1,2026-01-01,2028-01-31"
    desk.bring(roster(f"{ANN},Captain,,,,", line, more=",Title" + LICENCE))
    (entry,) = entries(desk)
    ann, bob = desk.person("ann@x.test"), desk.person("bob@x.test")
    assert desk.session.exec(select(func.count(col(AuditEntry.id)))).one() == before + 1
    assert entry.rows == ranges([known(bob.id), known(ann.id)])
    assert entry.before == {str(ann.id): {"Title": ["Medic"]}}
    assert entry.after is not None
    assert entry.after[str(ann.id)] == {"Title": ["Captain"]}
    assert entry.after["created"] == 1
    assert entry.after["awards"] == ranges([known(desk.session.exec(select(Award.id)).one())])


def test_an_import_that_changes_nothing_writes_no_entry(desk: Desk):
    desk.bring(roster(ANN))
    desk.bring(roster(ANN))
    assert len(entries(desk)) == 1


@pytest.mark.rule("P-09", "an inactive row deactivates, an active one reactivates, and both are facts")
def test_status_deactivates_and_reactivates(desk: Desk):
    desk.bring(roster(f"{ANN},Inactive", f"{BOB},Active", more=",Status"))
    assert [desk.person(f"{name}@x.test").is_active() for name in ("ann", "bob")] == [False, True]
    assert desk.session.exec(select(Event)).all() == []
    done = desk.bring(roster(f"{ANN},Active", f"{BOB},Inactive", more=",Status"))
    assert done.changed == 2
    assert [desk.person(f"{name}@x.test").is_active() for name in ("ann", "bob")] == [True, False]
    facts = desk.session.exec(select(Event).where(Event.act == "PersonActivityChanged")).all()
    assert {fact.payload["person_id"]: fact.payload["active"] for fact in facts} == {
        desk.person("ann@x.test").id: True,
        desk.person("bob@x.test").id: False,
    }


@pytest.mark.rule("P-08", "a later licence becomes a new award, the same changes nothing, another is corrected")
def test_a_licence_is_renewed_left_alone_or_corrected(desk: Desk):
    def plan(licence: str):
        return desk.plan(roster(f"{ANN},{licence}", more=LICENCE))

    desk.apply(plan("EMT,E1,2025-01-10,2027-03-31"))
    assert verdicts(plan("emt,E1,2025-01-10,2027-03-31")) == {2: Verdict.ALONE}
    assert verdicts(plan("EMT,,,2027-03-31")) == {2: Verdict.ALONE}

    renewed = plan("EMT,E1,2027-02-01,2029-03-31")
    assert renewed.rows[0].changes == (Change("Licence EMT", "", "E1, issued 2027-02-01, expires 2029-03-31"),)
    assert desk.apply(renewed).awards == 1
    assert awards_of(desk, "ann@x.test") == [("E1", "2025-01-10", "2027-03-31"), ("E1", "2027-02-01", "2029-03-31")]

    desk.apply(plan("EMT,E2,,2029-03-31"))
    assert awards_of(desk, "ann@x.test")[1] == ("E2", "2027-02-01", "2029-03-31")
    desk.apply(plan("EMT,,,2028-03-31"))
    assert awards_of(desk, "ann@x.test")[1] == ("E2", "2027-02-01", "2028-03-31")
    found = reasons(plan("EMT,,,2026-12-31"))
    assert "lies before the day of issue on record, 2027-02-01" in found[2][0]


@pytest.mark.rule("X-07", "a licence issued in the future is taken, and not yet valid")
def test_a_licence_may_be_issued_in_the_future(desk: Desk):
    desk.bring(roster(f"{ANN},EMT,E1,2027-10-12,2029-10-31", more=LICENCE))
    award = desk.session.exec(select(Award)).one()
    assert not award.is_valid(desk.now.date())


def test_a_licence_needs_its_expiry_and_its_type(desk: Desk):
    lines = (f"{ANN},EMT,E1,2026-01-01,", f"{BOB},,E2,,2028-01-01")
    assert reasons(desk.plan(roster(*lines, more=LICENCE))) == {
        2: ["License Expires is missing: a licence has a day on which it expires."],
        3: ["License Type is missing, though the row says more of a licence."],
    }


@pytest.mark.rule("C-14", "an import does not award again what was revoked")
def test_a_revoked_licence_stays_revoked_and_the_plan_says_so(desk: Desk):
    text = roster(f"{ANN},EMT,E1,2025-01-10,2027-03-31", more=LICENCE)
    desk.bring(text)
    award = desk.session.exec(select(Award)).one()
    award.revoked_at = desk.now
    desk.session.add(Revocation(award_id=known(award.id), at=desk.now, why="Entered by mistake"))
    desk.session.flush()
    plan = desk.plan(text)
    assert verdicts(plan) == {2: Verdict.ALONE}
    assert "was revoked and stays so" in plan.rows[0].remark


def test_a_certification_that_is_no_licence_is_not_taken_for_one(desk: Desk):
    new = certifications.NewCertification(name="CPR", code="CPR")
    certifications.add_certification(desk.session, SYSTEM, new=new, now=desk.now)
    found = reasons(desk.plan(roster(f"{ANN},cpr,1,,2028-01-01", more=LICENCE)))
    assert "is a certification, but none that is a licence" in found[2][0]


def test_a_new_licence_gets_a_code_of_its_own(desk: Desk):
    new = certifications.NewCertification(name="Something", code="emt")
    certifications.add_certification(desk.session, SYSTEM, new=new, now=desk.now)
    desk.bring(roster(f"{ANN},EMT,1,,2028-01-01", more=LICENCE))
    codes = {kind.name: kind.code for kind in awards.kinds(desk.session, SYSTEM)}
    assert codes["EMT"] == "EMT-2"


@pytest.mark.rule("P-08", "what changed between preview and import is refused and named")
def test_somebody_added_meanwhile_is_refused_and_the_rest_imported(desk: Desk, build: Builder):
    plan = desk.plan(roster(f"{ANN},bob", f"{BOB},", "Cyd,Fox,cyd@x.test,North,", more=",Username"))
    build.person("Bob", "Other", branch="South", email="BOB@x.test", username="bob")
    done = desk.apply(plan)
    assert (done.created, done.refused) == (1, 2)
    found = reasons(done.plan)
    assert "belongs to Bob Other" in found[2][0]
    assert found[3] == ["Somebody else has added bob@x.test since the preview."]


def test_a_change_by_somebody_else_meanwhile_is_refused_with_what_it_is_now(desk: Desk, build: Builder):
    ann = build.person("Ann", "Lee", branch="North", email="ann@x.test", title="Medic")
    bob = build.person("Bob", "Ray", branch="North", email="bob@x.test", title="Medic")
    plan = desk.plan(roster(f"{ANN},Captain", f"{BOB},Chief", more=",Title"))
    for person, title in ((ann, "Lieutenant"), (bob, "Chief")):
        entered = replace(people.entered(person), title=title)
        people.change_person(
            desk.session, SYSTEM, person_id=known(person.id), version=person.version, entered=entered, now=desk.now
        )
    done = desk.apply(plan)
    assert (done.changed, done.alone, done.refused) == (0, 1, 1)
    assert reasons(done.plan)[2] == ["Somebody else has changed Ann Lee since the preview: Title is “Lieutenant” now."]


@pytest.mark.rule("P-08", "a name taken at the very moment of writing refuses a row, not the import")
@pytest.mark.parametrize("database", ["postgres"], indirect=True)  # SQLite lets one writer in at a time
def test_a_name_taken_while_writing_is_refused_by_name(database, now):
    with db.read() as session:
        plan = Desk(session, now).plan(roster(ANN, BOB))
    overtaken = []

    def overtake(_connection, _cursor, statement, *_rest: object) -> None:
        if statement.startswith("INSERT INTO person ") and not overtaken:
            overtaken.append(True)
            with Session(db.write_engine()) as other, other.begin():
                Builder(other, now).person("Bob", "Other", branch="South", email="bob@x.test")

    sa.event.listen(db.write_engine(), "before_cursor_execute", overtake)
    with db.write() as session:
        done = imports.apply_people(session, SYSTEM, plan=plan, now=now)
    assert (done.created, done.refused) == (1, 1)
    assert reasons(done.plan)[3] == ["Somebody else has added bob@x.test since the preview."]


def test_two_imports_of_the_same_roster_make_everybody_once(desk: Desk):
    first, second = desk.plan(roster(ANN, BOB)), desk.plan(roster(ANN, BOB))
    assert desk.apply(first).created == 2
    done = desk.apply(second)
    assert (done.created, done.alone) == (0, 0)
    assert desk.headcount() == 2


@pytest.mark.rule("P-07", "nobody imported has a password before they are invited")
def test_nobody_imported_has_a_password_or_a_role(desk: Desk):
    desk.bring(roster(ANN))
    for table in ("account", "role_grant", "link"):
        assert desk.session.connection().execute(sa.text(f"select count(*) from {table}")).scalar_one() == 0  # noqa: S608


def test_the_person_table_is_indexed_for_search(desk: Desk):
    desk.bring(roster("Łucja,Kuźnia,ann@x.test,North"))
    found = desk.session.exec(select(Person).where(col(Person.search).contains("lucja kuznia"))).one()
    assert found.email == "ann@x.test"
