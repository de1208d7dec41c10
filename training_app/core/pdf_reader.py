"""Reading a PDF that came from anywhere, as a program of its own: `core.pdf` starts it for one answer at a time.

The PDF is its input. It says how many pages there are, or draws one: a line of JSON with its text, then the picture.
It knows nothing of ours and limits itself before it reads: whatever is in the PDF takes this process down at most.
"""

import json
import resource
import sys
from io import BytesIO

from PIL import Image
from pypdfium2 import PdfDocument, PdfPage  # type: ignore[import-untyped]  # it has no stubs

MEGABYTE = 1024 * 1024
LIMITS = {
    resource.RLIMIT_AS: 512 * MEGABYTE,
    resource.RLIMIT_CPU: 10,  # seconds
    resource.RLIMIT_FSIZE: 16 * MEGABYTE,
    resource.RLIMIT_CORE: 0,
}
# Pixels. On a phone about four for each of its own across, so that small print can be read when it is drawn larger.
WIDTH, HEIGHT = 1400, 4000
MOST_ENLARGED = 10
LONGEST_TEXT = 20_000


def main(wanted: str) -> None:
    """Answer with the number of pages, or with the page of this number."""
    for limit, most in LIMITS.items():
        resource.setrlimit(limit, (most, most))
    document = PdfDocument(sys.stdin.buffer.read())
    sys.stdout.buffer.write(str(len(document)).encode() if wanted == "pages" else _page(document[int(wanted) - 1]))
    sys.stdout.buffer.flush()


def _page(page: PdfPage) -> bytes:
    width, height = page.get_size()
    scale = min(WIDTH / width, HEIGHT / height, MOST_ENLARGED)
    drawn = page.render(scale=scale).to_pil().convert("RGB")
    # Of text a PNG of few colours is smaller and sharper, of a photograph a JPG.
    flat = drawn.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    media_type, picture = min(
        ("image/png", _saved(flat, "PNG")),
        ("image/jpeg", _saved(drawn, "JPEG", quality=80, progressive=True)),
        key=lambda made: len(made[1]),
    )
    head = json.dumps({"media_type": media_type, "text": _text(page)})
    return head.encode() + b"\n" + picture


def _saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    to = BytesIO()
    picture.save(to, kind, **how)
    return to.getvalue()


def _text(page: PdfPage) -> str:
    """The text of a page in its order; of a hyphen at the end of a line stays nothing."""
    said = page.get_textpage().get_text_bounded()[:LONGEST_TEXT]
    lines = said.replace("\ufffe\r\n", "").replace("\ufffe", "").splitlines()
    return "\n".join("".join(sign for sign in line if sign.isprintable()) for line in lines).strip()


if __name__ == "__main__":
    main(sys.argv[1])
