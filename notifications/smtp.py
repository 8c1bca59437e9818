"""The dialogue with the mail server, in steps, so that a lost connection says how far it came.

Before the final dot nothing was delivered: the mail is deferred. From the dot on nobody can tell: unknown.
"""

import re
import select
import smtplib
import socket
import ssl
from dataclasses import dataclass
from time import monotonic
from urllib.parse import unquote, urlsplit

TIMEOUT = 30.0
IDLE = 5.0
# Once a server has cut a connection, it is given a moment to say so before the final dot.
WATCHED, A_MOMENT, A_GLANCE = 600.0, 0.05, 0.001

Lost = (OSError, smtplib.SMTPException)


class ServerDown(Exception):
    """The server does not take mail now; the message is what it said."""


@dataclass(frozen=True)
class Letter:
    """One mail on its way: envelope and bytes, and the claim under which it is sent."""

    row_id: int
    attempt_id: int
    lease: str
    sender: str
    recipient: str
    content: bytes


@dataclass(frozen=True)
class Outcome:
    """What came of one dialogue. `no_such_address`: the server knows no such mailbox. `server_down`: it wants no more mail."""

    state: str
    stage: str
    code: int | None
    reply: str
    no_such_address: bool = False
    server_down: bool = False


class Kept:
    """Without a mail server, in development and tests: the mail stays in the database and can be read there."""

    server = ""
    is_open = True

    def open(self) -> None:
        """There is nothing to open."""

    def close(self) -> None:
        """There is nothing to close."""

    def send(self, letter: Letter) -> Outcome:
        return Outcome("sent", "kept", None, "kept here")


class Line:
    """One connection, used for mail after mail. Addresses as `smtp://user:password@host:port` or `smtps://`.

    A server that offers STARTTLS is taken at its word, with its certificate checked; `sealed`: one that does not offer it
    is given nothing, neither a password nor a mail.
    """

    def __init__(self, url: str, own_name: str, *, sealed: bool = False) -> None:
        self._url, self._own_name, self._sealed = urlsplit(url), own_name, sealed
        port = self._url.port or (465 if self._url.scheme == "smtps" else 25)
        self._host, self._port = self._url.hostname or "localhost", port
        self.server = f"{self._host}:{port}"
        self._smtp: smtplib.SMTP | None = None
        self._used = self._cut = -WATCHED

    @property
    def is_open(self) -> bool:
        """Whether the connection was used a moment ago, so that it need not be asked whether it still stands."""
        return self._smtp is not None and monotonic() - self._used <= IDLE

    def open(self) -> None:
        """Have a connection that answers. Raises `ServerDown`."""
        if self._smtp is not None and not self.is_open and not self._answers(self._smtp):
            self.close()
        if self._smtp is None:
            try:
                self._smtp = self._connect()
            except smtplib.SMTPResponseException as said:
                raise ServerDown(f"{said.smtp_code} {_words(said.smtp_error)}") from None
            except Lost as lost:
                raise ServerDown(str(lost) or type(lost).__name__) from None
            self._used = monotonic()

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            try:
                smtp.quit()
            except Lost:
                smtp.close()

    def send(self, letter: Letter) -> Outcome:
        """Send one mail over the open connection; what happens to it is the answer, never an exception."""
        smtp, stage = self._smtp, "mail"
        assert smtp is not None
        try:
            code, said = smtp.mail(letter.sender)
            if code != 250:
                return self._refused(smtp, stage, code, said)
            stage = "rcpt"
            code, said = smtp.rcpt(letter.recipient)
            if code not in (250, 251):
                return self._refused(smtp, stage, code, said)
            stage = "data"
            code, said = smtp.docmd("data")
            if code != 354:
                return self._refused(smtp, stage, code, said)
            stage = "body"
            smtp.send(_with_dots_doubled(letter.content))
            if self._hung_up(smtp):
                raise smtplib.SMTPServerDisconnected("the server closed the connection")
            stage = "dot"
            smtp.send(b".\r\n")
            code, said = smtp.getreply()
            self._used = monotonic()
            if code == 250:
                return Outcome("sent", "done", code, _words(said))
            return self._refused(smtp, stage, code, said)
        except Lost as lost:
            self._cut = monotonic()
            smtp.close()
            self._smtp = None
            return Outcome("unknown" if stage == "dot" else "deferred", stage, None, str(lost) or type(lost).__name__)

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        smtp: smtplib.SMTP
        if self._url.scheme == "smtps":
            smtp = smtplib.SMTP_SSL(self._host, self._port, self._own_name, timeout=TIMEOUT, context=context)
        else:
            smtp = smtplib.SMTP(self._host, self._port, self._own_name, timeout=TIMEOUT)
        try:
            # The final dot goes out by itself; it must not wait until the server has acknowledged what came before.
            assert smtp.sock is not None
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            smtp.ehlo_or_helo_if_needed()
            if self._url.scheme == "smtp":
                self._start_tls(smtp, context)
            if self._url.username:
                smtp.login(unquote(self._url.username), unquote(self._url.password or ""))
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _start_tls(self, smtp: smtplib.SMTP, context: ssl.SSLContext) -> None:
        if smtp.has_extn("starttls"):
            code, said = smtp.starttls(context=context)
            if code == 220:
                smtp.ehlo()
                return
            if not self._sealed:
                return
            raise smtplib.SMTPResponseException(code, said)
        if self._sealed:
            raise smtplib.SMTPNotSupportedError(
                "The mail server offers no encryption (STARTTLS): nothing is sent to it."
            )

    def _answers(self, smtp: smtplib.SMTP) -> bool:
        try:
            return smtp.noop()[0] == 250
        except Lost:
            return False

    def _hung_up(self, smtp: smtplib.SMTP) -> bool:
        """Whether the server has something to say before the final dot: that can only be that it is gone."""
        assert smtp.sock is not None
        wait = A_MOMENT if monotonic() - self._cut < WATCHED else A_GLANCE
        return bool(select.select([smtp.sock], [], [], wait)[0])

    def _refused(self, smtp: smtplib.SMTP, stage: str, code: int, said: bytes) -> Outcome:
        reply = f"{code} {_words(said)}"
        gone = code == 421
        if gone:
            smtp.close()
            self._smtp = None
        else:
            smtp.rset()
        # 530: the server wants a sign-in first, which is not the fault of this mail.
        if code // 100 != 5 or code == 530:
            return Outcome("deferred", stage, code, reply, server_down=gone or code == 530)
        return Outcome("failed", stage, code, reply, no_such_address=stage == "rcpt" and code in (550, 551, 553))


def _with_dots_doubled(content: bytes) -> bytes:
    content = re.sub(rb"(?m)^\.", b"..", content)
    return content if content.endswith(b"\r\n") else content + b"\r\n"


def _words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:500]
