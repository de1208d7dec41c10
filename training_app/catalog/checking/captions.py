"""What is said in a video, as WebVTT; SRT, which most programs write, becomes that (T-01)."""

import re

from training_app.core.errors import Problem

MOST = 200_000
"""Most signs of the captions of one video."""
EXAMPLE = "00:01:05.000 --> 00:01:08.500"
_HEAD = re.compile(r"WEBVTT(?:[ \t].*)?")
_TIME = r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]\d)[.,](\d{3})"
_CUE = re.compile(rf"\s*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t]+(.*))?")
_ARROW = "-->"


def webvtt(text: str) -> str:
    """Captions as WebVTT, whichever of the two they were; what is neither is left as it is. Without them, nothing."""
    lines = _lines(text.strip())
    if not any(lines):
        return ""
    times = {at: _CUE.fullmatch(line) for at, line in _arrows(lines)}
    is_already = _HEAD.fullmatch(lines[0]) is not None
    if not is_already and not any(times.values()):
        return "\n".join(lines)
    # The settings of a line of time are other ones in SRT, and not understood.
    plain = [
        _written(cue, keeps_settings=is_already) if (cue := times.get(at)) else line for at, line in enumerate(lines)
    ]
    return "\n".join(plain if is_already else ["WEBVTT", "", *plain]).strip() + "\n"


def problems_of(field: str, text: str) -> list[Problem]:
    """The first thing that keeps captions from being shown, with its line. `text` is what somebody brought."""
    if len(text) > MOST:
        return [Problem(field, f"These captions have {len(text):,} signs. They can have at most {MOST:,}.")]
    lines = _lines(text)
    if not any(lines):
        return []
    arrows = list(_arrows(lines))
    if not arrows:
        return [Problem(field, f"These are no captions: no line says a time like {EXAMPLE}. Choose a WebVTT or SRT.")]
    for at, line in arrows:
        cue = _CUE.fullmatch(line)
        if cue is None:
            return [Problem(field, f"Line {at + 1}: “{line.strip()[:60]}” is no time. Write it as {EXAMPLE}.")]
        if _seconds(cue, 1) >= _seconds(cue, 5):
            return [Problem(field, f"Line {at + 1}: the caption ends before it begins.")]
    return []


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _arrows(lines: list[str]) -> list[tuple[int, str]]:
    return [(at, line) for at, line in enumerate(lines) if _ARROW in line]


def _written(cue: re.Match[str], *, keeps_settings: bool) -> str:
    settings = f" {cue[9]}" if keeps_settings and cue[9] else ""
    return f"{_time(cue, 1)} {_ARROW} {_time(cue, 5)}{settings}"


def _time(cue: re.Match[str], at: int) -> str:
    return f"{int(cue[at] or 0):02}:{int(cue[at + 1]):02}:{cue[at + 2]}.{cue[at + 3]}"


def _seconds(cue: re.Match[str], at: int) -> float:
    return int(cue[at] or 0) * 3600 + int(cue[at + 1]) * 60 + int(cue[at + 2]) + int(cue[at + 3]) / 1000
