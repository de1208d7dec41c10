"""Materials with files: what people teach with, and what hostile ones look like."""

from io import BytesIO
from pathlib import Path

from fpdf import FPDF
from pypdf import PdfWriter
from support.build import SYSTEM, Builder

from training_app.catalog import actions as catalog
from training_app.catalog.content import NewCourse, NewMaterial
from training_app.catalog.model import Training
from training_app.catalog.rules import MaterialKind
from training_app.core import files, staging
from training_app.core.staging import Received

# Thirty seconds of a number that counts them, without sound.
VIDEO = (Path(__file__).parents[1] / "data" / "lifting.webm").read_bytes()
MP4 = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41" + bytes(range(256)) * 40
HTML = b"<html><script>alert(1)</script></html>"


def pdf(*texts: str, size: tuple[float, float] = (210, 297)) -> bytes:
    """A PDF with a page for each text; the size of its pages is in millimetres."""
    made = FPDF(format=size)
    made.set_auto_page_break(auto=False)
    made.set_font("helvetica", size=24)
    for text in texts:
        made.add_page()
        made.multi_cell(0, 12, text)
    return bytes(made.output())


def locked_pdf(password: str) -> bytes:
    """A PDF that opens with a password."""
    writer, to = PdfWriter(BytesIO(pdf("Secret"))), BytesIO()
    writer.encrypt(password, "of the owner", algorithm="RC4-128")
    writer.write(to)
    return to.getvalue()


def endless_pdf(depth: int = 40) -> bytes:
    """A small PDF of one page whose drawing takes without end: each form draws the next one ten times."""
    form = "<< /Type /XObject /Subtype /Form /BBox [0 0 600 800]"
    draws = f"/Length 60 >> stream\n{'/F Do ' * 10}\nendstream"
    objects = [
        "1 0 obj << /Type /Catalog /Pages 2 0 R >>",
        "2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 99 0 R /Resources 98 0 R >>",
        *(f"{4 + at} 0 obj {form} /Resources << /XObject << /F {5 + at} 0 R >> >> {draws}" for at in range(depth)),
        f"{4 + depth} 0 obj {form} /Length 30 >> stream\n0 0 600 800 re f\nendstream",
        "98 0 obj << /XObject << /F 4 0 R >> >>",
        f"99 0 obj << {draws}",
    ]  # fmt: skip
    return ("%PDF-1.4\n" + " endobj\n".join(objects) + " endobj\ntrailer << /Root 1 0 R >>\n%%EOF").encode()


def received(folder: Path, content: bytes, name: str) -> Received:
    """A file as it comes from somebody."""
    file = folder / f"received {len(list(folder.iterdir()))}"
    file.write_bytes(content)
    return staging.received(file, name=name)


def course(build: Builder, *contents: tuple[str, bytes], more: tuple[NewMaterial, ...] = (), **said: str) -> Training:
    """A course of these files by their names, and of more; a file and its material have one name."""
    with files.workshop() as folder:
        brought = tuple(
            NewMaterial(name, kind=_kind(content), file=received(folder, content, name), body=f"About {name}.")
            for name, content in contents
        )
        new = NewCourse(**{"title": "Lifting safely", "code": "C-FILES"} | said, materials=(*brought, *more))
        return catalog.add_course(build.session, SYSTEM, new=new, now=build.now)


def _kind(content: bytes) -> MaterialKind:
    return MaterialKind.VIDEO if content in (VIDEO, MP4) else MaterialKind.FILE
