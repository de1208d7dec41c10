"""Writing a mail as bytes.

By hand, because `email.message` takes longer for one mail than the server does. Line breaks and control signs in
names and subjects become spaces, so nobody adds a header.
"""

import quopri
import re
from email.header import Header
from email.utils import quote
from hashlib import sha256

LONGEST_LINE = 900
_ADDRESS = re.compile(r"""[^\s@<>()\[\]\\,;:"\x00-\x1f\x7f]+@[^\s@<>()\[\]\\,;:"\x00-\x1f\x7f]+""")


def is_address(address: str) -> bool:
    """Whether it can stand in a header and in a command of SMTP."""
    return _ADDRESS.fullmatch(address) is not None


def address(address: str, name: str) -> str:
    """An address with a name in front, for a header."""
    plain = _flat(name)
    named = text(plain, "To")
    return f'"{quote(plain)}" <{address}>' if named == plain else f"{named} <{address}>"


def text(said: str, header: str) -> str:
    """Words of any language, for the header of that name."""
    plain = _flat(said)
    is_short = len(plain) <= LONGEST_LINE
    if is_short and _is_plain(plain):
        return plain
    return Header(plain, "utf-8", header_name=header).encode(linesep="\r\n")


def message(head: dict[str, str], bodies: dict[str, str], *, between: str) -> bytes:
    """The whole mail with its bodies as alternatives, e.g. `plain` and `html`; the last one is the best."""
    line = sha256(between.encode()).hexdigest()[:32]
    headers = head | {"MIME-Version": "1.0", "Content-Type": f'multipart/alternative; boundary="{line}"'}
    top = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    parts = (f"--{line}\r\n".encode() + _part(kind, body) for kind, body in bodies.items())
    return top.encode() + b"\r\n" + b"".join(parts) + f"--{line}--\r\n".encode()


def _part(kind: str, body: str) -> bytes:
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    lines = quopri.encodestring("\n".join(body.splitlines()).encode())
    return head.encode() + lines.replace(b"\n", b"\r\n") + b"\r\n\r\n"


def _is_plain(said: str) -> bool:
    return said.isascii() and "=?" not in said


def _flat(said: str) -> str:
    return " ".join(re.sub(r"[\x00-\x20\x7f\u2028\u2029]+", " ", said).split())
