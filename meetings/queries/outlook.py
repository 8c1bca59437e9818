"""Whether the meeting will be quorate on what people have answered, agency by agency: pure reading of a sheet."""

from dataclasses import dataclass
from datetime import datetime

import rulebook
from meetings.models import Invitation
from meetings.models.invitation import RESPONSES
from meetings.queries.around import Around
from meetings.queries.sheet import Sheet

COMING = ("accepted", "delegated")
COUNTS = ("professional", "chair", "legal")


@dataclass(frozen=True)
class AgencyLine:
    """One agency of the quorum card. `state`: coming, perhaps, report, declined, unreached, silent, nobody."""

    key: str
    name: str
    must_come: bool
    state: str
    people: tuple[Invitation, ...]
    contact: tuple[str, datetime] | None

    @property
    def to_remind(self) -> list[Invitation]:
        """Those of them who were asked and have not answered."""
        return [one for one in self.people if one.response in ("no_reply", "undeliverable") and one.invited_at]

    @property
    def unsettled(self) -> bool:
        return self.state not in ("coming",)


@dataclass(frozen=True)
class Outlook:
    """The card whole. `at_risk`: on the answers so far the meeting could not decide."""

    agencies: tuple[AgencyLine, ...]
    at_risk: bool
    sentence: str
    missing: tuple[str, ...] = ()  # keys of agencies that must come and would not be there with somebody who may decide
    short: int = 0  # how many more agencies have to come, whichever they are

    def hangs_on(self, line: AgencyLine) -> bool:
        """Whether the quorum is at risk for want of this agency."""
        return self.at_risk and (line.key in self.missing or (self.short > 0 and line.state != "coming"))

    @property
    def wanted(self) -> set[int]:
        """Ids of the invitations on which the quorum hangs."""
        return {one.id for line in self.agencies if self.hangs_on(line) for one in line.people}


def outlook_of(sheet: Sheet, around: Around) -> Outlook:
    """The agencies that must come first, then everybody else's, each with its strongest answer."""
    book, quorum = rulebook.book(), sheet.meeting.kind.quorum
    counting = [one for one in sheet.invitations if one.capacity in COUNTS]
    by_key: dict[str, list[Invitation]] = {key: [] for key in quorum.required_agencies}
    for invitation in counting:
        for key in _stands_for(sheet, invitation):
            by_key.setdefault(key, []).append(invitation)
    lines = tuple(
        AgencyLine(
            key,
            book.agency_name(key) if key in quorum.required_agencies or not people else people[0].agency.name,
            key in quorum.required_agencies,
            _state(people),
            tuple(people),
            max((c for one in people if (c := around.last_contact(one))), key=lambda pair: pair[1], default=None),
        )
        for key, people in by_key.items()
    )
    forecast = sheet.forecast()
    return Outlook(
        lines, not forecast.met, _sentence(sheet, lines, forecast.met, forecast.short), forecast.missing, forecast.short
    )


def _stands_for(sheet: Sheet, invitation: Invitation) -> list[str]:
    """The required agencies and roles that somebody stands for, else their own agency."""
    required = sheet.meeting.kind.quorum.required_agencies
    own = [key for key in required if key == invitation.agency.kind]
    if "lado" in required and invitation.person.discipline == "lado":
        own.append("lado")
    if "lead_agency" in required and invitation.agency_id in sheet.lead_agencies:
        own.append("lead_agency")
    if invitation.agency_id == sheet.meeting.named_agency_id:
        own += [key for key in required if key in ("employer_hr", "audited_organisation")]
    return own or [f"agency.{invitation.agency.key}"]


def _state(people: list[Invitation]) -> str:
    if not people:
        return "nobody"
    responses = {one.response for one in people}
    if responses & set(COMING):
        return "coming"
    if "tentative" in responses:
        return "perhaps"
    if "no_reply" in responses:
        return "silent" if not any(one.report_received_at for one in people) else "report"
    if any(one.report_received_at for one in people):
        return "report"
    return "unreached" if "undeliverable" in responses else "declined"


SAID = {
    "silent": "no answer yet",
    "perhaps": "perhaps",
    "report": "a report only, which does not count",
    "declined": RESPONSES["declined"].lower(),
    "unreached": "not reached",
    "nobody": "nobody is asked",
}


def _sentence(sheet: Sheet, lines: tuple[AgencyLine, ...], met: bool, short: int) -> str:
    coming = [line.name for line in lines if line.state == "coming"]
    here = (
        f"{_and(coming)} {'is' if len(coming) == 1 else 'are'} coming."
        if coming
        else "Nobody has said yet that they come."
    )
    if met:
        return f"On the answers so far the meeting will be quorate. {here}"
    missing = [f"{line.name}: {SAID[line.state]}." for line in lines if line.must_come and line.state != "coming"]
    undecided = [line.name for line in lines if line.must_come and line.state == "coming" and not _may_decide(line)]
    if undecided and sheet.meeting.kind.quorum.decision_authority_required:
        missing.append(f"{_and(undecided)}: nobody who comes may decide for their agency.")
    if short:
        missing.append(f"{short} more {'agency has' if short == 1 else 'agencies have'} to come.")
    return " ".join([*missing, here])


def _may_decide(line: AgencyLine) -> bool:
    return any(one.comes_with_authority for one in line.people if one.response in COMING)


def _and(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
