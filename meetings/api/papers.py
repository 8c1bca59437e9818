"""Letter and minutes, every version kept; and corrections, which stand beside the record."""

from typing import Any

from pydantic import Field

from foundation.database import db
from foundation.lifecycles import NotVisible
from foundation.paging import after
from foundation.problems import Body, Listing, PreconditionFailed, require_match
from meetings import commands
from meetings.api.blueprint import Answer, Count, Flag, OfCorrection, OfMeeting, Text, api, at, found, listed, read
from meetings.models import Correction, Meeting, Paper
from meetings.queries.papers import PaperSeen, paper_for
from meetings.queries.record import corrections
from people.sign_in import caller

Tagged = tuple[Answer, int, dict[str, str]]
LONGEST = 2 * 2**20


class PaperText(Body):
    """Markdown. `family_text`: the edition without what was said in confidence; left out, it stays as it is."""

    text: str = Field(min_length=1, max_length=LONGEST)
    family_text: str | None = Field(None, max_length=LONGEST)


class Approval(Body):
    """`version`: the one that is approved; left out, the newest."""

    version: Count | None = None


class NewCorrection(Body):
    text: Text = ""
    reason: Text = ""


class CorrectionDecision(Body):
    accepted: Flag
    answer: Text = ""


def _serve(paper: str, kind: str) -> None:
    """Read, draft, save and approve one kind of paper, under its own address."""
    here = f"/meetings/<meeting_id>/{paper}"

    @api.get(here, endpoint=f"show_{kind}")
    def show_paper(path: OfMeeting) -> Tagged:
        """The newest version for those who write, what was issued for everybody else. Its version is its ETag."""
        return _show(path, kind)

    @api.post(here, endpoint=f"draft_{kind}")
    def draft_paper(path: OfMeeting) -> Tagged:
        """The first version, drafted from the record; the newest where there is one."""
        found(path)
        commands.draft_paper(caller(), path.meeting_id, kind)
        answer, _, tag = _show(path, kind)
        return answer, 201, tag

    @api.put(here, endpoint=f"save_{kind}")
    def save_paper(path: OfMeeting, body: PaperText) -> Tagged:
        """A new version on top of the one that `If-Match` names."""
        return _save(path, kind, body)

    @api.post(f"{here}/approval", endpoint=f"approve_{kind}")
    def approve_paper(path: OfMeeting, body: Approval) -> Tagged:
        """The chair approves one version."""
        seen = paper_for(caller(), found(path), kind)
        number = body.version or (seen.paper.number if seen else 0)
        commands.approve_paper(caller(), path.meeting_id, kind, number)
        return _show(path, kind)


_serve("minutes", "minutes")
_serve("decision-letter", "decision_letter")


def _show(path: OfMeeting, kind: str) -> Tagged:
    meeting = found(path)
    seen = paper_for(caller(), meeting, kind)
    if seen is None:
        raise NotVisible("paper")
    read(meeting, kind)
    return _tagged(meeting, seen)


def _save(path: OfMeeting, kind: str, body: PaperText) -> Tagged:
    seen = paper_for(caller(), found(path), kind)
    if seen is not None and seen.writes:
        require_match(seen.paper.number)
    number = seen.paper.number if seen else 0
    try:
        commands.save_paper(caller(), path.meeting_id, kind, body.text, number=number, family_text=body.family_text)
    except commands.PaperChanged:
        raise PreconditionFailed from None
    return _show(path, kind)


@api.get("/meetings/<meeting_id>/corrections")
def list_corrections(path: OfMeeting, query: Listing) -> Answer:
    """Corrections that were asked for, with what the chair decided."""
    meeting = found(path)
    rows, following = after(corrections(caller(), meeting), Correction.id, query.cursor, query.limit)
    read(meeting, "corrections")
    return listed([_correction(row) for row in rows], following)


@api.post("/meetings/<meeting_id>/corrections")
def correct(path: OfMeeting, body: NewCorrection) -> tuple[Answer, int]:
    """Ask for a correction; the record itself never changes."""
    meeting = found(path)
    made = commands.correct(caller(), path.meeting_id, body.text, body.reason)
    return _one_correction(meeting, made), 201


@api.post("/meetings/<meeting_id>/corrections/<correction_id>/decision")
def decide_correction(path: OfCorrection, body: CorrectionDecision) -> Answer:
    """The chair accepts the correction, or notes that it was asked for."""
    meeting = found(path)
    made = commands.decide_correction(caller(), path.meeting_id, path.correction_id, body.accepted, body.answer)
    return _one_correction(meeting, made)


def _tagged(meeting: Meeting, seen: PaperSeen) -> Tagged:
    paper: Paper = seen.paper
    answer: Answer = {
        "id": paper.public_id,
        "meeting": meeting.public_id,
        "version": paper.number,
        "edition": seen.edition,
        "text": seen.text,
        "family_text": paper.family_text if seen.writes else None,
        "written_at": at(paper.written_at),
        "approved": paper.approved_at is not None,
        "approved_at": at(paper.approved_at),
        "issued_at": at(paper.issued_at),
    }
    return answer, 200, {"ETag": f'"{paper.number}"'}


def _one_correction(meeting: Meeting, made: Correction) -> Answer:
    db.session.flush()
    row = db.session.execute(corrections(caller(), meeting).where(Correction.id == made.id)).one()
    return _correction(row)


def _correction(row: Any) -> Answer:
    return {
        "id": row.public_id,
        "text": row.text,
        "reason": row.reason,
        "asked_by": {"id": row.asked_by_id, "name": row.asked_by_name},
        "asked_at": at(row.asked_at),
        "decision": row.decision,
        "decided_by": {"id": row.decided_by_id, "name": row.decided_by_name} if row.decided_by_id else None,
        "decided_at": at(row.decided_at),
        "answer": row.answer,
    }
