"""Files given to somebody's awards: each whole or not at all, a later expiry as a new award (C-05)."""

from dataclasses import dataclass, replace
from datetime import date

import pytest
from sqlmodel import Session, col, select
from support import scans
from support.cast import Cast

from training_app.access.actor import Actor
from training_app.certifications.model import Award, Certification
from training_app.certifications.records import AwardFile
from training_app.certifications.rules import Association
from training_app.certifications.tracking import choices, files, filing
from training_app.certifications.tracking.entry import ALWAYS, Entry
from training_app.certifications.tracking.filing import Filed, FileEntry
from training_app.core import staging
from training_app.core.audit import AuditEntry
from training_app.core.errors import NotAllowed, NotFound
from training_app.core.organization import OrganizationRow
from training_app.core.tables import known
from training_app.people.model import Person

OLD, NEW = date(2027, 6, 30), date(2029, 6, 30)
HELD = {"issued_on": date(2025, 7, 1), "expires_on": OLD, "number": "A-1"}


@dataclass
class Desk:
    """Tess, who has files of Lea's before her."""

    cast: Cast
    kind: int

    @property
    def session(self) -> Session:
        return self.cast.build.session

    @property
    def tess(self) -> Actor:
        return self.cast.actor(self.cast.tess)

    def send(self, name: str = "card.jpg", content: bytes | None = None, *, by: Person | None = None) -> int:
        place = filing.place_of(known(self.cast.lea.id))
        said = {"now": self.cast.build.now, "name": name, "content": content}
        return scans.sent(self.session, by or self.cast.tess, place, **said)

    def award(self, **said) -> Award:
        entered = {"certification_id": self.kind} | HELD | said
        award = Award(person_id=known(self.cast.lea.id), created_at=self.cast.build.now, **entered)
        self.session.add(award)
        self.session.flush()
        return award

    def entry(self, file_id: int, kind: int | None = None, **said) -> FileEntry:
        entered = {"expires_on": NEW} | said
        typed = Entry(**{name: str(value) for name, value in entered.items()})
        return FileEntry(file_id, self.kind if kind is None else kind, typed)

    def file(self, *entries: FileEntry, by: Actor | None = None) -> list[Filed]:
        lea = known(self.cast.lea.id)
        return filing.file_all(self.session, by or self.tess, person_id=lea, entries=entries, now=self.cast.build.now)

    def awards(self) -> list[Award]:
        return list(self.session.exec(select(Award).order_by(col(Award.id))))

    def files_of(self, award: Award) -> list[str]:
        rows = self.session.exec(select(AwardFile).where(AwardFile.award_id == award.id).order_by(col(AwardFile.id)))
        return [row.name for row in rows]

    def waiting(self) -> list[str]:
        place = filing.place_of(known(self.cast.lea.id))
        return [one.name for one in staging.waiting(self.session, by_id=known(self.cast.tess.id), place=place)]


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast, scans.kind(cast.build.session, now=cast.build.now))


@pytest.mark.rule("C-05", "a file associated with a name that the person holds nothing of makes an award")
@pytest.mark.rule("C-05", "a file and the award it made are stored together: who, when, which content, which days")
def test_a_file_makes_the_first_award_of_its_kind(desk: Desk):
    file_id = desk.send("front.jpg")
    (filed,) = desk.file(desk.entry(file_id, issued_on=date(2027, 3, 1), number=" 77 "))
    (award,) = desk.awards()
    assert filed == Filed(file_id, award.id, is_new=True)
    assert (award.issued_on, award.expires_on, award.always_valid) == (date(2027, 3, 1), NEW, False)
    assert (award.number, award.association, award.by_id) == ("77", Association.MANUAL, desk.cast.tess.id)
    (row,) = desk.session.exec(select(AwardFile))
    assert (row.award_id, row.name, row.added_by_id, row.added_at) == (
        award.id, "front.jpg", desk.cast.tess.id, desk.cast.build.now)  # fmt: skip
    assert scans.needed(desk.session) == {row.key: 1, row.preview_key: 1}
    assert desk.waiting() == []
    entry = desk.session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert (entry.act, entry.subject_id, entry.after["files"]) == ("certifications awarded", award.id, ["front.jpg"])


@pytest.mark.rule("C-05", "a later expiry makes a new award; the one before stays as it was")
def test_a_later_expiry_makes_a_new_award(desk: Desk):
    old = desk.award()
    (filed,) = desk.file(desk.entry(desk.send(), number="A-2"))
    assert filed.is_new
    assert [(one.expires_on, one.number) for one in desk.awards()] == [(OLD, "A-1"), (NEW, "A-2")]
    assert desk.files_of(old) == []


@pytest.mark.rule("C-05", "anything else than a later expiry changes the current award, and the file goes to it")
def test_another_number_and_an_earlier_expiry_change_the_current_award(desk: Desk):
    award = desk.award()
    earlier = date(2027, 5, 31)
    (filed,) = desk.file(desk.entry(desk.send(), issued_on=date(2025, 6, 1), expires_on=earlier, number="B-9"))
    assert filed == Filed(filed.file_id, award.id)
    assert [(one.issued_on, one.expires_on, one.number) for one in desk.awards()] == [
        (date(2025, 6, 1), earlier, "B-9")
    ]
    assert desk.files_of(award) == ["card.jpg"]
    entry = desk.session.exec(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert (entry.act, entry.before["number"], entry.after["number"]) == ("award changed", "A-1", "B-9")


@pytest.mark.rule("C-05", "two files of one card, sent together or one after the other, are two files of one award")
def test_both_sides_of_one_card_meet_on_one_award(desk: Desk):
    # Issued in the future it is not the current one yet: all the same the other side goes to it.
    said = {"issued_on": date(2027, 7, 1)}
    desk.award()
    front, back = desk.file(desk.entry(desk.send("front.jpg"), **said), desk.entry(desk.send("back.jpg"), **said))
    (later,) = desk.file(desk.entry(desk.send("letter.pdf", b"%PDF"), **said))
    assert (front.is_new, back.is_new, later.is_new) == (True, False, False)
    assert front.award_id == back.award_id == later.award_id
    assert desk.files_of(desk.awards()[-1]) == ["front.jpg", "back.jpg", "letter.pdf"]


@pytest.mark.rule("C-05", "of several files one bad: the good ones are stored, the bad one waits with its error")
@pytest.mark.rule("C-03", "of an uploaded file too: the expiry is required unless always valid, and named")
def test_one_bad_entry_hinders_no_other(desk: Desk):
    good, bad, last = desk.send("good.jpg"), desk.send("bad.jpg"), desk.send("last.jpg")
    filed = desk.file(desk.entry(good), desk.entry(bad, expires_on=""), desk.entry(last))
    assert [(one.file_id, one.award_id is not None) for one in filed] == [(good, True), (bad, False), (last, True)]
    assert [(one.field, one.text) for one in filed[1].problems] == [("expires_on", "The day of expiry is missing.")]
    assert desk.waiting() == ["bad.jpg"]
    assert len(desk.awards()) == 1
    assert desk.files_of(desk.awards()[0]) == ["good.jpg", "last.jpg"]


@pytest.mark.rule("C-05", "a faulty entry is said with its field: no certification, expiry before issue, never always")
def test_each_fault_names_its_field(desk: Desk):
    file_id, before_issue = desk.send(), date(2029, 7, 1)
    for said, fields in (
        ({"kind": 0, "expires_on": ""}, ["certification_id", "expires_on"]),
        ({"kind": 999}, ["certification_id"]),
        ({"issued_on": before_issue}, ["expires_on"]),
        ({"issued_on": "31/12/2027"}, ["issued_on"]),
        ({"expires_on": ALWAYS}, ["always_valid"]),
        ({"number": "9" * 201}, ["number"]),
    ):
        (filed,) = desk.file(desk.entry(file_id, **said))
        assert [one.field for one in filed.problems] == fields
    assert desk.waiting() == ["card.jpg"]
    assert desk.awards() == []


@pytest.mark.rule("C-05", "always valid, where the kind allows it, is the latest of all expiries: a new award")
def test_always_valid_is_later_than_any_day(desk: Desk):
    desk.session.get_one(Certification, desk.kind).always_valid_allowed = True
    desk.award()
    (filed,) = desk.file(desk.entry(desk.send(), expires_on=ALWAYS))
    assert filed.is_new
    assert [(one.always_valid, one.expires_on) for one in desk.awards()] == [(False, OLD), (True, None)]


@pytest.mark.rule("C-05", "the same form submitted twice stores its files once")
def test_submitted_twice_it_is_stored_once(desk: Desk):
    entry = desk.entry(desk.send())
    desk.file(entry)
    (again,) = desk.file(entry)
    assert [one.text for one in again.problems] == [filing.GONE]
    assert len(desk.awards()) == 1
    assert desk.files_of(desk.awards()[0]) == ["card.jpg"]


@pytest.mark.rule("C-05", "a file that somebody else sent, or for another person, is nobody's to store")
def test_the_file_of_somebody_else_cannot_be_stored(desk: Desk):
    (filed,) = desk.file(desk.entry(desk.send(by=desk.cast.ada)))
    assert [one.text for one in filed.problems] == [filing.GONE]
    assert desk.awards() == []


@pytest.mark.rule("C-04", "uploading needs the right to track certifications, over the person; with the module on")
def test_only_who_tracks_certifications_of_this_person_uploads(desk: Desk):
    entry = desk.entry(desk.send())
    lea = desk.cast.actor(desk.cast.lea)
    with pytest.raises(NotAllowed):
        desk.file(entry, by=desk.cast.actor(desk.cast.max))
    with pytest.raises(NotFound):
        desk.file(entry, by=replace(desk.tess, scope=lea.scope))
    desk.session.add(OrganizationRow(id=1, certification_tracking=False))
    desk.session.flush()
    with pytest.raises(NotAllowed, match="switched off"):
        desk.file(entry)
    assert desk.awards() == []


@pytest.mark.rule("C-05", "issued, expiry and number are filled in from the current award of the chosen name")
def test_the_form_is_filled_in_from_the_current_award(desk: Desk):
    desk.award(expires_on=date(2026, 1, 1), issued_on=None, number="older")
    desk.award()
    gone = scans.kind(desk.session, "Retired", now=desk.cast.build.now)
    desk.session.get_one(Certification, gone).archived_at = desk.cast.build.now
    other = scans.kind(desk.session, "ACLS", now=desk.cast.build.now)
    today = desk.cast.build.now.date()
    found = choices.choices(desk.session, desk.tess, person_id=known(desk.cast.lea.id), today=today)
    assert found.name == "Lea Learner"
    assert found.kinds == [
        choices.KindChoice(other, "ACLS", always_valid_allowed=False),
        choices.KindChoice(desk.kind, "EMT-Basic", always_valid_allowed=False, is_held=True, **HELD),
    ]


@pytest.mark.rule("P-05", "the file of an award is seen by whoever tracks its person and by that person, nobody else")
def test_who_may_have_the_file_of_an_award(desk: Desk):
    desk.file(desk.entry(desk.send("front.jpg")))
    row = desk.session.exec(select(AwardFile)).one()
    seen = {
        name: _name_of(desk, desk.cast.actor(getattr(desk.cast, name)), known(row.id))
        for name in ("sam", "ada", "tess", "max", "lea", "noa")
    }
    assert seen == dict.fromkeys(("sam", "ada", "tess", "lea"), "front.jpg") | dict.fromkeys(("max", "noa"), "")
    assert _name_of(desk, replace(desk.tess, scope=desk.cast.actor(desk.cast.max).scope), known(row.id)) == "front.jpg"
    assert _name_of(desk, replace(desk.tess, scope=desk.cast.actor(desk.cast.noa).scope), known(row.id)) == ""


def _name_of(desk: Desk, actor: Actor, file_id: int) -> str:
    try:
        return files.file_of(desk.session, actor, file_id=file_id).name
    except NotFound:
        return ""
