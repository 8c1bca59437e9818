"""What every meeting of the demonstration does, so that its story says only what is its own."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from actions import commands as action_commands
from actions.models import Action
from children.commands import involve
from children.queries import is_involved
from convenor.demo.stage import Stage
from foundation.database import db
from meetings import commands, queries
from meetings.models import Invitation, Meeting
from meetings.rules import opening_of

PLACE = "Civic Centre, room 2"


class Gathering:
    """One meeting, by its key on the stage; `runs` convenes it, `chair` chairs it."""

    def __init__(self, stage: Stage, key: str, runs: str, chair: str, *children: str) -> None:
        self.stage, self.key, self.runs, self.chair, self.children = stage, key, runs, chair, children

    @property
    def id(self) -> str:
        return self.stage.meetings[self.key]

    def propose(
        self, by: str, kind: str, trigger: str, trigger_at: datetime, purpose: str, coordinator: str = ""
    ) -> Meeting:
        """Ask for it; whoever coordinates it is given that role in the case."""
        for child in self.stage.kids(by, *self.children) if coordinator else ():
            if not is_involved(self.stage.who(coordinator), [child.id]):
                involve(self.stage.who(by), child, self.stage.who(coordinator), "coordinator", direct_contact=False)
        meeting = commands.propose(
            self.stage.who(by),
            type_key=kind,
            children=self.stage.kids(by, *self.children),
            trigger_kind=trigger,
            trigger_at=trigger_at,
            purpose=purpose,
            coordinator=self.stage.who(coordinator) if coordinator else None,
        )
        self.stage.meetings[self.key] = meeting.public_id
        return meeting

    def schedule(self, starts_at: datetime, *asked: str, minutes: int = 60, place: str = PLACE, **given: Any) -> None:
        """Date, chair and place, and who is asked."""
        by = self.stage.who(self.runs)
        for name in asked:
            commands.add_invitee(by, self.id, self.stage.who(name))
        commands.schedule(
            by,
            self.id,
            starts_at=starts_at,
            minutes_long=minutes,
            chair=self.stage.who(self.chair),
            place=place,
            **given,
        )

    def invite(self, **given: Any) -> None:
        commands.invite(self.stage.who(self.runs), self.id, **given)

    def answers(self, response: str, *names: str, comment: str = "") -> None:
        """Each of `names` answers on the page; somebody without an account by telephone."""
        for name in names:
            person = self.stage.who(name)
            source, by = ("page", person) if person.role else ("telephone", self.stage.who(self.runs))
            commands.answer(by, self.id, self._invitation(name), response, source=source, comment=comment)

    def report(self, name: str, text: str) -> None:
        person = self.stage.who(name)
        by = person if person.role else self.stage.who(self.runs)
        commands.record_report(by, self.id, self._invitation(name), text)

    def reports(self, *names: str) -> None:
        for name in names:
            self.report(name, "What my agency knows, what it thinks, and what it offers: two pages, sent to the chair.")

    def open(self, *present: str) -> None:
        """The chair opens, every statement is made, and those of `present` are there."""
        chair = self.stage.who(self.chair)
        said = [key for key, _ in opening_of(queries.meeting_for(chair, self.id).kind)]
        commands.open_meeting(chair, self.id, opening_statements=said)
        self.attend(*present)

    def attend(self, *present: str) -> None:
        chair = self.stage.who(self.chair)
        rows = [{"invitation": self._invitation(name), "status": "attended"} for name in present]
        commands.record_attendance(chair, self.id, rows)

    def say(self, name: str, kind: str, text: str, **given: Any) -> str:
        """What `name` says, taken down by the chair; gives the statement's public id."""
        who = self.stage.who(name)
        said = commands.say(self.stage.who(self.chair), self.id, kind=kind, text=text, by=who.public_id, **given)
        return said.public_id

    def judge(self, name: str, text: str, rests_on: Collection[str], reason: str, **given: Any) -> str:
        return self.say(name, "professional_judgement", text, rests_on=list(rests_on), reason=reason, **given)

    def hear(self, child: str, by: str, views: str, **given: Any) -> None:
        commands.hear_child(self.stage.who(by), self.id, self.stage.children[child], views=views, **given)

    def not_heard(self, child: str, why: str) -> None:
        commands.hear_child(self.stage.who(self.chair), self.id, self.stage.children[child], reason_absent=why)

    def decide(self, child: str, decision: str, rationale: str, **given: Any) -> None:
        commands.decide(
            self.stage.who(self.chair),
            self.id,
            child=self.stage.children[child],
            decision=decision,
            rationale=rationale,
            **given,
        )

    def act(self, owner: str, text: str, outcome: str, due_on: date, *children: str, priority: str = "plan") -> Action:
        """An action is noted by the chair; for all the children of the meeting unless some are named."""
        chair = self.stage.who(self.chair)
        meeting = queries.meeting_for(chair, self.id)
        return action_commands.note_action(
            chair,
            text=text,
            outcome_wanted=outcome,
            owner=self.stage.who(owner),
            due_on=due_on,
            children=self.stage.kids(self.chair, *(children or self.children)),
            meeting_id=meeting.id,
            checker_id=chair.id,
            priority=priority,
        )

    def nobody_dissents(self) -> None:
        """Each agency at the table is asked, and none does."""
        chair = self.stage.who(self.chair)
        meeting = queries.meeting_for(chair, self.id)
        for agency in queries.sheet_of(chair, meeting).agencies_present():
            commands.ask_dissent(chair, self.id, agency, False)

    def challenges(self, name: str, reasons: str, **answers: Any) -> None:
        """Somebody dissents from the first decision and challenges it: the disagreement opens with what they answer."""
        chair = self.stage.who(self.chair)
        decision = queries.sheet_of(chair, queries.meeting_for(chair, self.id)).decisions[0].public_id
        commands.dissent(
            self.stage.who(name), self.id, reasons=reasons, wish="challenge", decision=decision, challenge=answers
        )

    def dissents(self, name: str, reasons: str) -> None:
        """Somebody dissents from the first decision for the record only: for 72 hours it may still become a challenge."""
        chair = self.stage.who(self.chair)
        decision = queries.sheet_of(chair, queries.meeting_for(chair, self.id)).decisions[0].public_id
        commands.dissent(self.stage.who(name), self.id, reasons=reasons, wish="record_only", decision=decision)

    def conclude(self, **given: Any) -> None:
        commands.conclude(self.stage.who(self.chair), self.id, **given)

    def write(self, kind: str, *, approve: bool = True) -> None:
        """Draft a paper, and have the chair approve it."""
        chair = self.stage.who(self.chair)
        paper = commands.draft_paper(chair, self.id, kind)
        if approve:
            commands.approve_paper(chair, self.id, kind, paper.number)

    def issue_letter(self) -> None:
        self.write("decision_letter")
        commands.issue_decision(self.stage.who(self.runs), self.id)

    def issue_record(self) -> None:
        self.write("minutes")
        commands.issue_minutes(self.stage.who(self.runs), self.id)

    def _invitation(self, name: str) -> str:
        """The public id of somebody's invitation."""
        asked = select(Invitation.public_id).join(Meeting, Meeting.id == Invitation.meeting_id)
        found = asked.where(Meeting.public_id == self.id, Invitation.person_id == self.stage.people[name])
        return db.session.execute(found).scalar_one()
