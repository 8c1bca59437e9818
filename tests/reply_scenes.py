"""The calendar of somebody who is invited: what it was sent, and what it sends back."""

from collections.abc import Callable
from typing import Any

from meeting_scenes import entry_of

PIP = "pip.sergeant@police.example.uk"


class Calendar:
    """The calendar of one invitee: what it was sent, and what it sends back."""

    def __init__(self, address: str, mailbox: Any, mail_in: Callable[..., str]) -> None:
        self.address, self._mailbox, self._mail_in = address, mailbox, mail_in
        self._sent = 0

    @property
    def entry(self) -> Any:
        return entry_of(self._mailbox.to(self.address)[-1].raw)[1]

    @property
    def organizer(self) -> str:
        return str(self.entry["ORGANIZER"]).removeprefix("mailto:")

    def written(self, partstat: str = "ACCEPTED", **given: Any) -> str:
        """The answer as a mail. `given`: method, sequence, stamp, attendee, params, organizer, uid, to, sender, head, lines."""
        self._sent += 1
        entry = self.entry
        attendee = given.get("attendee", self.address)
        answer = f"ATTENDEE{f';PARTSTAT={partstat}' if partstat else ''}{given.get('params', '')}:mailto:{attendee}"
        lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Elsewhere//EN", f"METHOD:{given.get('method', 'REPLY')}", "BEGIN:VEVENT",
            f"UID:{given.get('uid', entry['UID'])}", f"SEQUENCE:{given.get('sequence', entry['SEQUENCE'])}",
            f"DTSTAMP:{given.get('stamp', '20260226T170000Z')}", answer, *given.get("lines", ()), "END:VEVENT", "END:VCALENDAR",
        ]  # fmt: skip
        head = [
            f"From: {given.get('sender', self.address)}", f"To: {given.get('to', self.organizer)}", "Subject: An answer",
            f"Message-ID: <{self._sent}@elsewhere.example>", *given.get("head", ()),
            "Content-Type: text/calendar; method=REPLY; charset=utf-8",
        ]  # fmt: skip
        return "\r\n".join([*head, "", *lines, ""])

    def answers(self, partstat: str = "ACCEPTED", **given: Any) -> str:
        """Sends it; gives the outcome."""
        return self._mail_in(self.written(partstat, **given))
