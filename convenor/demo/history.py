"""What came before: five quarters that were taken over from an earlier register, so that the reports have a picture.

Closed disagreements and concluded meetings of invented children whom nobody works with any longer, told by invented people who
have left. They are rows and not stories: nobody is mailed about them, nothing of them is open, and one entry of the audit chain
says that they were taken over.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select

import audit
import working_time
from actions.models import Action, ActionChild
from children import commands as children
from children.models import Child, VoiceEntry
from convenor.demo.partnership import DAYS_BEFORE
from convenor.demo.stage import Stage, Story
from escalation import queries as escalations
from escalation.models import Escalation, EscalationChild, EscalationStage
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from meetings.models import Attendance, ChildHeard, Decision, Invitation, Meeting, MeetingChild, MeetingDue
from people import commands as people
from people.models import Agency, Person
from reporting.queries.indicators import Period, quarters_until

QUARTERS = 5
TAKEN_OVER, KEPT = "Taken over from the earlier register", "Kept in the earlier register."
FORMER = {"csc": "social_work", "nhs": "health_visiting", "police": "child_abuse_investigation", "elm_park": "school",
          "housing": "council_housing"}  # fmt: skip
# Of 28 disagreements in a quarter: what they are about, where they stopped, what the raiser said, what became of the decision.
THEMES = ("thresholds",) * 9 + ("information",) * 6 + ("timeliness",) * 7 + ("need_for_action",) * 6
STOPPED_AT = (1, 1, 2, 1, 3, 1, 2)
SATISFIED = ("yes", "yes", "partly", "yes", "no")
OUTCOMES = ("changed", "unchanged", "partly")
DAYS = ((1, 2, 1, 4), (2, 3, 2), (4, 6))  # working days taken at each stage, one after another
# Of a quarter's meetings: type, the rule that it was held by, its letter and record, how many, and how many of them late.
HELD = (
    ("icpc", "icpc.hold_by", ("icpc.decision_letter", "icpc.record"), 18, 5),
    ("rcpc", "rcpc.first", ("rcpc.decision_letter", "rcpc.record"), 8, 0),
    ("rcpc", "rcpc.subsequent", ("rcpc.decision_letter", "rcpc.record"), 12, 5),
    ("strategy_s47", "strategy_s47.hold_by", (), 16, 0),
)


def history(stage: Stage) -> Story:
    """Everything at once, on the morning after the partnership was set up."""
    yield stage.at(DAYS_BEFORE + 1, "08:00")
    staff = [_former(key, discipline) for key, discipline in FORMER.items()]
    kids: list[Child] = []
    for number, name in enumerate(("Ada", "Bel", "Cy", "Dot", "Eli", "Fay")):
        born = stage.born(9 + number, 1 + number, 10)
        first = kids[0] if kids else None
        kids.append(children.add_child(staff[0], name=f"{name} Yesteryear", date_of_birth=born, sibling=first))
    for one in staff:
        one.left_on = clock.today()
    told = Past(stage, staff, kids)
    for quarter in quarters_until(stage.today, QUARTERS):
        told.disagreements(quarter)
        told.meetings(quarter)
        told.actions(quarter)
    told.write()
    audit.record(None, "records.taken_over", kids[0], children=kids, quarters=QUARTERS)


def _former(agency_key: str, discipline: str) -> Person:
    agency = db.session.scalars(select(Agency).where(Agency.key == agency_key)).one()
    return people.add_person(
        None, name=f"Former Colleague, {agency.name}", email=f"former@{agency_key.replace('_', '-')}.example.uk", agency=agency,
        discipline=discipline, seniority="manager",
    )  # fmt: skip


# Columns that name a row of the same past: by its place among the rows of that table, until that has its id.
NAMES = {
    "escalation_id": Escalation, "meeting_id": Meeting, "invitation_id": Invitation, "action_id": Action,
    "voice_id": VoiceEntry,
}  # fmt: skip


class Past:
    """Gathers rows by table and writes each table in one go."""

    def __init__(self, stage: Stage, staff: Sequence[Person], kids: Sequence[Child]) -> None:
        self.stage, self.staff, self.kids = stage, staff, kids
        self.latest = stage.day(-5)
        self.rows: dict[Any, list[dict[str, Any]]] = {model: [] for model in NAMES.values()}
        self.ladder = escalations.frozen("default")
        self.calendar = working_time.england_and_wales()

    def write(self) -> None:
        ids: dict[Any, list[int]] = {}
        for model, rows in self.rows.items():
            for row in rows:
                row |= {
                    name: ids[NAMES[name]][place] for name, place in row.items() if name in NAMES and place is not None
                }
            if model in NAMES.values():
                put_in = insert(model).returning(model.id, sort_by_parameter_order=True)
                ids[model] = list(db.session.scalars(put_in, rows))
            else:
                db.session.execute(insert(model), rows)

    def disagreements(self, quarter: Period) -> None:
        for number, day in enumerate(self._days(quarter, len(THEMES))):
            last = STOPPED_AT[number % len(STOPPED_AT)]
            raiser, decided = self.staff[1 + number % 4], self.staff[0]
            begun, walked = day, []
            for rung in self.ladder[:last]:
                taken = DAYS[rung["number"] - 1]
                over = self.calendar.add(begun, taken[number % len(taken)])
                walked.append((rung, begun, over))
                begun = over
            if begun > self.latest:
                continue
            made, ended = self._next(Escalation), _at(begun, "15:00")
            self._add(
                Escalation, reference=f"E-{day.year}-9{made:03d}", state="closed", stage=last, policy="default",
                ladder=self.ladder, raiser_id=raiser.id, raiser_agency_id=raiser.agency_id, against_agency_id=decided.agency_id,
                decision_maker_id=decided.id, about_kind="other", about_text=TAKEN_OVER,
                theme=THEMES[number], concern=KEPT, outcome_sought=KEPT,
                effect_on_child=KEPT, immediate_risk=False, drafted_at=_at(day), raised_at=_at(day),
                cap_on=self.calendar.add(day, 20), resolved_at=ended, feedback_at=ended, closed_at=ended,
                satisfaction=SATISFIED[number % 5], outcome=OUTCOMES[number % 3],
                agreed_statement=KEPT, rationale=KEPT, feedback=KEPT,
                learning=KEPT, no_actions_because="They are in the earlier register.",
                copied_by={raiser.agency.key: ended.isoformat(), decided.agency.key: ended.isoformat()},
            )  # fmt: skip
            self._add(EscalationChild, named=False, escalation_id=made, child_id=self._kid(number).id)
            for rung, from_on, to_on in walked:
                due = self.calendar.add(from_on, rung["amount"])
                self._add(
                    EscalationStage, escalation_id=made, number=rung["number"], entered_at=_at(from_on), due_on=due,
                    source=rung["source"], force=rung["force"], responder_id=decided.id, ended_at=_at(to_on, "15:00"),
                    ended_late=to_on > due, result="resolved" if to_on == begun else "taken_up",
                )  # fmt: skip

    def meetings(self, quarter: Period) -> None:
        for kind, rule, papers, how_many, late in HELD:
            for number, day in enumerate(self._days(quarter, how_many)):
                self._meeting(kind, rule, papers, day, number, late=number < late)

    def _meeting(self, kind: str, rule: str, papers: Sequence[str], day: date, number: int, *, late: bool) -> None:
        made, child, held = self._next(Meeting), self._kid(number), _at(day)
        ended = held + timedelta(hours=1)
        self._add(
            Meeting, reference=f"M-{day.year}-9{made:03d}", type=kind, state="closed",
            purpose=TAKEN_OVER, trigger_kind="requested", trigger_at=_at(self.calendar.add(day, -9)),
            asked_by_id=self.staff[0].id, asked_at=_at(self.calendar.add(day, -9)), chair_id=self.staff[0].id, starts_at=held,
            ends_at=ended, opened_at=held, ended_at=ended, changed_at=held, uid=f"earlier-{made}@northshire.example",
        )  # fmt: skip
        self._add(MeetingChild, named=False, meeting_id=made, child_id=child.id)
        self._owed(made, rule, "hold", self.calendar.add(day, -2) if late else day, held)
        for paper in papers:
            done = self.calendar.add(day, 1 if paper.endswith("letter") else 14)
            self._owed(made, paper, "output", self.calendar.add(done, -1) if number % 5 == 4 else done, _at(done))
        if papers:
            self._owed(made, f"{kind}.agency_report_due", "report", self.calendar.add(day, -2), None)
        self._heard(made, child, day, number)
        for seat, person in enumerate(self.staff):
            asked = self._next(Invitation)
            came = seat < 3 or (number + seat) % 4 != 0
            report = self.calendar.add(day, -1 if (number + seat) % 6 == 0 else -3)
            self._add(
                Invitation, meeting_id=made, person_id=person.id, agency_id=person.agency_id,
                invited_by_id=self.staff[0].id, invited_at=_at(self.calendar.add(day, -8)), token=new_public_id(),
                response="accepted" if came else "no_reply",
                report_received_at=_at(report) if papers and (number + seat) % 7 else None,
            )  # fmt: skip
            self._add(
                Attendance, meeting_id=made, invitation_id=asked, can_decide=True, recorded_by_id=self.staff[0].id,
                recorded_at=ended,
                status="attended" if came else "no_contact" if (number + seat) % 8 else "apology_with_report",
            )  # fmt: skip

    def _heard(self, meeting: int, child: Child, day: date, number: int) -> None:
        chair, at = self.staff[0].id, _at(day)
        said = self._next(VoiceEntry) if number % 4 else None
        if said is not None:
            self._add(
                VoiceEntry, child_id=child.id, views=KEPT, expressed_on=day, how="talked",
                told_outcome=number % 3 != 0, recorded_by_id=chair, entered_by_id=chair, entered_at=at,
            )  # fmt: skip
        self._add(
            ChildHeard, meeting_id=meeting, child_id=child.id, voice_id=said, entered_by_id=chair, entered_at=at,
            reason_absent="" if said is not None else KEPT,
        )  # fmt: skip
        self._add(
            Decision, meeting_id=meeting, child_id=child.id, decision="plan", rationale=KEPT,
            decided_by_id=chair, decided_at=at + timedelta(minutes=50), quorum={},
        )  # fmt: skip

    def _owed(self, meeting: int, rule: str, duty: str, due_on: date, met_at: datetime | None) -> None:
        self._add(
            MeetingDue, meeting_id=meeting, rule=rule, duty=duty, what=TAKEN_OVER, due_on=due_on,
            force="statutory_guidance", source="The earlier register", met_at=met_at or _at(due_on), met_how="held",
        )  # fmt: skip

    def actions(self, quarter: Period) -> None:
        for number, day in enumerate(self._days(quarter, 30)):
            made, owner = self._next(Action), self.staff[number % len(self.staff)]
            done = self.calendar.add(day, 3) if number % 5 == 0 else day
            self._add(
                Action, reference=f"A-{day.year}-9{made:03d}", text=TAKEN_OVER,
                text_key=f"taken over {made}", outcome_wanted=KEPT, state="done", owner_id=owner.id,
                agency_id=owner.agency_id, due_on=done, original_due_on=day, extensions=int(number % 4 == 0),
                noted_at=_at(self.calendar.add(day, -10)), opened_at=_at(self.calendar.add(day, -10)),
                accepted_at=_at(self.calendar.add(day, -9)), claimed_at=_at(done), closed_at=_at(done),
                set_by_id=self.staff[0].id,
            )  # fmt: skip
            self._add(ActionChild, named=False, action_id=made, child_id=self._kid(number).id)

    def _days(self, quarter: Period, how_many: int) -> Iterator[date]:
        """So many working days, spread over what of the quarter has passed."""
        last = min(quarter.to_on, self.latest)
        span = (last - quarter.from_on).days
        for number in range(how_many if span > 0 else 0):
            yield self.calendar.on_or_after(quarter.from_on + timedelta(days=span * number // how_many))

    def _kid(self, number: int) -> Child:
        return self.kids[number % len(self.kids)]

    def _next(self, model: Any) -> int:
        """The place of the row that is added next."""
        return len(self.rows[model])

    def _add(self, model: Any, *, named: bool = True, **columns: Any) -> None:
        """A row; `named`: with the public id that its address has."""
        self.rows.setdefault(model, []).append({**({"public_id": new_public_id()} if named else {}), **columns})


def _at(day: date, wall_clock: str = "10:00") -> datetime:
    return datetime.combine(day, time.fromisoformat(wall_clock), clock.LONDON)
