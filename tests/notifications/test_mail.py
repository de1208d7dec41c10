"""A mail as bytes, and the ways in which the mail server is spoken to."""

import shutil
import ssl
import subprocess
import tracemalloc
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from support.database import forget
from support.server import free_port
from support.smtp import Sink

from training_app.core import mail
from training_app.core.mail import Line, Mail, NotAccepted, Unreachable
from training_app.core.mime import Attachment

# What SMTP allows is 998.
LONGEST = 400

# The server of the tests does not see that its line is encrypted from the first byte.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


def a_mail(**said) -> Mail:
    usual = {
        "message_id": "<abc@muster.test>", "at": datetime(2027, 3, 1, 9, tzinfo=UTC), "sender": "training@county.test",
        "sender_name": "County Fire", "to": "lea@county.test", "to_name": "Lea Learner", "subject": "Hello",
        "text": "Hello\n", "html": "<p>Hello</p>",
    }  # fmt: skip
    return Mail(**usual | said)


def read(content: bytes):
    return message_from_bytes(content, policy=policy.default)


@pytest.mark.parametrize(
    "words",
    [
        "Plain",
        "Größe und Zahl — “so”",
        "消防訓練" * 30,
        "=?utf-8?b?eA==?=",
        'Quoted "x" \\ <y>, z',
        "x" * 200,
        "word " * 60,
    ],
)
def test_words_of_any_language_arrive_as_they_were(words):
    name = words[:12].strip()
    arrived = read(mail.written(a_mail(subject=words, to_name=name, text=f"{words}\n.\nend", html=f"<p>{words}</p>")))
    assert arrived["Subject"] == words.strip()
    assert arrived["To"].addresses[0].display_name == name
    assert arrived["To"].addresses[0].addr_spec == "lea@county.test"
    assert arrived.get_body(("plain",)).get_content().splitlines() == [words, ".", "end"]
    assert arrived.get_body(("html",)).get_content().splitlines() == [f"<p>{words}</p>"]
    assert not arrived.defects


@pytest.mark.parametrize(
    "address", ["", "lea", "@x.test", "a@b@c.test", "a b@c.test", "a@c.test\r\nBcc: d@e.test", "<a@b.test>"]
)
def test_what_is_no_address_is_refused_for_good(address):
    with pytest.raises(NotAccepted) as refused:
        mail.written(a_mail(to=address))
    assert refused.value.permanent


@pytest.mark.rule("A-23", "a file of any name and content arrives as it was, beside text and HTML")
@pytest.mark.parametrize(
    "name",
    [
        "report.csv",
        'a "quoted" \\ name; x.pdf',
        "Größe und Zahl — “so”.xlsx",
        "消防訓練" * 30 + ".pdf",
        "x" * 240 + ".csv",
    ],
)
def test_an_attached_file_arrives_as_it_was(name: str):
    content = bytes(range(256)) * 5 + b"\r\n.\r\n--"
    files = (Attachment(name, "application/pdf", content), Attachment("empty.txt", "text/plain", b""))
    arrived = read(mail.written(a_mail(attachments=files)))
    first, second = arrived.iter_attachments()
    assert (first.get_filename(), first.get_content_type()) == (name, "application/pdf")
    assert first.get_payload(decode=True) == content
    assert (second.get_filename(), second.get_payload(decode=True)) == ("empty.txt", b"")
    assert arrived.get_body(("plain",)).get_content().splitlines() == ["Hello"]
    assert arrived.get_body(("html",)).get_content().splitlines() == ["<p>Hello</p>"]
    assert not any(part.defects for part in arrived.walk())
    assert max(len(line) for line in mail.written(a_mail(attachments=files)).split(b"\r\n")) < LONGEST


def test_the_name_and_kind_of_a_file_add_no_header():
    sly = Attachment("a\r\nX-Sly: yes.csv", "text/csv\r\nX-Sly: yes", b"x")
    (part,) = read(mail.written(a_mail(attachments=(sly,)))).iter_attachments()
    assert part["X-Sly"] is None
    assert (part.get_filename(), part.get_content_type()) == ("a X-Sly: yes.csv", "application/octet-stream")


def test_a_large_file_is_not_copied_again_and_again():
    large = Attachment("large.pdf", "application/pdf", bytes(10_000_000))
    tracemalloc.start()
    written = mail.written(a_mail(attachments=(large,)))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1.3 * len(written)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory):
    """A certificate for `localhost` that only those trust who are told to."""
    folder = tmp_path_factory.mktemp("certificate")
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.fail("there is no openssl: `make test` installs it")
    made = (openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost", "-keyout", folder / "key", "-out", folder / "certificate")  # fmt: skip
    subprocess.run(made, check=True, capture_output=True, timeout=60)
    return folder


@pytest.fixture(params=["starttls", "tls"])
def guarded(request, certificate, monkeypatch):
    """A server that takes mail only over an encrypted line from somebody who signs in."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "certificate", certificate / "key")
    sink, port = Sink(), free_port()
    encrypted = (
        {"tls_context": context, "require_starttls": True} if request.param == "starttls" else {"ssl_context": context}
    )

    def check(_server, _session, _envelope, _mechanism, said) -> AuthResult:
        return AuthResult(success=(said.login, said.password) == (b"muster", b"secret"), handled=False)

    controller = Controller(sink, hostname="localhost", port=port, authenticator=check, auth_required=True,
                            auth_require_tls=request.param == "starttls", **encrypted)  # fmt: skip
    for name, value in {"HOST": "localhost", "PORT": str(port), "SECURITY": request.param, "USER": "muster",
                        "PASSWORD": "secret"}.items():  # fmt: skip
        monkeypatch.setenv(f"MUSTER_SMTP_{name}", value)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate"))
    forget()
    controller.start()
    yield sink
    controller.stop()
    forget()


@pytest.mark.rule("N-06", "STARTTLS and TLS, user and password from the environment")
def test_a_mail_goes_over_an_encrypted_line(guarded: Sink):
    with Line() as line:
        assert line.send(a_mail()) == "250 Kept"
    assert guarded.recipients() == ["lea@county.test"]


@pytest.mark.rule("N-06", "a wrong password is told as the server's answer, and nothing is sent")
def test_a_wrong_password_is_no_matter_of_the_mail(guarded: Sink, monkeypatch):
    monkeypatch.setenv("MUSTER_SMTP_PASSWORD", "wrong")
    forget()
    with Line() as line, pytest.raises(Unreachable) as refused:
        line.send(a_mail())
    assert refused.value.answer.startswith("535")
    assert not refused.value.permanent
    assert guarded.received == []


@pytest.mark.rule("N-06", "a server whose certificate nobody vouches for is not spoken to")
def test_a_certificate_that_nobody_vouches_for_is_refused(guarded: Sink, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with Line() as line, pytest.raises(Unreachable, match="certificate verify failed"):
        line.send(a_mail())
    assert guarded.received == []
