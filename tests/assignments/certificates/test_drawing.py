"""The certificate as PDF: what stands on it, that nothing runs out of it, and that it is the same each time (T-06)."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import segno
from PIL import ImageChops
from pypdf import PdfReader
from support.made_files import pages

from training_app.assignments.certificates import drawing
from training_app.assignments.certificates.reading import CertificateView

ADDRESS = "https://training.example.org/verify/K7QM-2XTP-9WRD"
LEA = CertificateView("Lea Łukasiewicz-O'Brien", "Lifting safely & well", "C-17", Decimal("2.50"), "Medical",
                      date(2027, 3, 1), "K7QM2XTP9WRD", datetime(2027, 3, 1, 9, tzinfo=UTC), "County EMS",
                      "")  # fmt: skip
# Where the frame is drawn, in points; inside of it, up to where words stand, is nothing but white.
INNER, WORDS = (drawing.FRAME + 3) * 72 / 25.4, (drawing.LEFT - 1) * 72 / 25.4


def drawn(folder: Path, **said) -> bytes:
    return drawing.drawn(replace(LEA, **said), address=ADDRESS, folder=folder)


def text_of(file: bytes) -> str:
    (text,) = pages(file)
    return " ".join(text.split())


def picture(file: bytes, scale: float = 1):
    return pypdfium2.PdfDocument(file)[0].render(scale=scale).to_pil().convert("L")


@pytest.mark.rule("T-06", "a PDF with the person, training, date, hours and code, and where it is checked")
def test_all_of_it_stands_there(tmp_path: Path):
    file = drawn(tmp_path)
    text = text_of(file)
    for said in ("County EMS", "Certificate of Completion", "Lea Łukasiewicz-O'Brien", "Lifting safely & well",
                 "C-17 · 2.5 hours · Medical", "1 March 2027", "K7QM-2XTP-9WRD", ADDRESS):  # fmt: skip
        assert said in text
    read = PdfReader(BytesIO(file))
    assert read.metadata.title == "Certificate of Completion: Lea Łukasiewicz-O'Brien, Lifting safely & well"
    assert read.trailer["/Root"]["/Lang"] == "en"
    assert "hour" not in text_of(drawn(tmp_path, hours=Decimal(0)))
    assert "1 hour ·" in text_of(drawn(tmp_path, hours=Decimal("1.00")))


@pytest.mark.rule("T-06", "a QR code leads to where the certificate is checked")
def test_the_code_for_a_camera_is_that_of_the_address(tmp_path: Path):
    scale = 8
    seen = picture(drawn(tmp_path), scale)
    matrix = segno.make_qr(ADDRESS, error="m").matrix
    left, top = drawing.RIGHT - drawing.QR, drawing.FOOT - drawing.QR
    step = drawing.QR / len(matrix)

    def is_dark(row: int, column: int) -> bool:
        x, y = left + (column + 0.5) * step, top + (row + 0.5) * step
        return seen.getpixel((int(x * 72 / 25.4 * scale), int(y * 72 / 25.4 * scale))) < 128

    for number, row in enumerate(matrix):
        assert [is_dark(number, column) for column in range(len(row))] == [bool(one) for one in row]


def test_the_same_certificate_is_the_same_bytes(tmp_path: Path):
    other = tmp_path / "other"
    other.mkdir()
    assert drawn(tmp_path) == drawn(other)
    assert drawn(tmp_path) != drawn(tmp_path, person="Lea Married")


@pytest.mark.parametrize(
    "said",
    [
        {"person": "w" * 200, "title": "M" * 200},
        {"person": "Maximilian " * 18, "title": "Everything about it, " * 15, "category": "Category " * 30,
         "organization": "District of Somewhere " * 8},
        {"title": "M" * 2000},
    ],
    ids=["words without an end", "long everything", "no room at all"],
)  # fmt: skip
def test_long_names_never_run_out_of_the_frame(tmp_path: Path, said: dict[str, str]):
    seen = picture(drawn(tmp_path, **said))
    wide, high = seen.size
    for edge in ((INNER, INNER, WORDS, high - INNER), (wide - WORDS, INNER, wide - INNER, high - INNER)):
        assert seen.crop(tuple(map(int, edge))).getextrema() == (255, 255)
    # ── nor over the day and the code below
    plain = picture(drawn(tmp_path))
    foot = (0, int((drawing.BOTTOM + 1.5) * 72 / 25.4), wide, high)
    assert ImageChops.difference(seen.crop(foot), plain.crop(foot)).getbbox() is None


@pytest.mark.parametrize("name", ["Ольга Кузнецова", "Ελένη Παπαδοπούλου", "Nguyễn Thị", "Zażółć Gęślą-Jaźń"])
def test_a_name_can_be_read(tmp_path: Path, name: str):
    assert name in text_of(drawn(tmp_path, person=name))


@pytest.mark.parametrize("name", ["محمد الأنصاري", "דוד כהן", "李雷", "Ana 🚑"])
def test_a_name_in_other_letters_stops_nothing(tmp_path: Path, name: str):
    assert "Certificate of Completion" in text_of(drawn(tmp_path, person=name))


def test_one_is_made_in_no_time(tmp_path: Path):
    drawn(tmp_path)  # the fonts are read once in each process
    took = []
    for number in range(15):
        begun = time.process_time()
        drawn(tmp_path, person=f"Somebody {number}")
        took.append(time.process_time() - begun)
    assert min(took) < 0.06
