"""Filling templates with words, in a sandbox that reaches nothing else.

Words go in as plain strings. In HTML they are escaped; a subject is one line.
"""

from functools import lru_cache

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from training_app.notifications.wording.texts import Texts, Wording, Words

# Ours, those edited, and what is previewed while somebody types.
KEPT = 256


def fill(wording: Wording, words: Words, *, button: str) -> Texts:
    """A message in words; `button` is what the button below its HTML says."""
    said = dict(vars(words))
    listed, plainly = _listed(words) if words.lines else ("", "")
    body = _markup(wording.html).render(said | {"list": listed})
    said |= {"list": plainly}
    return Texts(
        subject=" ".join(_plain(wording.subject).render(said).split()),
        text=_plain(wording.text + FOOT).render(said),
        html=_markup(PAGE).render(said, button=button).replace(BODY, body),
    )


def _listed(words: Words) -> tuple[Markup, str]:
    marked = Markup(_markup(LIST).render(lines=words.lines))  # noqa: S704 - what is in it has been escaped
    return marked, _plain(PLAIN_LIST).render(lines=words.lines)


# A sign that no text has.
BODY = "\x01"
LIST = (
    '<ul>{% for line in lines %}<li>{% if line.link %}<a href="{{ line.link }}">{{ line.said }}</a>{% else %}'
    "{{ line.said }}{% endif %}</li>{% endfor %}</ul>"
)
PLAIN_LIST = "{% for line in lines %}- {{ line.said }}{% if line.link %}\n  {{ line.link }}{% endif %}\n{% endfor %}"
FOOT = "\n{{ organization }}{% if due %} · days are those of the time zone {{ zone }}{% endif %}\n"
PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"></head>'
    '<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1c2024;background:#fff">'
    f'<div style="max-width:560px;margin:0 auto">{BODY}'
    '<p style="margin:24px 0"><a href="{{ link }}" style="display:inline-block;padding:12px 20px;border-radius:6px;'
    'background:#0d5f8a;color:#fff;text-decoration:none">{{ button }}</a></p>'
    '<p style="color:#60646c;font-size:14px">{{ link }}<br>'
    "{{ organization }}{% if due %} · days are those of the time zone {{ zone }}{% endif %}</p></div></body></html>"
)


def _sandbox(*, escapes: bool) -> SandboxedEnvironment:
    return SandboxedEnvironment(autoescape=escapes, undefined=StrictUndefined, keep_trailing_newline=True)


@lru_cache(KEPT)
def _plain(source: str) -> Template:
    # Nothing is escaped in plain text, or people would read &amp;.
    return _sandbox(escapes=False).from_string(source)


@lru_cache(KEPT)
def _markup(source: str) -> Template:
    return _sandbox(escapes=True).from_string(source)
