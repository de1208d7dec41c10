"""Which HTML a message may have: text and its layout, nothing that runs, loads or asks.

The signs are read one by one in a way that leaves nothing to interpret, so that every mail program sees the same tags
as we do. A field stands between tags, where it is escaped, or is a whole address.
"""

import re
from collections.abc import Iterator, Sequence

from jinja2 import nodes

TAGS = frozenset({
    "p", "br", "hr", "div", "span", "strong", "b", "em", "i", "u", "s", "small", "code", "pre", "blockquote", "h1",
    "h2", "h3", "h4", "ul", "ol", "li", "a", "img", "table", "thead", "tbody", "tr", "th", "td",
})  # fmt: skip
ALONE = frozenset({"br", "hr", "img"})
ATTRIBUTES = frozenset({"href", "src", "alt", "title", "style", "width", "height", "align", "lang", "dir", "colspan",
                        "rowspan"})  # fmt: skip
ADDRESSES = {"href": ("https://", "http://", "mailto:", "tel:"), "src": ("https://",)}
HOW = 'Put values in quotes, as in <a href="…">, and write &lt; for a “<”.'
# They stand for a field, and for where a condition begins and ends. No template has them: `checking` refuses them.
FIELD, EDGE = "\x02", "\x03"

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z-]+=(?:\"[^\"<>]*\"|'[^'<>]*'))*)\s*/?>")
_ATTRIBUTE = re.compile(r"([A-Za-z-]+)=(?:\"([^\"]*)\"|'([^']*)')")


def faults(parsed: nodes.Template) -> tuple[str, ...]:
    """What is wrong with the HTML of a template that names fields and asks for them alone."""
    flat = "".join(_pieces(parsed.body))
    between = _TAG.sub("", flat)
    if "<" in between:
        place = between.index("<")
        shown = between[place : place + 20].replace(FIELD, "…").replace(EDGE, "…")
        return (f"“{shown}” is no tag that we can read. {HOW}",)
    found = [fault for tag in _TAG.finditer(flat) for fault in _faults_of(tag)]
    return tuple(dict.fromkeys(found or _unbalanced(flat)))


def _pieces(body: Sequence[nodes.Node]) -> Iterator[str]:
    """The template's own signs in their order, both sides of each condition, with `FIELD` where a field stands."""
    for node in body:
        if isinstance(node, nodes.Output):
            yield from (one.data if isinstance(one, nodes.TemplateData) else _mark(one) for one in node.nodes)
        elif isinstance(node, nodes.If):
            yield from (EDGE, *_pieces(node.body), EDGE, *_pieces(node.else_), EDGE)


def _mark(piece: nodes.Node) -> str:
    is_link = isinstance(piece, nodes.Name) and piece.name == "link"
    return f"{FIELD}link{FIELD}" if is_link else FIELD


def _faults_of(tag: re.Match[str]) -> Iterator[str]:
    name = tag[2].lower()
    if EDGE in tag[0]:
        yield f"A condition stands around <{name}>, not within it."
        return
    if name not in TAGS:
        yield f"<{name}> cannot stand in a message. These can: {', '.join(sorted(TAGS))}."
        return
    for attribute, double, single in _ATTRIBUTE.findall(tag[3]):
        yield from _faults_of_attribute(name, attribute.lower(), (double or single).strip())


def _faults_of_attribute(tag: str, name: str, value: str) -> Iterator[str]:
    if name not in ATTRIBUTES:
        yield f"“{name}” cannot stand in <{tag}>."
    elif name == "href" and value == f"{FIELD}link{FIELD}":
        return
    elif FIELD in value:
        yield f"No field can stand in “{name}” of <{tag}>; {{{{ link }}}} can be the whole of a href."
    elif name in ADDRESSES and not value.lower().startswith(ADDRESSES[name]):
        yield f"“{name}” of <{tag}> begins with {' or '.join(ADDRESSES[name])}."


def _unbalanced(flat: str) -> list[str]:
    open_tags: list[str] = []
    for tag in _TAG.finditer(flat):
        name = tag[2].lower()
        if name in ALONE:
            continue
        if not tag[1]:
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return [f"</{name}> closes no <{name}>, or not the one that was opened last."]
    return [f"<{name}> is not closed." for name in open_tags[:1]]
