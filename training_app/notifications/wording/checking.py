"""Whether a template can be filled: it names fields, asks whether one is there, and can do nothing else.

What is looked at is the parsed template, so no spelling gets around it. It is looked at when it is saved and again
when it is sent, for fields may go with an upgrade.
"""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from training_app.notifications.rules import Occasion
from training_app.notifications.wording import fields, markup

LABELS = {"subject": "Subject", "text": "Text", "html": "HTML"}
LONGEST = {"subject": 200, "text": 5_000, "html": 20_000}
DEEPEST = 5
CAN_STAND = "Fields such as {{ first_name }} can stand there, and {% if first_name %}…{% else %}…{% endif %}."

_SANDBOX = SandboxedEnvironment()


@lru_cache(256)
def faults(occasion: Occasion, part: str, source: str) -> tuple[str, ...]:
    """What is wrong with one part (`subject`, `text` or `html`) of a message, as sentences; empty when nothing is."""
    said = _faults_of_form(part, source)
    if said:
        return (said,)
    try:
        parsed = _SANDBOX.parse(source)
        literal = [line for line, kind, _text in _SANDBOX.lex(source) if kind == "raw_begin"]
    except TemplateSyntaxError as fault:
        return (_unreadable(fault),)
    except RecursionError:
        return (f"The {LABELS[part]} is nested too deeply.",)
    if literal:
        return (f"Line {literal[0]}: {CAN_STAND}",)
    found = tuple(dict.fromkeys(_faults_within(parsed.body, _allowed(occasion, part), 0)))
    missing = tuple(_missing(occasion, part, parsed.body))
    return found or missing or (markup.faults(parsed) if part == "html" else ())


def _faults_of_form(part: str, source: str) -> str:
    label, most = LABELS[part], LONGEST[part]
    if not source.strip():
        return f"{label} is missing."
    if len(source) > most:
        return f"{label} is longer than {most:,} characters."
    if part == "subject" and len(source.strip().splitlines()) > 1:
        return "The subject is one line: take out the line break."
    if any(ord(sign) < ord(" ") and sign not in "\n\r\t" for sign in source):
        return f"{label} has a sign in it that cannot be shown. Type it anew."
    return ""


def _unreadable(fault: TemplateSyntaxError) -> str:
    if "end of template" in (fault.message or ""):
        return f"Line {fault.lineno}: an {{% if … %}} has no {{% endif %}}."
    return f"Line {fault.lineno} cannot be read. {CAN_STAND}"


def _allowed(occasion: Occasion, part: str) -> dict[str, bool]:
    """The fields of the message, and whether each can stand in this part."""
    return {one.name: one.in_subject or part != "subject" for one in fields.ABOUT[occasion].fields}


def _faults_within(body: Sequence[nodes.Node], allowed: dict[str, bool], depth: int) -> Iterator[str]:
    for node in body:
        if depth > DEEPEST:
            yield f"Line {node.lineno}: one “if” stands in another more than {DEEPEST} deep."
            return
        if isinstance(node, nodes.Output):
            for piece in node.nodes:
                if not isinstance(piece, nodes.TemplateData):
                    yield from _faults_of_name(piece, allowed)
        elif isinstance(node, nodes.If) and not node.elif_:
            yield from _faults_of_name(node.test, allowed)
            yield from _faults_within(node.body, allowed, depth + 1)
            yield from _faults_within(node.else_, allowed, depth + 1)
        else:
            yield f"Line {node.lineno}: {CAN_STAND}"


def _faults_of_name(node: nodes.Node, allowed: dict[str, bool]) -> Iterator[str]:
    if not isinstance(node, nodes.Name):
        yield f"Line {node.lineno}: {CAN_STAND}"
    elif node.name not in allowed:
        near = get_close_matches(node.name, allowed, n=1)
        meant = f" Is “{near[0]}” meant?" if near else ""
        yield f"Line {node.lineno}: this message has no field “{node.name}”.{meant}"
    elif not allowed[node.name]:
        yield f"“{node.name}” cannot stand in the subject."


def _missing(occasion: Occasion, part: str, body: Sequence[nodes.Node]) -> Iterator[str]:
    """The fields that must be there whatever the others are. What is listed is long, so it is listed once."""
    always = [piece.name for node in body if isinstance(node, nodes.Output)
              for piece in node.nodes if isinstance(piece, nodes.Name)]  # fmt: skip
    for field in fields.required(occasion, part):
        if field.name not in always:
            yield f"{LABELS[part]} needs {{{{ {field.name} }}}}, outside of any “if”: {field.said.lower()}."
    lists = [name for node in body for name in (one.name for one in node.find_all(nodes.Name)) if name == "list"]
    if len(lists) > 1:
        yield "{{ list }} can stand there once."
