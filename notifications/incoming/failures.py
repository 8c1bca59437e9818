"""Mail that came back: what a failure report says, and which of our mails it means (CALENDAR.md 2.8)."""

import re
from dataclasses import dataclass
from email.message import Message

from sqlalchemy import select

from foundation.database import db
from foundation.signals import mail_bounced
from foundation.text import clean_line
from notifications import composing
from notifications.incoming.parts import has_empty_return_path, header, is_automatic, sender_of, words_of
from notifications.models import IncomingMail, Outbox

FAILED_FOR_GOOD = re.compile(r"^5\.(?!2\.2$)\d{1,3}\.\d{1,3}$")
QUOTED = re.compile(rb"^Message-ID:\s*(<[\x21-\x3d\x3f-\x7e]{5,190}>)", re.I | re.M)
MOST_QUOTED, LONGEST_WORDS = 5, 500


@dataclass(frozen=True)
class Failure:
    """A report about a mail of ours. `quoted` are the identifiers of mails that it holds."""

    action: str
    status: str
    words: str
    quoted: tuple[str, ...]

    @property
    def said(self) -> str:
        return f"{self.status} {self.words}".strip()[:LONGEST_WORDS]

    @property
    def is_for_good(self) -> bool:
        return bool(FAILED_FOR_GOOD.match(self.status))


def failure_in(mail: Message, raw: bytes, leaves: list[Message], bounce_token: str) -> Failure | None:
    """What a failure report says; None where the mail is none. Not every one is a report as RFC 3464 has it."""
    report = mail.get_content_type() == "multipart/report" and mail.get_param("report-type") == "delivery-status"
    postmaster = sender_of(mail).partition("@")[0] in ("mailer-daemon", "postmaster")
    told = any(header(mail, name) for name in ("X-Failed-Recipients", "X-MS-Exchange-Message-Is-Ndr"))
    if not report:
        by_machine = postmaster or told or has_empty_return_path(mail)
        if not (by_machine and (bounce_token or postmaster or told)):
            return None
        if bounce_token and is_automatic(mail) and not (postmaster or told):
            return None
    quoted = tuple(one.decode("ascii") for one in QUOTED.findall(raw)[:MOST_QUOTED])
    if report:
        return Failure(*_delivery_status(mail), quoted)
    return Failure("failed", "5.0.0", clean_line(words_of(leaves))[:400], quoted)


def _delivery_status(mail: Message) -> tuple[str, str, str]:
    """Action, status and the server's words of a report (RFC 3464); what is missing counts as not failed for good."""
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        inner = part.get_payload()
        for block in inner if isinstance(inner, list) else []:
            if isinstance(block, Message) and block.get("Action"):
                words = str(block.get("Diagnostic-Code", "")).partition(";")[2]
                return (
                    header(block, "Action").lower()[:20],
                    header(block, "Status").split(" ")[0][:12],
                    clean_line(words)[:400],
                )
    return "failed", "4.0.0", ""


def outbox_of(bounce_token: str, quoted: tuple[str, ...] = ()) -> Outbox | None:
    """The mail that is meant: by its own secret, else by its Message-ID as it is quoted; never by a recipient alone."""
    if bounce_token and (row := db.session.scalar(select(Outbox).where(Outbox.bounce_token == bounce_token))):
        return row
    return db.session.scalar(select(Outbox).where(Outbox.message_id.in_(quoted)).limit(1)) if quoted else None


def take_failure(stored: IncomingMail, failure: Failure, bounce_token: str) -> tuple[str, str]:
    """What comes of it: outcome and reason. Only a failure for good of the newest mail to an address flags that address."""
    row = outbox_of(bounce_token, failure.quoted)
    if row is None:
        return "review", "A failure of a mail that is not known here."
    stored.outbox_id = row.id
    if failure.action != "failed":
        return "noted", f"{failure.action}: {failure.said}"
    if _is_overtaken(row):
        return "noted", f"A mail before the newest one: {failure.said}"
    row.state, row.reason, row.reply = "failed", "it came back", failure.said
    if not failure.is_for_good:
        return "noted", failure.said
    mail_bounced.send(None, outbox=row, text=failure.said)
    return "undeliverable", failure.said


def _is_overtaken(row: Outbox) -> bool:
    """Whether a newer mail about the same went out to them since, or their address is another one by now."""
    if row.address and composing.reached(row.recipient_id).email.casefold() != row.address.casefold():
        return True
    newer = select(Outbox.id).where(
        Outbox.recipient_id == row.recipient_id,
        Outbox.about_kind == row.about_kind,
        Outbox.about_id == row.about_id,
        Outbox.id > row.id,
        Outbox.state == "sent",
        Outbox.sent_at > (row.sent_at or row.created_at),
    )
    return db.session.scalar(newer.limit(1)) is not None
