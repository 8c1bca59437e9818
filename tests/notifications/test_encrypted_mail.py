"""Mail on its way to a server on another machine: encrypted, with a certificate that is checked, or not at all."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from conftest import free_port
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from convenor.settings import Settings
from notifications import smtp


class Received:
    """Keeps what it is given, and whether it came encrypted."""

    def __init__(self) -> None:
        self.mails: list[tuple[bytes, bool]] = []

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:
        self.mails.append((envelope.content, session.ssl is not None))
        return "250 taken"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: Any) -> Path:
    """A certificate of this test's own for 127.0.0.1, with its key."""
    folder = tmp_path_factory.mktemp("certificate")
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")]),
    )
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder


@pytest.fixture
def server(certificate: Path, request: Any) -> Iterator[Any]:
    """A real mail server; `offers` says whether it takes STARTTLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "certificate.pem", certificate / "key.pem")
    received = Received()
    offers = getattr(request, "param", True)
    controller = Controller(received, hostname="127.0.0.1", port=free_port(), tls_context=context if offers else None)
    controller.start()
    yield controller, received
    controller.stop()


def a_letter() -> smtp.Letter:
    return smtp.Letter(
        1, 1, "lease", "a@convenor.example.uk", "b@nhs.example.uk", b"Subject: Hello\r\n\r\nGood morning.\r\n"
    )


def line_to(server: Any) -> smtp.Line:
    return smtp.Line(f"smtp://127.0.0.1:{server.port}", "convenor.example.uk", sealed=True)


def test_mail_goes_out_encrypted_where_the_server_offers_it(server, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "certificate.pem"))
    controller, received = server
    line = line_to(controller)
    line.open()
    assert line.send(a_letter()).state == "sent"
    line.close()
    assert [encrypted for _, encrypted in received.mails] == [True]


@pytest.mark.parametrize("server", [False], indirect=True)
def test_a_server_that_offers_no_encryption_is_given_nothing(server):
    controller, received = server
    with pytest.raises(smtp.ServerDown, match="STARTTLS"):
        line_to(controller).open()
    assert received.mails == []


def test_a_server_whose_certificate_nobody_vouches_for_is_given_nothing(server):
    controller, received = server
    with pytest.raises(smtp.ServerDown, match="certificate"):
        line_to(controller).open()
    assert received.mails == []


@pytest.mark.parametrize(("env", "url", "sealed"), [
    ("production", "smtp://mail.northshire.example.uk", True),
    ("production", "smtp://127.0.0.1:25", False),
    ("development", "smtp://mail.northshire.example.uk", False),
])  # fmt: skip
def test_encryption_is_a_must_on_the_way_to_another_machine(env, url, sealed):
    assert Settings(env=env, smtp_url=url).seals(url) is sealed
