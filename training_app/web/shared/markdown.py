"""Markdown of materials as HTML that cannot harm: rendered on the server, then cleaned (L-02).

It stands on a page below the title of its part, an `h2`. Pictures are materials of their own: of one in the text stays
what it is said to show.
"""

from collections.abc import Sequence
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_TAGS = {
    "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "a", "br", "hr",
    "table", "thead", "tbody", "tr", "th", "td", "div", "span",
}  # fmt: skip
# What scrolls within itself must be reached by the keyboard. Nothing else in a text becomes a `div` or a `span`.
_ALWAYS = {
    "a": {"target": "_blank"},
    "pre": {"tabindex": "0"},
    "div": {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": "Table"},
    "span": {"class": "sr"},
}
_HIGHEST, _LOWEST = 3, 6


def html(text: str) -> str:
    """The text as clean HTML; links open beside the app, and say so."""
    return nh3.clean(
        _READER.render(text),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        link_rel="noopener noreferrer",
        set_tag_attribute_values=_ALWAYS,
        url_schemes={"http", "https", "mailto"},
    )


def _place_headings(state: StateCore) -> None:
    """Headings begin below the title, and leave no level out, whichever they were written with."""
    above: list[int] = []
    for opening, closing in zip(state.tokens, state.tokens[2:], strict=False):
        if opening.type == "heading_open":
            level = int(opening.tag[1:])
            above = [*(one for one in above if one < level), level]
            opening.tag = closing.tag = f"h{min(_HIGHEST + len(above) - 1, _LOWEST)}"


def _link_close(*_: Any) -> str:
    return '<span class="sr"> (opens in a new window)</span></a>'


def _image(_self: Any, tokens: Sequence[Token], at: int, *_: Any) -> str:
    return escapeHtml(tokens[at].content)


def _table_open(*_: Any) -> str:
    return "<div><table>"


def _table_close(*_: Any) -> str:
    return "</table></div>"


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.core.ruler.push("place_headings", _place_headings)
    for name, rule in (("link_close", _link_close), ("image", _image), ("table_open", _table_open),
                       ("table_close", _table_close)):  # fmt: skip
        reader.add_render_rule(name, rule)
    return reader


_READER = _reader()
