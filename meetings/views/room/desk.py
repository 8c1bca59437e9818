"""The room as one person has it before them: what stands, what is missing, and the forms in which they may write."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
import rulebook
from children.models import CATEGORIES
from foundation import clock
from foundation.lifecycles import BadInput, NotPermitted, NotVisible, Refusal, Refused
from foundation.unit_of_work import current_unit
from meetings import commands, queries
from meetings.forms import room as forms
from meetings.forms.room import RoomForm
from meetings.models import ATTENDANCE, MEANS, POSITIONS, WISHES, Invitation, Meeting
from meetings.models.invitation import CAPACITIES
from meetings.models.meeting import AFTER, RUNNING
from meetings.models.record import CONFIDENCE
from meetings.queries import ChildLine, Room, Sheet
from meetings.queries.facts import reconvene_by
from meetings.rules import opening_of
from people.models import Person
from people.queries import person_named
from people.sign_in import me

HERE = ("attended", "deputy_attended")
# Under which step what a rule asks for is put right.
PUT_RIGHT = {
    "the_interpreter_is_no_relative": "who",
    "the_meeting_is_quorate": "who",
    "every_child_was_heard_or_there_is_a_reason": "child",
    "there_is_an_analysis": "analysis",
    "every_child_has_a_decision": "decisions",
    "a_plan_has_its_category_of_harm": "decisions",
    "an_inquorate_meeting_does_not_end_a_plan": "decisions",
    "every_agency_was_asked_for_dissent": "dissent",
    "the_next_dates_are_set": "decisions",
    "every_action_has_one_owner": "actions",
    "somebody_leads_for_every_child": "lead",
}
SHAPES = {"fact": "fact", "professional_judgement": "judgement", "family_view": "family", "child_voice": "child"}


@dataclass(frozen=True)
class Step:
    """One of the eight steps, and what is still missing in it."""

    key: str
    text: str
    note: str
    done: bool

    @property
    def href(self) -> str:
        return f"#{self.key}"


@dataclass(frozen=True)
class QuorumLine:
    """One agency (or discipline) as the quorum counts it."""

    name: str
    word: str
    kind: str
    note: str


class Desk:
    """The room for `me()`. A form is filled with what was sent, else with what was kept of it before, else it is empty."""

    def __init__(self, public_id: str, tried: RoomForm | None = None) -> None:
        self.person: Person = me()
        self.room: Room = queries.room_of(self.person, queries.meeting_for(self.person, public_id))
        self.tried = tried

    # --- what stands -----------------------------------------------------------------------------------------------

    @property
    def meeting(self) -> Meeting:
        return self.room.meeting

    @property
    def sheet(self) -> Sheet:
        return self.room.sheet

    @property
    def children(self) -> list[ChildLine]:
        return self.sheet.children

    def name(self, child_id: int | None) -> str:
        """A child as this reader may know it; what is about no single child is about the meeting."""
        line = next((child for child in self.children if child.id == child_id), None)
        if line is None:
            return "everybody" if self.children else "this meeting"
        return line.name or line.label(len(self.children)).capitalize()

    @property
    def runs(self) -> bool:
        return self.meeting.state in RUNNING

    @property
    def is_over(self) -> bool:
        return self.meeting.state in (*AFTER, "reconvened")

    @property
    def chairs(self) -> bool:
        return self.runs and "chair" in self.room.roles

    @property
    def keeps(self) -> bool:
        """Whoever chairs or convenes writes down attendance, and what others say."""
        return self.runs and bool(self.room.roles & commands.RUNS)

    @property
    def takes_part(self) -> bool:
        return self.keeps or (self.runs and "asked" in self.room.roles)

    @cached_property
    def quorum(self) -> Any:
        return self.sheet.quorum() if self.sheet.attendance else None

    @cached_property
    def own(self) -> Invitation | None:
        return next((one for one in self.sheet.invitations if one.person_id == self.person.id), None)

    @cached_property
    def here(self) -> list[Invitation]:
        """Those who are in the room now, or were."""
        return [one for one in self.sheet.invitations if self._status(one) in HERE]

    def _status(self, invitation: Invitation) -> str:
        row = self.sheet.attendance.get(invitation.id)
        return row.status if row else ""

    @cached_property
    def agencies(self) -> dict[int, str]:
        """The agencies that are here and count, by name."""
        return dict(sorted(self.sheet.agencies_present().items(), key=lambda one: one[1]))

    @property
    def subjects(self) -> list[int | None]:
        """What is decided on, one by one: each child, or the meeting's subject."""
        return [child.id for child in self.children] or [None]

    def subject(self, child: str) -> int | None:
        """The child of an address; `-` is the meeting's subject. Raises `NotVisible`."""
        if child == "-" and not self.children:
            return None
        return self.child(child).id

    def child(self, public_id: str) -> ChildLine:
        found = next((line for line in self.children if line.public_id == public_id), None)
        if found is None:
            raise NotVisible("child")
        return found

    def child_key(self, child_id: int | None) -> str:
        return next((line.public_id for line in self.children if line.id == child_id), "-")

    def decision_for(self, child_id: int | None) -> Any:
        return next((made for made in self.sheet.decisions if made.child_id == child_id), None)

    def positions_on(self, child_id: int | None) -> list[Any]:
        return [one for one in self.room.positions if one.child_id == child_id]

    def own_position_on(self, child_id: int | None) -> Any:
        return next((one for one in self.positions_on(child_id) if one.agency_id == self.person.agency_id), None)

    @cached_property
    def latest(self) -> dict[str, date]:
        """The last lawful day of each meeting that a decision of today would start."""
        book, today = rulebook.book(), clock.today()
        last = {}
        for start in self.meeting.kind.starts:
            due = book.due_for(start.timer, today)
            last[start.timer] = due.by or (clock.local(due.at).date() if due.at else today)
        return last

    def starts(self, decision: str) -> list[tuple[str, date]]:
        """What a decision would start, with the last lawful day of each."""
        book = rulebook.book()
        follows = self.meeting.kind.follow_ups(decision)
        return [(book.rule(start.timer).what, self.latest[start.timer]) for start in follows]

    @cached_property
    def silent(self) -> list[str]:
        """The agencies that are here and have said nothing yet."""
        spoke = {line.agency_id for line in self.room.said}
        return [name for agency, name in self.agencies.items() if agency not in spoke]

    @cached_property
    def quorum_lines(self) -> list[QuorumLine]:
        """Each agency that the quorum asks for or counts, with the names behind it."""
        book, outcome = rulebook.book(), self.quorum
        asked = list(self.meeting.kind.quorum.required_agencies)
        lines = []
        for key in dict.fromkeys([*asked, *outcome.counted]):
            names = ", ".join(outcome.counted.get(key, ()))
            gone = key in outcome.missing
            word = ("here, may not decide" if names else "missing") if gone else "here"
            name = book.agency_name(key)
            lines.append(
                QuorumLine(name if name != key else book.discipline_name(key), word, "stop" if gone else "ok", names)
            )
        if outcome.short:
            lines.append(
                QuorumLine(_count(outcome.short, "other agency").replace("agencys", "agencies"), "needed", "stop", "")
            )
        return lines

    @property
    def missing_agencies(self) -> str:
        """In words, those whose absence the quorum feels."""
        return " and ".join(rulebook.book().agency_name(key) for key in self.quorum.missing) if self.quorum else ""

    @property
    def reconvene_by(self) -> date:
        by = reconvene_by(self.meeting, clock.today())
        return by or clock.today()

    @property
    def owners_to_tell(self) -> list[str]:
        return list(dict.fromkeys(one.owner for one in self.room.actions if one.noted))

    @property
    def needs_category(self) -> bool:
        return any(one.needs_category for one in self.meeting.kind.decisions)

    @cached_property
    def decision_hints(self) -> dict[str, str]:
        """What each decision starts, and by when at the latest."""
        hints = {}
        for one in self.meeting.kind.decisions:
            starts = [f"{what}, by {forms.day_in_words(day)}" for what, day in self.starts(one.key)]
            if starts:
                hints[one.key] = f"Starts: {'; '.join(starts)}."
        return hints

    def dates_of(self, made: Any) -> list[tuple[str, str]]:
        """What a decision starts, with the date that was set or the last lawful one."""
        lines = []
        for start in self.meeting.kind.follow_ups(made.decision):
            on = made.next_dates.get(start.timer)
            day = date.fromisoformat(on) if on else self.latest[start.timer]
            words = f"{'on' if on else 'by'} {forms.day_in_words(day)}"
            lines.append((rulebook.book().rule(start.timer).what, words))
        return lines

    @staticmethod
    def initials(invitation: Invitation) -> str:
        return initials(invitation.person.name)

    @staticmethod
    def capacity(invitation: Invitation) -> str:
        return CAPACITIES[invitation.capacity]

    @staticmethod
    def category(key: str) -> str:
        return CATEGORIES[key]

    # --- what is missing -------------------------------------------------------------------------------------------

    @cached_property
    def missing(self) -> list[tuple[Refusal, str]]:
        """Every reason why it cannot be concluded yet, each with the step where it is put right."""
        if self.is_over or not self.runs:
            return []
        reasons = next((why for event, why in self.room.moves.blocked if event == "conclude"), [])
        return [(reason, PUT_RIGHT.get(reason.rule, "close")) for reason in reasons]

    @cached_property
    def steps(self) -> list[Step]:
        sheet, met = self.sheet, self.quorum is not None and self.quorum.met
        opened = self.meeting.opened_at is not None
        unheard = [child for child in self.children if not (child.spoke or child.heard)]
        silent = self.silent
        decided = sum(1 for child in self.subjects if self.decision_for(child))
        unasked = [key for key in self.agencies if key not in sheet.asked and key not in sheet.positions_from]
        leaderless = [child for child in self.children if not child.lead_state]
        decisions = f"{decided} of {len(self.subjects)} decided"
        if self.chairs and opened and self.meeting.kind.dissent and unasked:
            decisions += f", {len(unasked)} to ask"
        actions = _count(len(self.room.actions), "action")
        return [
            Step("opening", "Opening", "done" if opened else "to be said", opened),
            Step("who", "Who is here", f"{len(self.here)} of {len(sheet.invitations)} here", met),
            Step(
                "known",
                "What each agency knows",
                f"{len(silent)} still to hear" if silent else "all heard" if self.agencies else "nothing yet",
                bool(self.agencies) and not silent,
            ),
            Step(
                "child",
                "The child",
                f"{len(unheard)} not yet heard" if unheard else "heard",
                not unheard,
            ),
            Step(
                "analysis",
                "Analysis",
                "written" if self.meeting.analysis else "empty",
                bool(self.meeting.analysis),
            ),
            Step("decisions", "Decisions", decisions, decided == len(self.subjects)),
            Step(
                "actions",
                "Actions",
                f"{actions}, no lead" if leaderless else actions,
                bool(self.room.actions) and not leaderless,
            ),
            Step("close", "Close", self._close_words(), self.is_over),
        ]

    def _close_words(self) -> str:
        if self.is_over:
            return "done"
        if not self.runs:
            return "not begun"
        if self.meeting.state == "inquorate":
            return "inquorate"
        if not self.chairs:
            return "by the chair"
        return f"{_count(len(self.missing), 'thing')} missing" if self.missing else "ready"

    @property
    def current(self) -> int:
        """The step that is highlighted: the one that was just worked in, else the first in which something is missing."""
        keys = [step.key for step in self.steps]
        asked = request.args.get("at", "")
        if asked in keys:
            return keys.index(asked) + 1
        return next((number for number, step in enumerate(self.steps, 1) if not step.done), len(keys))

    def is_at(self, key: str) -> bool:
        """Whether that step is the current one: its first form stands open, those of the others behind their titles."""
        return self.steps[self.current - 1].key == key

    # --- forms -----------------------------------------------------------------------------------------------------

    def form(self, key: str) -> Any:
        """The form of that key as it stands on the page: tried and found wrong, else as kept, else fresh."""
        if self.tried is not None and self.tried.key == key:
            return self.tried
        draft = self.room.drafts.get(key)
        return self._made(key, draft.typed if draft else None)

    def sent(self, key: str) -> Any:
        """The form of that key, filled with what was sent. Raises `NotVisible` for a key that is no form of this room."""
        return self._made(key, request.form.to_dict(flat=False))

    def draft(self, key: str) -> Any:
        return self.room.drafts.get(key)

    def holds(self, key: str) -> bool:
        """Whether the form of that key stands open: something is wrong in it, or half of it is typed."""
        return key in self.room.drafts or (self.tried is not None and self.tried.key == key)

    def _made(self, key: str, typed: Any) -> Any:
        name, _, which = key.partition("-")
        makers: dict[str, Callable[[str, str, Any], RoomForm]] = {
            "opening": self._opening,
            "attendance": self._attendance,
            "join": self._join,
            "hear": self._hear,
            "analysis": self._analysis,
            "position": self._position,
            "decision": self._decision,
            "dissent": self._dissent,
            "action": self._action,
            "lead": self._lead,
            "proceed": self._proceed,
            **dict.fromkeys(forms.SAYING, self._say),
        }
        plain = {"apart": forms.ApartForm, "reconvene": forms.ReconveneForm, "protect": forms.ProtectForm}
        if name in plain:
            return plain[name](key, typed)
        if name not in makers:
            raise NotVisible("form")
        return makers[name](key, which, typed)

    def _opening(self, key: str, which: str, typed: Any) -> RoomForm:
        form = forms.OpeningForm(key, typed)
        form.statements.choices = [(one.key, one.label) for one in opening_of(self.meeting.kind)]
        return form

    def invitation(self, public_id: str) -> Invitation:
        found = next((one for one in self.sheet.invitations if one.public_id == public_id), None)
        if found is None:
            raise NotVisible("invitation")
        return found

    def _attendance(self, key: str, which: str, typed: Any) -> RoomForm:
        row = self.sheet.attendance.get(self.invitation(which).id)
        form = forms.AttendanceForm(
            key,
            typed,
            status=row.status if row else "no_contact",
            arrived=row.arrived_at if row else None,
            left=row.left_at if row else None,
            means=row.means if row else "in_person",
            can_decide=row.can_decide if row else False,
            reason=row.reason if row else "",
        )
        for field in (form.arrived, form.left):
            field.read(clock.local(self.meeting.opened_at or clock.now()).date())
        return form

    def _join(self, key: str, which: str, typed: Any) -> RoomForm:
        form = forms.JoinForm(key, typed)
        form.agency.choices = [("", "Choose"), *((one.key, one.name) for one in self.room.agencies)]
        return form

    def _say(self, key: str, which: str, typed: Any) -> RoomForm:
        own = self.own.public_id if self.own else ""
        form = forms.SAYING[key](key, typed, by=own)
        form.by.choices = [(one.public_id, f"{one.person.name} · {one.agency.name}") for one in self.sheet.invitations]
        if self.own is None:
            form.by.choices.insert(0, ("", "Choose"))
        form.child.choices = self._children_to_choose("All of them")
        if isinstance(form, forms.JudgementForm):
            facts = [line for line in self.room.said if line.kind == "fact"]
            form.rests_on.choices = [(line.public_id, f"Fact {line.number}: {_short(line.text)}") for line in facts]
        return form

    def _hear(self, key: str, which: str, typed: Any) -> RoomForm:
        child = self.child(which)
        form = forms.HearForm(key, typed, reason_absent=child.reason_absent)
        if child.unborn:
            form.views.label.text = "What would life be like for this baby in the first weeks?"
            form.views.description = "Who is there day and night, where they sleep, what is ready and what is not."
            form.how.data = form.how.data if typed else "observed"
        return form

    def _analysis(self, key: str, which: str, typed: Any) -> RoomForm:
        return forms.AnalysisForm(key, typed, text=self.meeting.analysis)

    def _position(self, key: str, which: str, typed: Any) -> RoomForm:
        own = self.person.agency_id
        if self.chairs:
            # Their own first; then whoever has not said so yet.
            gave = self.room.given.get(self.subject(which), set())
            own = next((one for one in (own, *self.agencies) if one not in gave), own)
        form = forms.PositionForm(key, typed, agency=str(own))
        form.agency.choices = [(str(one), name) for one, name in self.agencies.items()]
        asked = {**POSITIONS} if self.keeps else {k: v for k, v in POSITIONS.items() if k != "not_asked"}
        form.position.choices = list(asked.items())
        return form

    def _decision(self, key: str, which: str, typed: Any) -> RoomForm:
        made, kind = self.decision_for(self.subject(which)), self.meeting.kind
        form = forms.decision_form(kind, self.latest)(
            key,
            typed,
            decision=made.decision if made else None,
            text=made.text if made else "",
            rationale=made.rationale if made else "",
            alternatives=made.alternatives if made else "",
            category=made.category if made else None,
            **{
                name: date.fromisoformat(made.next_dates[rule])
                for name, rule in forms.decision_form(kind, self.latest).timers.items()
                if made and rule in made.next_dates
            },
        )
        form.decision.choices = [(one.key, one.label) for one in kind.decisions]
        return form

    def _dissent(self, key: str, which: str, typed: Any) -> RoomForm:
        form = forms.DissentForm(key, typed, by=self.own.public_id if self.own else "")
        form.by.choices = [(one.public_id, f"{one.person.name} · {one.agency.name}") for one in self.here]
        form.decision.choices = [
            (made.public_id, f"{self.name(made.child_id)}: {self.meeting.kind.decision_label(made.decision)}")
            for made in self.sheet.decisions
        ]
        return form

    def _action(self, key: str, which: str, typed: Any) -> RoomForm:
        noted = next((one for one in self.room.actions if one.public_id == which), None)
        if which and noted is None:
            raise NotVisible("action")
        about = noted.child_ids if noted else [child.id for child in self.children]
        form = forms.ActionForm(
            key,
            typed,
            text=noted.text if noted else "",
            outcome_wanted=noted.outcome_wanted if noted else "",
            owner=noted.owner_public_id if noted else "",
            due_on=noted.due_on if noted else None,
            priority=noted.priority if noted else "plan",
            children=[self.child_key(child) for child in about],
        )
        form.owner.choices = self._people_to_choose(
            noted.owner_public_id if noted else "", noted.owner if noted else ""
        )
        form.children.choices = [(child.public_id, self.name(child.id)) for child in self.children]
        return form

    def _lead(self, key: str, which: str, typed: Any) -> RoomForm:
        child = self.child(which)
        form = forms.LeadForm(key, typed)
        people = [one for one in self.sheet.invitations if one.capacity in ("professional", "chair")]
        form.person.choices = [("", "Choose")] + [
            (one.person.public_id, f"{one.person.name} · {one.agency.name}{self._qualified(one.person)}")
            for one in people
        ]
        if not typed and child.lead_id and not child.lead_state:
            form.person.data = ""
        return form

    def _proceed(self, key: str, which: str, typed: Any) -> RoomForm:
        form = forms.ProceedForm(key, typed)
        form.reason.choices = [(one.key, one.text) for one in rulebook.book().proceed_inquorate_reasons.values()]
        return form

    def _qualified(self, person: Person) -> str:
        return " · social worker" if person.registered_social_worker else ""

    def _children_to_choose(self, all_words: str) -> list[tuple[str, str]]:
        named = [(child.public_id, self.name(child.id)) for child in self.children]
        return [("", all_words), *named] if len(named) > 1 else named

    def _people_to_choose(self, also: str, also_name: str) -> list[tuple[str, str]]:
        named = {one.person.public_id: f"{one.person.name} · {one.agency.name}" for one in self.sheet.invitations}
        if also:
            named.setdefault(also, also_name)
        return [("", "Choose"), *named.items()]

    # --- doing what was asked --------------------------------------------------------------------------------------

    def enter(self, form: RoomForm | None, at: str, act: Callable[[], str], **names: str) -> ResponseReturnValue:
        """Do what the form asks and come back to its step with the sentence that `act` gives; where it does not go
        through, show the room again with what was typed and why. `names`: which field holds what a command calls
        otherwise."""
        public_id = self.meeting.public_id
        if form is not None and not form.validate():
            current_unit().abandon()
            return again(public_id, form, 422)
        try:
            said = act()
        except BadInput as wrong:
            current_unit().abandon()
            if form is None:
                return again(public_id, None, 422, said=" ".join(wrong.errors.values()))
            form.blame(wrong.errors, **names)
            return again(public_id, form, 422)
        except NotPermitted as no:
            current_unit().abandon()
            return again(public_id, form, 403, said=str(no))
        except Refused as refused:
            current_unit().abandon()
            return again(public_id, form, 409, refusals=refused.refusals)
        if form is not None:
            commands.drop_draft(self.person, self.meeting, form.key)
        if said:
            flash(said, "success")
        return redirect(url_for("meetings.room", meeting_id=public_id, at=at, _anchor=at), 303)


def again(public_id: str, form: RoomForm | None, status: int, **more: Any) -> ResponseReturnValue:
    """The room as it stands, with a form that did not go through in its place."""
    return page(Desk(public_id, form), **more), status


def page(desk: Desk, **more: Any) -> str:
    """The room, and the entry that says who was shown it."""
    audit.read(desk.person, "meeting_room", desk.meeting, children=desk.children)
    return render_template(
        "meetings/room.html",
        desk=desk,
        sheet=desk.sheet,
        meeting=desk.meeting,
        kind=desk.meeting.kind,
        words=WORDS,
        **{"refusals": [], "said": "", **more},
    )


WORDS: dict[str, Any] = {
    "attendance": ATTENDANCE,
    "means": MEANS,
    "positions": POSITIONS,
    "wishes": WISHES,
    "confidence": CONFIDENCE,
    "shapes": SHAPES,
    "steps": commands.STEPS,
}


def somebody(desk: Desk, chosen: str, named: str, field: str) -> Person:
    """The one person meant: from the list of those at the table, or by address or name. Raises `BadInput`."""
    if named:
        found = person_named(desk.person, named)
        if found is None:
            raise BadInput({field: "Nobody in service goes by this. Use their e-mail address."})
        return found
    invited = next((one for one in desk.sheet.invitations if one.person.public_id == chosen), None)
    if invited is None:
        raise BadInput({field: "Name exactly one person."})
    return invited.person


def initials(name: str) -> str:
    """The first letters of first and last name."""
    words = name.split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _short(text: str) -> str:
    return text if len(text) <= 90 else text[:88].rstrip() + "…"
