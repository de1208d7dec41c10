"""A course file from anywhere: what is not as it should be is refused with its place, and nothing is made (T-01)."""

import io
import json
import struct
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import exams

from training_app.catalog.content import KeptFile, NewCourse, NewEvaluation, NewExam, NewItem, NewMaterial
from training_app.catalog.packing import archive, saying, unpacking
from training_app.catalog.rules import CourseKind, ItemKind, MaterialKind
from training_app.core.errors import Invalid

COURSE = NewCourse(title="Airway", code="AIR-1", materials=(NewMaterial("Read this", "Text."),))
FILM = ("files/001-a.mp4", b"film")


def zipped(*entries: tuple[str, bytes]) -> bytes:
    """An archive of these entries."""
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as made_here:
        for name, content in entries:
            made_here.writestr(name, content)
    return to.getvalue()


def at(*place: str | int, value: object) -> bytes:
    """A packed course with something else at a place of its JSON."""
    whole = inner = json.loads(saying.written(COURSE)[0])
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    return json.dumps(whole).encode()


GOOD = at("exam", value=None)


def with_file(**said) -> bytes:
    """A packed course with a video that its JSON says this of."""
    file = {"path": FILM[0], "name": "a.mp4", "size": 4, "sha256": "0" * 64} | said
    video = {"kind": "video", "title": "Watch", "body": "", "url": "", "captions": "", "file": file}
    return at("materials", 0, value=video)


def claiming_a_million_entries() -> bytes:
    content = bytearray(zipped((archive.COURSE, GOOD)))
    end = content.rfind(b"PK\x05\x06")
    content[end + 10 : end + 12] = (60_000).to_bytes(2, "little")
    return bytes(content)


def claiming_twelve_gigabytes() -> bytes:
    """Three files, each of which is said to have shrunk by nothing."""
    content = bytearray(zipped((archive.COURSE, GOOD), *((f"files/{one}", b"") for one in range(3))))
    at_entry = content.find(b"PK\x01\x02")
    for _ in range(3):
        at_entry = content.find(b"PK\x01\x02", at_entry + 4)
        content[at_entry + 20 : at_entry + 28] = (4_294_000_000).to_bytes(4, "little") * 2
    return bytes(content)


def claiming_one_entry() -> bytes:
    """Six hundred are in its list."""
    content = bytearray(zipped(*((f"files/{one}", b"") for one in range(600))))
    end = content.rfind(b"PK\x05\x06")
    content[end + 8 : end + 12] = struct.pack("<HH", 1, 1)
    return bytes(content)


def with_two_ends() -> bytes:
    """A large archive of many entries, whose locator names the end of another, of one."""
    content = zipped(*((f"files/{one}", b"") for one in range(600)))
    end = content.rfind(b"PK\x05\x06")
    long, begins = struct.unpack("<LL", content[end + 12 : end + 20])
    one = struct.pack("<LQHHLLQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 1, 1, 60, 0)
    many = struct.pack("<LQHHLLQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 600, 600, long, begins)
    return one + content[:end] + many + struct.pack("<LLQL", 0x07064B50, 0, 0, 1) + content[end:]


def listed(at_field: int, *value: int, last: bytes = zipped((archive.COURSE, GOOD))) -> bytes:
    """An archive whose list of entries says something else of the last one: these bytes at a place."""
    content = bytearray(last)
    begins = content.rfind(b"PK\x01\x02") + at_field
    content[begins : begins + len(value)] = bytes(value)
    return bytes(content)


def too_many(part: str, number: int) -> bytes:
    """A packed course with one of its parts so many times."""
    evaluation = NewEvaluation((NewItem(ItemKind.TEXT, "Why?"),))
    whole = json.loads(saying.written(replace(COURSE, exam=exams.exam(), evaluation=evaluation))[0])
    inner = whole if part == "materials" else whole["exam" if part == "questions" else "evaluation"]
    words = "title" if part == "materials" else "text"
    inner[part] = [inner[part][-1] | {words: f"No. {one}"} for one in range(number)]
    return json.dumps(whole).encode()


def broken() -> bytes:
    content = bytearray(zipped((archive.COURSE, GOOD)))
    content[60] ^= 255
    return bytes(content)


@pytest.mark.rule("T-01", "a course file that would unpack to too much, or out of its folder, is refused")
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no file of a course"),
        (b"Question,A,B", "no file of a course"),
        (zipped(("other.json", b"{}")), "no file of a course"),
        (zipped((archive.COURSE, GOOD), ("files/001-a.mp4", bytes(60_000_000))), "would unpack to 57 MB"),
        (claiming_twelve_gigabytes(), "would unpack to 12,285 MB"),
        (claiming_a_million_entries(), "60,000 entries"),
        (zipped(*((f"files/{one}", b"") for one in range(600))), "600 entries"),
        (claiming_one_entry(), "600 entries"),
        (with_two_ends(), "600 entries"),
        (broken(), "is damaged"),
        (zipped((archive.COURSE, GOOD), ("files/../../etc/passwd", b"")), "a place outside"),
        (zipped((archive.COURSE, GOOD), ("/etc/passwd", b"")), "a place outside"),
        (zipped((archive.COURSE, GOOD), ("C:a.mp4", b"")), "a place outside"),
        (zipped((archive.COURSE, GOOD), ("files\\a.mp4", b"")), "a place outside"),
        (zipped(("files/1", b""), ("files/2", b"")).replace(b"files/2", b"files/1"), "is in the file twice"),
        (listed(8, 1), "is encrypted"),
        (listed(10, 12), "is packed in a way that is not read here"),
        (listed(20, *(70_000_000).to_bytes(4, "little") * 2), "“course.json” is larger than 64 MB"),
    ],
    ids=[
        "empty", "text", "other", "bomb", "large", "lying", "many", "modest", "two ends", "broken",
        "dots", "root", "drive", "backslash", "twice", "encrypted", "bzip2", "long",
    ],
)  # fmt: skip
def test_a_hostile_archive_is_refused(content, why):
    refused(content, why)


@pytest.mark.rule("T-01", "a course file whose JSON is wrong, or of a newer format, is refused with the place")
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b'{"muster_course": ' + b"9" * 5_000 + b"}", "no JSON"),
        (b"[]", "no file of a course"),
        (at("muster_course", value=2), "newer Muster"),
        (at("muster_course", value=True), "no file of a course"),
        (at("more", value=1), "more: nothing of that name"),
        (at("course", value=[]), "course: an object was expected"),
        (at("course", "title", value=7), "course.title: text was expected"),
        (at("course", "title", value="\ud800"), "course.title: a sign in it is no text"),
        (at("course", "title", value="x" * 201), "title: Title has 201 signs"),
        (at("course", "minutes", value=10**30), "course.minutes: a whole number"),
        (at("course", "minutes", value=1.5), "course.minutes: a whole number"),
        (at("course", "hours", value="1E+999999999"), "hours: Hours: enter a number"),
        (at("course", "hours", value="NaN"), "course.hours: a number"),
        (at("course", "accredited_through", value="31.12."), "a day like"),
        (at("course", "course_kind", value="film"), "“film” is none of"),
        (at("materials", 0, "kind", value="link"), "materials.1.url: Address is missing"),
        (at("materials", 0, value="x"), "materials.1: an object"),
        (too_many("materials", 201), "materials: 201 are too many, 200 is the most"),
        (too_many("questions", 10_001), "exam.questions: 10,001 are too many, 10,000 is the most"),
        (too_many("items", 101), "evaluation.items: 101 are too many, 100 is the most"),
        (at("exam", value={"pass_mark": 80}), "exam.drawn: it is missing"),
    ],
)
def test_wrong_json_is_refused_with_its_place(content, why):
    refused(zipped((archive.COURSE, content)), why)


@pytest.mark.rule("T-01", "a file in a course file that is missing, or another than was exported, is refused by name")
def test_a_file_that_is_not_what_its_json_says_is_refused(tmp_path):
    refused(zipped((archive.COURSE, with_file())), "materials.1.file: “files/001-a.mp4” is not in the file")
    refused(zipped((archive.COURSE, with_file(size=9)), FILM), "has 4 bytes in the file and should have 9")
    refused(zipped((archive.COURSE, with_file(path="course.json")), FILM), "“course.json” is not in the file")
    large, said = (2_000_000_000).to_bytes(4, "little") * 2, zipped((archive.COURSE, with_file()), FILM)
    refused(listed(20, *large, last=said), "“files/001-a.mp4” is larger than 1 GB, which is the most")
    with archive.opened(io.BytesIO(zipped((archive.COURSE, with_file()), FILM))) as opened:
        packed = unpacking.read(opened)
        with pytest.raises(Invalid, match="another file than the one that was exported"):
            unpacking.unpacked(opened, packed, tmp_path)


def refused(content: bytes, why: str) -> None:
    with pytest.raises(Invalid, match=why), archive.opened(io.BytesIO(content)) as opened:
        unpacking.read(opened)


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)
ITEMS = st.builds(NewItem, st.sampled_from(ItemKind), WORDS, st.tuples(WORDS, WORDS), is_required=st.booleans())
KEPT = st.builds(KeptFile, st.just("0" * 64), st.just(""), WORDS, st.integers(1, 2**40), st.just("video/mp4"))
MATERIALS = st.builds(NewMaterial, WORDS, WORDS, st.sampled_from(MaterialKind), WORDS, st.none() | KEPT, WORDS)
COURSES = st.builds(
    NewCourse,
    title=WORDS,
    code=WORDS,
    level=st.none() | st.sampled_from(["ALS", "BLS"]),
    course_kind=st.sampled_from(CourseKind),
    hours=st.decimals(0, 5000, places=2),
    minutes=st.none() | st.integers(1, 10_000),
    accredited_through=st.none() | st.dates(),
    materials=st.lists(MATERIALS, max_size=3).map(tuple),
    exam=st.none() | st.builds(NewExam, st.just(exams.QUESTIONS), st.integers(1, 100), st.none() | st.integers(1, 9)),
    evaluation=st.none() | st.builds(NewEvaluation, st.lists(ITEMS, max_size=3).map(tuple), WORDS),
)


@given(COURSES)
def test_what_is_said_of_a_course_reads_as_it_was_written(course):
    content, packed = saying.written(course)
    said = saying.read(content)
    assert said.course == replace(course, materials=tuple(replace(one, file=None) for one in course.materials))
    assert {place: (one.name, one.size) for place, one in said.files.items()} == {
        place: (one.file.name, one.file.size) for place, one in enumerate(course.materials, start=1) if one.file
    }
    assert len({one.path for one in packed}) == len(packed) == len(said.files)
