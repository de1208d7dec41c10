"""The materials of a draft, edited one by one and by two at a time (T-01, X-04, A-24)."""

from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from sqlmodel import Session, col, select
from support import materials as brought
from support import scans
from support.cast import Cast

from training_app.access.actor import Actor
from training_app.catalog import drafting, queries
from training_app.catalog.content import NewMaterial
from training_app.catalog.drafting import NotDraft
from training_app.catalog.editing import forms, material_files, material_reading, materials, places
from training_app.catalog.editing.materials import Removed, Words
from training_app.catalog.merging import ChangedMeanwhile
from training_app.catalog.model import Material, MaterialFile, Training
from training_app.catalog.rules import MaterialKind
from training_app.core import staging
from training_app.core.audit import AuditEntry
from training_app.core.errors import Invalid, NotAllowed, NotFound
from training_app.core.tables import known
from training_app.people.model import Person

FILES = (
    ("lifting_safely-v2.webm", brought.VIDEO),
    ("hand  out.pdf", brought.pdf("One", "Two")),
    ("photo.jpg", scans.jpg()),
    ("broken.jpg", scans.jpg()[:600]),
    ("report 2.0", b"MZ"),
)
CAPTIONS = "1\n00:00:01,000 --> 00:00:02,000\nBend."


@dataclass
class Draft:
    """A course that Lea is in, and the draft of its next version."""

    cast: Cast
    course: Training
    version_id: int
    actor: Actor

    @property
    def session(self) -> Session:
        return self.cast.build.session

    @property
    def now(self) -> datetime:
        return self.cast.build.now

    def titles(self, version_id: int = 0) -> list[str]:
        """In order; their places count from 1."""
        rows = queries.materials(self.session, version_id=version_id or self.version_id)
        assert [row.position for row in rows] == list(range(1, len(rows) + 1))
        return [row.title for row in rows]

    def id(self, title: str) -> int:
        wanted = select(Material.id).where(Material.version_id == self.version_id, Material.title == title)
        return known(self.session.exec(wanted).one())

    def do(self, verb, *, as_: Actor | None = None, **said):
        return verb(self.session, as_ or self.actor, **said, now=self.now)

    def send(self, *contents: tuple[str, bytes], by: Person | None = None, material_id: int = 0) -> None:
        place = forms.materials(self.version_id, material_id)
        for name, content in contents:
            scans.sent(self.session, by or self.cast.ada, place, now=self.now, name=name, content=content)

    def add_files(self, *contents: tuple[str, bytes]) -> list[str]:
        self.send(*contents)
        return self.do(material_files.add_files, version_id=self.version_id)

    def edit(self, of: str, *, by: Actor | None = None, base: Words | None = None, **said: str) -> Material:
        number = self.id(of)
        base = base or self.words(number)
        return self.do(materials.edit, as_=by, material_id=number, base=base, new=replace(base, **said))

    def words(self, material_id: int) -> Words:
        return material_reading.entered(self.session, self.actor, material_id=material_id).words

    def acts(self) -> list[tuple[str, dict, dict]]:
        rows = self.session.exec(
            select(AuditEntry).where(AuditEntry.subject == "material").order_by(col(AuditEntry.id))
        )
        return [(row.act, row.before or {}, row.after or {}) for row in rows]


@pytest.fixture
def draft(cast: Cast) -> Draft:
    course, ada = cast.build.course(materials=3), cast.actor(cast.ada)
    cast.build.assign(course, "q=lea")
    version_id = drafting.begin(cast.build.session, ada, training_id=known(course.id), now=cast.build.now)
    return Draft(cast, course, version_id, ada)


@pytest.mark.rule("T-01", "texts and links are added by form, checked as a course is, and edited")
@pytest.mark.rule(
    "A-24", "a material edited by two: what only one changed stays, what both changed is refused, and told"
)
def test_a_material_is_added_and_edited_by_two(draft: Draft):
    link = NewMaterial(" Read on ", "", MaterialKind.LINK, "https://www.cdc.gov/clean-hands")
    draft.do(materials.add, version_id=draft.version_id, new=link)
    assert draft.titles() == ["Part 1", "Part 2", "Part 3", "Read on"]
    with pytest.raises(Invalid) as refused:
        draft.do(materials.add, version_id=draft.version_id, new=NewMaterial("", "", MaterialKind.LINK, "javascript:1"))
    assert [one.field for one in refused.value.problems] == ["title", "url"]
    number, sam = draft.id("Read on"), draft.cast.actor(draft.cast.sam)
    opened = draft.words(number)
    draft.edit("Read on", by=sam, title="Clean hands")
    told = {"material_id": number, "base": opened}
    # Ada knows nothing of it: her text is added, his title stays.
    draft.do(materials.edit, **told, new=replace(opened, body="**Before** the glove."))
    assert draft.words(number) == replace(opened, title="Clean hands", body="**Before** the glove.")
    with pytest.raises(ChangedMeanwhile) as both:
        draft.do(materials.edit, **told, new=replace(opened, title="Washing hands"))
    assert [(one.field, one.text) for one in both.value.problems] == [
        ("title", "Sam Super changed “Title” meanwhile. It is now: “Clean hands”.")
    ]
    added, _, edited = draft.acts()
    assert added[0] == "material added"
    assert edited == ("material edited", {"body": ""}, {"body": "**Before** the glove."})
    # Of what was removed meanwhile it is said, to whoever still edits it.
    draft.do(materials.remove, as_=sam, material_id=number)
    with pytest.raises(Removed):
        draft.do(materials.edit, **told, new=replace(opened, title="Washing hands"))


@pytest.mark.rule("T-01", "several files become materials at once, each of the kind that its content has, with a title")
@pytest.mark.rule("T-01", "the file of a material is replaced; captions stay with a video, and go with anything else")
def test_files_become_materials_and_are_replaced(draft: Draft):
    titles = draft.add_files(*FILES)
    assert titles == ["Lifting safely-v2", "Hand out", "Photo", "Broken", "Report 2.0"]
    assert draft.titles()[3:] == titles
    shown = material_reading.lines(draft.session, draft.actor, version_id=draft.version_id)[3:]
    assert [(one.kind, one.media_type, one.pages, one.has_preview) for one in shown] == [
        ("video", "video/webm", 0, False), ("file", "application/pdf", 2, False), ("file", "image/jpeg", 0, True),
        ("file", "application/octet-stream", 0, False), ("file", "application/octet-stream", 0, False),
    ]  # fmt: skip
    assert draft.do(material_files.add_files, version_id=draft.version_id) == []
    video = draft.id("Lifting safely-v2")
    assert draft.edit("Lifting safely-v2", captions=CAPTIONS).captions.startswith("WEBVTT\n\n1\n00:00:01.000 -->")
    with pytest.raises(Invalid, match="Line 2: the caption ends before it begins"):
        draft.edit("Lifting safely-v2", captions="1\n00:00:03,000 --> 00:00:02,000\nBend.")
    for name, content, has_captions in (("new.mp4", brought.MP4, True), ("new.pdf", brought.pdf("One"), False)):
        draft.send(("old.txt", b"old"), (name, content), material_id=video)
        row = draft.do(material_files.replace_file, material_id=video)
        assert (row.title, bool(row.captions)) == ("Lifting safely-v2", has_captions)
    assert (row.kind, draft.acts()[-1][2]) == ("file", {"kind": "file", "file": "new.pdf"})
    # Each kept file is counted once for each row that speaks of it, and nothing waits.
    kept = draft.session.exec(select(MaterialFile)).all()
    keys = [key for one in kept for key in (one.key, one.preview_key) if key]
    assert {key: number for key, number in scans.needed(draft.session).items() if number} == dict.fromkeys(keys, 1)
    assert draft.session.exec(select(staging.StagedFile)).all() == []


@pytest.mark.rule("T-01", "materials are put in order, one by one or to a place; no two are ever in the same one")
def test_materials_are_put_in_order(draft: Draft):
    one, two, three = (draft.id(f"Part {number}") for number in (1, 2, 3))
    moved = draft.do(materials.move, material_id=one, to=3)
    assert (moved.title, moved.position, moved.total) == ("Part 1", 3, 3)
    assert draft.titles() == ["Part 2", "Part 3", "Part 1"]
    draft.do(materials.step, material_id=three, by=-1)
    assert draft.titles() == ["Part 3", "Part 2", "Part 1"]
    draft.do(materials.move, material_id=one, to=-7)
    draft.do(materials.step, material_id=two, by=1)
    assert draft.titles() == ["Part 1", "Part 3", "Part 2"]
    assert draft.acts()[0] == ("material moved", {"position": 1}, {"position": 3})
    assert len(draft.acts()) == 3  # who is last already is not moved
    draft.do(materials.remove, material_id=three)
    assert draft.titles() == ["Part 1", "Part 2"]


@pytest.mark.rule(
    "X-04", "a material removed from a draft stays in the published version, and in open attempts, with its file"
)
def test_what_is_removed_from_a_draft_stays_where_it_was_published(draft: Draft):
    draft.add_files(*FILES[:1])
    published = drafting.publish(draft.session, draft.actor, training_id=known(draft.course.id), now=draft.now)
    later = drafting.begin(draft.session, draft.actor, training_id=known(draft.course.id), now=draft.now)
    before = draft.titles(known(published.id))
    with pytest.raises(NotDraft):
        draft.do(materials.remove, material_id=draft.id("Part 1"))
    draft.version_id = later
    draft.do(materials.remove, material_id=draft.id("Lifting safely-v2"))
    draft.do(materials.remove, material_id=draft.id("Part 1"))
    assert draft.titles() == ["Part 2", "Part 3"]
    assert draft.titles(known(published.id)) == before
    (file,) = draft.session.exec(select(MaterialFile)).all()
    assert scans.needed(draft.session)[file.key] == 1
    lea = draft.cast.build.attempt(draft.cast.lea, draft.course)
    assert draft.titles(lea.version_id) == ["Part 1", "Part 2", "Part 3"]


def test_only_who_manages_the_catalog_edits_materials(draft: Draft):
    number, new = draft.id("Part 1"), NewMaterial("Read", "A few words.")
    of_one: list = [
        (materials.move, {"to": 2}), (materials.step, {"by": 1}), (materials.remove, {}),
        (material_files.replace_file, {}), (materials.edit, {"base": Words(), "new": Words("X")}),
    ]  # fmt: skip
    of_draft: list = [(materials.add, {"new": new}), (material_files.add_files, {})]
    for person in (draft.cast.tess, draft.cast.max, draft.cast.lea):
        by = draft.cast.actor(person)
        for verb, said in of_one:
            with pytest.raises(NotAllowed):
                draft.do(verb, as_=by, material_id=number, **said)
        for verb, said in of_draft:
            with pytest.raises(NotAllowed):
                draft.do(verb, as_=by, version_id=draft.version_id, **said)
        with pytest.raises(NotAllowed):
            material_reading.lines(draft.session, by, version_id=draft.version_id)
        with pytest.raises(NotAllowed):
            material_reading.entered(draft.session, by, material_id=number)
    for verb, said in of_one:
        with pytest.raises(NotFound):
            draft.do(verb, material_id=999_999, **said)
    for verb, said in of_draft:
        with pytest.raises(NotFound):
            draft.do(verb, version_id=999_999, **said)
    # What somebody else has sent for the draft is not taken.
    draft.send(FILES[0], by=draft.cast.sam)
    assert draft.do(material_files.add_files, version_id=draft.version_id) == []


def test_a_course_has_no_more_materials_than_it_may(draft: Draft, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(material_files, "MATERIALS", replace(places.MATERIALS, most=4))
    with pytest.raises(Invalid, match=r"at most 4 materials\. This one has 3"):
        draft.add_files(*FILES[:2])
