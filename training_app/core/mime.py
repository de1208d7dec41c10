"""Writing a mail as bytes.

By hand, because `email.message` takes longer for one mail than the server does. Line breaks and control signs in
names and subjects become spaces, so nobody adds a header.
"""

import quopri
import re
from binascii import b2a_base64
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import Header
from email.utils import encode_rfc2231, quote
from hashlib import sha256
from io import BytesIO

LONGEST_LINE = 900
LONGEST_NAME = 60
# They become the 76 signs that a line of an attachment may have.
BYTES_OF_A_LINE = 57
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9][\w.+-]*/[A-Za-z0-9][\w.+-]*(; [a-z]+=[\w.+-]+)*", re.ASCII)
_ADDRESS = re.compile(r"""[^\s@<>()\[\]\\,;:"\x00-\x1f\x7f]+@[^\s@<>()\[\]\\,;:"\x00-\x1f\x7f]+""")


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail. `media_type` is its kind, e.g. `text/csv` or `text/csv; charset=utf-8`."""

    name: str
    media_type: str
    content: bytes


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


def message(head: dict[str, str], bodies: dict[str, str], files: Sequence[Attachment] = (), *, between: str) -> bytes:
    """The whole mail: its bodies as alternatives, e.g. `plain` and `html`, the best one last; then its files."""
    line = sha256(between.encode()).hexdigest()[:32]
    # One buffer that everything is written into and that is handed out as it is: a large file is not copied again.
    out = BytesIO()
    for name, value in (head | {"MIME-Version": "1.0"}).items():
        out.write(f"{name}: {value}\r\n".encode())
    if not files:
        _alternatives(out, bodies, line)
        return out.getvalue()
    whole = f"{line}f"
    out.write(f'Content-Type: multipart/mixed; boundary="{whole}"\r\n\r\n--{whole}\r\n'.encode())
    _alternatives(out, bodies, line)
    for file in files:
        out.write(f"--{whole}\r\n".encode())
        _attach(out, file)
    out.write(f"--{whole}--\r\n".encode())
    return out.getvalue()


def _alternatives(out: BytesIO, bodies: dict[str, str], line: str) -> None:
    out.write(f'Content-Type: multipart/alternative; boundary="{line}"\r\n\r\n'.encode())
    out.writelines(f"--{line}\r\n".encode() + _part(kind, body) for kind, body in bodies.items())
    out.write(f"--{line}--\r\n".encode())


def _part(kind: str, body: str) -> bytes:
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    lines = quopri.encodestring("\n".join(body.splitlines()).encode())
    return head.encode() + lines.replace(b"\n", b"\r\n") + b"\r\n\r\n"


def _attach(out: BytesIO, file: Attachment) -> None:
    kind = file.media_type if _MEDIA_TYPE.fullmatch(file.media_type) else "application/octet-stream"
    out.write(f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n".encode())
    out.write(f"Content-Disposition: attachment; {_file_name(file.name)}\r\n\r\n".encode())
    whole = memoryview(file.content)
    for first in range(0, len(whole), BYTES_OF_A_LINE):
        out.write(b2a_base64(whole[first : first + BYTES_OF_A_LINE], newline=False))
        out.write(b"\r\n")


def _file_name(name: str) -> str:
    """The parameter of a file's name; in another alphabet as RFC 2231 wants it, in parts that fit into a line."""
    flat = _flat(name) or "file"
    if flat.isascii() and len(flat) <= LONGEST_NAME:
        return f'filename="{quote(flat)}"'
    written = encode_rfc2231(flat, "utf-8")
    parts = re.findall(rf"(?:%..|[^%]){{1,{LONGEST_NAME}}}", written)
    return ";\r\n ".join(f"filename*{number}*={part}" for number, part in enumerate(parts))


def _is_plain(said: str) -> bool:
    return said.isascii() and "=?" not in said


def _flat(said: str) -> str:
    return " ".join(re.sub(r"[\x00-\x20\x7f\u2028\u2029]+", " ", said).split())
