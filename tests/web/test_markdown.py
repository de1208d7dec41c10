"""Materials as HTML: what helps stays, what harms goes."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training_app.web.shared.markdown import html

HARMFUL = (
    "script", "javascript:", "vbscript:", "data:", "onerror", "onload", "onclick", "<img", "iframe", "style", "form",
)  # fmt: skip
TABLE = """
| Load | People |
|---|---|
| 25 kg | 1 |
"""


@pytest.mark.parametrize("harm", [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<iframe src=//evil.test>",
    "[click](javascript:alert(1))", "[click](JaVaScRiPt:alert(1))", "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "[click](vbscript:x)", "![x](javascript:alert(1))", "<a href='javascript:alert(1)'>click</a>",
    "<a onclick='alert(1)' href='/home'>click</a>", "<style>*{display:none}</style>", "<form action=//evil.test>",
    "<javascript:alert(1)>", "`<script>`<script>alert(1)</script>", '[a](https://x.test "onmouseover=alert(1)")',
    '[a](https://x.test" onmouseover="alert\\(1\\))', "&#60;script&#62;alert(1)&#60;/script&#62;",
    "| <script>alert(1)</script> |\n|---|\n| <b onclick=alert(1)>x</b> |",
])  # fmt: skip
def test_what_harms_is_taken_out(harm):
    clean = html(f"Before\n\n{harm}\n\nafter").lower()
    tags = "".join(part.partition(">")[0] + ">" for part in clean.split("<")[1:])
    assert "before" in clean
    assert "after" in clean
    assert not [word for word in HARMFUL if word in tags]
    assert 'onmouseover="alert' not in tags


def test_tables_lists_and_headings_stay():
    clean = html(f"## Lifting\n\n- one\n- **two**\n\n1. *three*\n\n> four\n\n{TABLE}")
    for tag in ("h3", "ul", "li", "strong", "ol", "em", "blockquote", "table", "thead", "tbody", "tr", "th", "td"):
        assert f"<{tag}>" in clean
    assert "<td>25 kg</td>" in clean


def test_links_open_beside_the_app_and_tell_nothing_of_it():
    clean = html("[OSHA](https://www.osha.gov/) and [mail](mailto:a@b.test)")
    assert 'href="https://www.osha.gov/"' in clean
    assert clean.count('rel="noopener noreferrer"') == clean.count('target="_blank"') == 2


@pytest.mark.rule("L-03", "a link in a text says that it opens in a new window, also to a screen reader")
def test_a_link_says_that_it_opens_a_new_window():
    assert '>OSHA<span class="sr"> (opens in a new window)</span></a>' in html("[OSHA](https://www.osha.gov/)")


@pytest.mark.rule("L-03", "headings of a text stand below the title of their part and leave no level out")
@pytest.mark.parametrize(("text", "levels"), [
    ("# One\n\n## Two\n\n# Three", [3, 4, 3]), ("### One\n\n# Two", [3, 3]),
    ("# One\n\n###### Two\n\n## Three", [3, 4, 4]),
    ("One\n===\n\nTwo\n---", [3, 4]), ("- # One\n\n> ## Two", [3, 4]),
    ("\n\n".join(f"{'#' * level} x" for level in range(1, 7)), [3, 4, 5, 6, 6, 6]),
])  # fmt: skip
def test_headings_are_put_below_the_title(text, levels):
    assert [int(level) for level in re.findall(r"<h(\d)>", html(text))] == levels
    assert [int(level) for level in re.findall(r"</h(\d)>", html(text))] == levels


@pytest.mark.rule("L-03", "a wide table or listing scrolls within itself, also by keyboard")
def test_what_is_wide_scrolls_within_itself():
    table = html(TABLE)
    assert re.fullmatch(r"<div [^>]*><table>.*</table></div>", table, re.DOTALL)
    for said in ('class="scroll"', 'tabindex="0"', 'role="region"', 'aria-label="Table"'):
        assert said in table.partition(">")[0]
    assert html("```\nlong\n```").startswith('<pre tabindex="0"><code>')


def test_of_a_picture_stays_what_it_is_said_to_show():
    assert html('![a *cat* <b>](https://x.test/cat.png "onerror")').strip() == "<p>a *cat* &lt;b&gt;</p>"


class Reader(HTMLParser):
    """Everything that a browser would find in HTML."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()
        self.addresses: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {(tag, ""), *((tag, name) for name, _ in attrs)}
        self.addresses += [said or "" for name, said in attrs if name == "href"]


HARM = (
    "<script>", "<img src=x onerror=alert(1)>", "](javascript:alert(1))", "[x", "![", "<a href='", '" onclick="',
    "&#106;", "<svg/onload=", "java\nscript:", "`", "|", "\n|-|\n", "# ", "<div class=scroll tabindex=1>", "](", ")",
    "> ", "<!--", "]]>", "<style>", "[x]: javascript:alert(1)\n", "<JavaScript:x>", "\t", "\x00", "<span style=x>",
    "</div>",
)  # fmt: skip
TAGS = (
    "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "a", "br", "hr",
    "table", "thead", "tbody", "tr", "th", "td", "div", "span",
)  # fmt: skip
ALLOWED = {
    *((tag, "") for tag in TAGS), ("ol", "start"), ("pre", "tabindex"), ("span", "class"),
    *(("a", name) for name in ("href", "rel", "target")),
    *(("div", name) for name in ("class", "tabindex", "role", "aria-label")),
}  # fmt: skip


@pytest.mark.rule("L-02", "whatever a text is made of, no script, no handler and no address that runs is left of it")
@given(st.lists(st.sampled_from(HARM) | st.text(max_size=8), max_size=12).map("".join))
def test_nothing_that_could_harm_is_ever_left(text):
    read = Reader(html(text))
    assert read.found <= ALLOWED
    for address in read.addresses:
        scheme = re.match(r"[\s\x00-\x1f]*([a-zA-Z][\w+.-]*)\s*:", address)
        assert scheme is None or scheme.group(1).lower() in {"http", "https", "mailto"}


@pytest.mark.parametrize("text", ["", "<", "&", "a < b & c", "\x00", "[", "|", "`" * 1000, ">" * 500, "[" * 2000])
def test_any_text_is_read(text):
    html(text)
