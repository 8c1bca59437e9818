"""The eight steps of the room, what is done and what is still missing in each."""

from dataclasses import dataclass
from functools import cached_property

from flask import request

from foundation.lifecycles import Refusal
from meetings.views.room.standing import Standing, counted

# Under which step what a rule asks for is put right.
PUT_RIGHT = {
    "the_interpreter_is_no_relative": "who",
    "the_meeting_is_quorate": "who",
    "every_child_was_heard_or_there_is_a_reason": "child",
    "there_is_an_analysis": "analysis",
    "every_child_has_a_decision": "decisions",
    "a_plan_has_its_category_of_harm": "decisions",
    "a_review_says_what_is_different": "decisions",
    "an_inquorate_meeting_does_not_end_a_plan": "decisions",
    "every_agency_was_asked_for_dissent": "dissent",
    "the_next_dates_are_set": "decisions",
    "every_action_has_one_owner": "actions",
    "somebody_leads_for_every_child": "lead",
}


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


class Steps(Standing):
    """What stands, step by step."""

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
        actions = counted(len(self.room.actions), "action")
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
        return f"{counted(len(self.missing), 'thing')} missing" if self.missing else "ready"

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
