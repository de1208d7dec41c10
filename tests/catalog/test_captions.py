"""Captions as they are brought, and as a browser shows them: WebVTT, or SRT made WebVTT (T-01)."""

import pytest

from training_app.catalog.checking import captions, material
from training_app.catalog.content import NewMaterial
from training_app.catalog.rules import MaterialKind

FIRST, SECOND = "00:00:01,000 --> 00:00:02,500 X1:40", "0:01:00,000 --> 0:01:02,000"
SRT = f"\ufeff1\r\n{FIRST}\r\nBend your knees.\r\n\r\n2\r\n{SECOND}\r\nLift."
VTT = """WEBVTT - Lifting

00:01.000 --> 00:02.500 align:start
<v Sam>Bend your knees."""


def told(text: str) -> str:
    return " ".join(one.text for one in captions.problems_of("captions", text))


@pytest.mark.rule("T-01", "captions are WebVTT; SRT, as most programs write it, becomes that")
def test_captions_become_webvtt():
    first = "00:00:01.000 --> 00:00:02.500\nBend your knees."
    assert captions.webvtt(SRT) == f"WEBVTT\n\n1\n{first}\n\n2\n00:01:00.000 --> 00:01:02.000\nLift.\n"
    assert captions.webvtt(VTT) == VTT.replace("00:01.000", "00:00:01.000").replace("00:02.500", "00:00:02.500") + "\n"
    for text in (SRT, VTT):
        assert told(text) == ""
        # What was made once is left as it is.
        made = captions.webvtt(text)
        assert captions.webvtt(made) == made
        assert told(made) == ""
    assert captions.webvtt(" \n") == ""


@pytest.mark.rule("T-01", "captions that cannot be shown are refused, with the line and what is wrong in it")
@pytest.mark.parametrize(("text", "said"), [
    ("Bend your knees.", "These are no captions: no line says a time"),
    ("WEBVTT\n\n", "These are no captions"),
    ("\n\n1\n00:00:01 --> 00:00:02\nBend", "Line 4: “00:00:01 --> 00:00:02” is no time. Write it as 00:01:05.000 -->"),
    ("WEBVTT\n\n00:02.000 --> 00:01.000\nBend", "Line 3: the caption ends before it begins."),
    ("x" * 200_001, "These captions have 200,001 signs. They can have at most 200,000."),
])  # fmt: skip
def test_what_cannot_be_shown_is_named_by_its_line(text: str, said: str):
    assert told(text).startswith(said)


def test_only_a_video_has_captions():
    text = NewMaterial("Read", "A few words.", captions=VTT)
    assert [one.field for one in material.problems_of_one(text)] == ["captions"]
    assert [one.field for one in material.problems_of("materials.2", text)] == ["materials.2.captions"]
    video = NewMaterial("Watch", kind=MaterialKind.VIDEO, captions="nothing")
    assert [one.field for one in material.problems_of_one(video)] == ["file", "captions"]
