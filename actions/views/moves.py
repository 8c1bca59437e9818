"""The moves that a page offers, in words: what is pressed, what is asked for, what is said afterwards."""

from dataclasses import dataclass

from flask_wtf import FlaskForm

from actions.forms import ClaimForm, ExtendForm, ReasonForm, ReassignForm, ReopenForm


@dataclass(frozen=True)
class Asked:
    """A move that a person may ask for: its words, what is said when it was made, and its form where it has one; `button`
    says what the form does and who is told."""

    label: str
    said: str
    form: type[FlaskForm] | None = None
    title: str = ""
    button: str = ""
    hint: str = ""
    warning: bool = False


MOVES = {
    "accept": Asked("I will do it", "You have accepted it. Whoever set it has been told."),
    "claim_done": Asked(
        "It is done",
        "Whoever checks it has been told.",
        ClaimForm,
        title="Say that it is done",
        button="Say that it is done, and tell whoever checks it",
        hint="Whoever set it, the chair or the lead professional then looks at it.",
    ),
    "confirm_done": Asked("Confirm that it is done", "It is done. Its owner has been told."),
    "send_back": Asked(
        "Send it back",
        "It is open again. Its owner has been told.",
        ReasonForm,
        title="Send it back to its owner",
        button="Send it back, and tell its owner",
    ),
    "extend": Asked(
        "Give more time",
        "The new date stands beside the first one. Those concerned have been told.",
        ExtendForm,
        title="Give more time",
        button="Give more time, and tell those concerned",
        hint="The first date stays in view, with each extension and its reason.",
    ),
    "decline": Asked(
        "I cannot do it",
        "Whoever set it has been told, and finds another owner.",
        ReasonForm,
        title="Say that you cannot do it",
        button="Say so, and tell whoever set it",
    ),
    "reassign": Asked(
        "Name another owner",
        "They have been told.",
        ReassignForm,
        title="Name another owner",
        button="Ask them to take it over",
        hint="The present owner stays the owner until the new one accepts.",
    ),
    "cancel": Asked(
        "Cancel it",
        "It is cancelled. Its owner has been told.",
        ReasonForm,
        title="Cancel the action",
        button="Cancel it, and tell its owner",
        hint="It stays in the record, with your reason.",
        warning=True,
    ),
    "reopen": Asked(
        "Open it again",
        "It is open again. Its owner has been told.",
        ReopenForm,
        title="Open it again",
        button="Open it again, and tell its owner",
        hint="Name another owner where the last one has left.",
    ),
}
LINK_MOVES = ("accept", "claim_done", "extend", "decline")
SAID = {
    "noted": "Written down",
    "opened": "Set",
    "dropped": "Taken back before it began",
    "accept": "Accepted",
    "stay": "Did not take it over",
    "decline": "Declined",
    "claim_done": "Said that it is done",
    "confirm_done": "Confirmed done",
    "send_back": "Sent back",
    "extend": "Gave more time",
    "reassign": "Asked somebody else to take over",
    "hand_over": "Handed over",
    "cancel": "Cancelled",
    "reopen": "Opened again",
}
