"""The words and the look of the page on which a code is checked: the app's, without any of its scripts (T-06)."""

from base64 import b64encode
from datetime import date, timedelta
from hashlib import sha256
from html import escape
from math import ceil

from training_app.assignments.certificates.verifying import Checked
from training_app.certifications.proof import Verdict
from training_app.core import codes

A_MINUTE = 60
STYLE = """
:root { color-scheme: light dark; --back: #fcfcfd; --panel: #fff; --text: #1c2024; --muted: #60646c; --line: #d9d9e0;
  --field: #8b8d98; --solid: #008573; --solid-ink: #fff; --focus: #53b9ab;
  --good: #e6f6eb; --good-ink: #193b2d; --bad: #feebec; --bad-ink: #641723; --care: #fff7c2; --care-ink: #4f3422;
  --plain: #f0f0f3; --plain-ink: #1c2024; }
@media (prefers-color-scheme: dark) { :root { --back: #111113; --panel: #18191b; --text: #edeef0; --muted: #b0b4ba;
  --line: #363a3f; --field: #696e77; --solid: #12a594; --solid-ink: #0d1514; --focus: #207e73;
  --good: #132d21; --good-ink: #b1f1cb; --bad: #3b1219; --bad-ink: #ffd1d9; --care: #302008; --care-ink: #ffe7b3;
  --plain: #212225; --plain-ink: #edeef0; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--back); color: var(--text); font: 16px/24px -apple-system,
  BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
header, main { max-width: 560px; margin: 0 auto; padding: 16px; }
header { display: flex; align-items: center; gap: 10px; font-weight: 600; padding-top: 24px; }
header svg { width: 28px; height: 28px; border-radius: 6px; background: var(--solid); color: var(--solid-ink);
  padding: 5px; }
h1 { font-size: 24px; line-height: 32px; margin: 0; letter-spacing: -.01em; }
p, dl, dd { margin: 0; }
.card { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.verdict { display: flex; gap: 12px; align-items: flex-start; padding: 20px 24px; }
.verdict svg { flex: none; width: 32px; height: 32px; }
.good { background: var(--good); color: var(--good-ink); } .bad { background: var(--bad); color: var(--bad-ink); }
.care { background: var(--care); color: var(--care-ink); } .plain { background: var(--plain); color: var(--plain-ink); }
.say { margin-top: 4px; }
dl { padding: 8px 24px; }
dl div { padding: 12px 0; border-bottom: 1px solid var(--line); } dl div:last-child { border-bottom: 0; }
dt { color: var(--muted); font-size: 14px; line-height: 20px; }
dd { font-weight: 500; overflow-wrap: anywhere; }
.name { font-size: 20px; line-height: 28px; font-weight: 700; }
.mono, input { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
form { margin-top: 24px; padding: 20px 24px; display: grid; gap: 8px; }
label { font-weight: 500; }
.help { color: var(--muted); font-size: 14px; line-height: 20px; }
input, button { font-size: 16px; height: 48px; border-radius: 6px; width: 100%; }
input { border: 1px solid var(--field); background: var(--panel); color: var(--text); padding: 0 12px;
  text-transform: uppercase; }
button { border: 0; background: var(--solid); color: var(--solid-ink); font-family: inherit; font-weight: 500;
  cursor: pointer; margin-top: 4px; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
@media print { form { display: none; } }
"""
STYLE_HASH = f"sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}"
_CHECK = '<circle cx="12" cy="12" r="10"/><path d="m8 12 3 3 5-6"/>'
_CROSS = '<circle cx="12" cy="12" r="10"/><path d="m9 9 6 6m0-6-6 6"/>'
_CLOCK = '<circle cx="12" cy="12" r="10"/><path d="M12 7v5l3 2"/>'
_ASK = '<circle cx="12" cy="12" r="10"/><path d="M9.1 9a3 3 0 0 1 5.8 1c0 2-3 2-3 4m0 3v.01"/>'
_FLAG = (
    '<path d="M4 22V4a1 1 0 0 1 .4-.8A6 6 0 0 1 8 2c3 0 5 2 7.3 2 1.4 0 2.9-.5 4.7-1v12c-1.8.5-3.3 1-4.7 1'
    'C13 16 11 14 8 14a6 6 0 0 0-4 1.5"/>'
)
_LOOKS = {
    Verdict.VALID: ("good", _CHECK),
    Verdict.EXPIRED: ("bad", _CLOCK),
    Verdict.AHEAD: ("care", _CLOCK),
    Verdict.WITHDRAWN: ("bad", _CROSS),
    Verdict.UNKNOWN: ("plain", _ASK),
}
_HELP = "12 letters and digits, as they stand on the certificate. Case and hyphens do not matter."
_TITLE = "Check a certificate"


def asking() -> str:
    """The form alone."""
    words = "Type its code to see whether it is valid."
    return _page(_TITLE, f'<div class="card">{_verdict("plain", _ASK, _TITLE, words)}</div>', "")


def no_code(typed: str) -> str:
    """What was typed can be no code."""
    head = _verdict(
        "plain", _ASK, "This is not a code", "A code has 12 letters and digits, for example K7QM-2XTP-9WRD."
    )
    return _page("This is not a code", f'<div class="card">{head}</div>', typed[: codes.LONGEST])


def too_many(code: str, seconds: int) -> str:
    """Too many codes were checked from one network."""
    minutes = ceil(seconds / A_MINUTE)
    wait = "Wait a minute" if minutes == 1 else f"Wait {minutes} minutes"
    said = f"Many codes were checked from your network. {wait}, then check this one again."
    head = _verdict("care", _CLOCK, "Not checked yet", said)
    return _page("Not checked yet", f'<div class="card" role="alert">{head}</div>', codes.shown(code))


def checked(code: str, found: Checked) -> str:
    """What a code proves."""
    title, said = _said(found)
    look, icon = _LOOKS[found.verdict]
    facts = "" if found.verdict is Verdict.UNKNOWN else _facts(code, found)
    card = f'<div class="card">{_verdict(look, icon, title, said)}{facts}</div>'
    return _page(title, card, codes.shown(code) if found.verdict is Verdict.UNKNOWN else "")


def _said(found: Checked) -> tuple[str, str]:
    """The verdict in words: a heading, and what there is to say below it."""
    what = "certificate" if found.completed_on else "certification"
    match found.verdict:
        case Verdict.VALID:
            return f"This {what} is valid", ""
        case Verdict.EXPIRED:
            since = found.expires_on + timedelta(days=1) if found.expires_on else None
            return f"This {what} has expired", f"Expired since {_day(since)}"
        case Verdict.AHEAD:
            return f"This {what} is not yet valid", f"Valid from {_day(found.issued_on)}"
        case Verdict.WITHDRAWN:
            return f"This {what} was withdrawn", "It does not count any more."
        case _:
            return "This code is not known", "No certificate has it. See that every sign is right, and check it again."


def _facts(code: str, found: Checked) -> str:
    if found.completed_on:
        rows = [("Training", found.title), ("Completed on", _day(found.completed_on))]
    else:
        until = _day(found.expires_on) if found.expires_on else "Always valid"
        issued = [("Issued on", _day(found.issued_on))] if found.issued_on else []
        rows = [("Certification", found.title), *issued, ("Last valid day", until)]
    listed = "".join(f"<div><dt>{label}</dt><dd>{escape(said)}</dd></div>" for label, said in rows)
    name = f'<div><dt>Name</dt><dd class="name">{escape(found.person)}</dd></div>'
    shown = f'<div><dt>Code</dt><dd class="mono">{codes.shown(code)}</dd></div>'
    return f"<dl>{name}{listed}{shown}</dl>"


def _verdict(look: str, icon: str, title: str, said: str) -> str:
    words = f'<p class="say">{escape(said)}</p>' if said else ""
    return f'<div class="verdict {look}">{_icon(icon)}<div><h1>{escape(title)}</h1>{words}</div></div>'


def _icon(paths: str) -> str:
    return (
        '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" '
        f'stroke-linejoin="round" aria-hidden="true">{paths}</svg>'
    )


def _page(title: str, content: str, typed: str) -> str:
    limit = f'required maxlength="{codes.LONGEST}" autocomplete="off"'
    box = f'<input id="code" name="code" value="{escape(typed)}" {limit} '
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex, nofollow"><title>{escape(title)} · Muster</title>'
        f"<style>{STYLE}</style></head><body><header>{_icon(_FLAG)}Muster</header><main>{content}"
        '<form action="/verify" method="get" class="card"><label for="code">Code of a certificate</label>'
        f'{box}autocapitalize="characters" spellcheck="false" aria-describedby="help">'
        f'<p class="help" id="help">{_HELP}</p><button>Check the code</button></form></main></body></html>'
    )


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""
