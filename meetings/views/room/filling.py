"""The forms of the room, each filled with what was sent, else with what was kept of it before, else empty."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import request

import rulebook
from foundation import clock
from foundation.lifecycles import NotVisible
from meetings.forms import deciding
from meetings.forms import room as forms
from meetings.forms.room import RoomForm
from meetings.models import POSITIONS, Invitation
from meetings.rules import opening_of
from meetings.views.room.steps import Steps
from people.models import Person

KEPT = ("what_is_different", "unmet_reason", "supervision_on", "no_supervision_reason")


class Filling(Steps):
    """The forms on the desk."""

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
            "second": self._second,
            **dict.fromkeys(forms.SAYING, self._say),
        }
        plain = {
            "apart": forms.ApartForm,
            "conclude": forms.ConcludeForm,
            "reconvene": forms.ReconveneForm,
            "protect": forms.ProtectForm,
        }
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
        form = deciding.PositionForm(key, typed, agency=str(own))
        form.agency.choices = [(str(one), name) for one, name in self.agencies.items()]
        asked = {**POSITIONS} if self.keeps else {k: v for k, v in POSITIONS.items() if k != "not_asked"}
        form.position.choices = list(asked.items())
        return form

    def _decision(self, key: str, which: str, typed: Any) -> RoomForm:
        made, kind = self.decision_for(self.subject(which)), self.meeting.kind
        form = deciding.decision_form(kind, self.latest)(
            key,
            typed,
            decision=made.decision if made else None,
            text=made.text if made else "",
            rationale=made.rationale if made else "",
            alternatives=made.alternatives if made else "",
            category=made.category if made else None,
            **({name: getattr(made, name) for name in KEPT} | made.optimism if made else {}),
            **{
                name: date.fromisoformat(made.next_dates[rule])
                for name, rule in deciding.decision_form(kind, self.latest).timers.items()
                if made and rule in made.next_dates
            },
        )
        form.decision.choices = [(one.key, one.label) for one in kind.decisions]
        return form

    def _dissent(self, key: str, which: str, typed: Any) -> RoomForm:
        form = deciding.DissentForm(key, typed, by=self.own.public_id if self.own else "")
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
            confidential=bool(noted and noted.confidential),
            children=[self.child_key(child) for child in about],
        )
        form.owner.choices = self._people_to_choose(
            noted.owner_public_id if noted else "", noted.owner if noted else ""
        )
        form.children.choices = [(child.public_id, self.name(child.id)) for child in self.children]
        return form

    def _second(self, key: str, which: str, typed: Any) -> RoomForm:
        form = forms.SecondOpinionForm(key, typed)
        form.owner.choices = self._people_to_choose("", "")
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


def _short(text: str) -> str:
    return text if len(text) <= 90 else text[:88].rstrip() + "…"
