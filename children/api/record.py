"""What is written in the record: the child's voice, the chronology, sharing decisions."""

from datetime import date

from pydantic import Field

import audit
from children import commands, queries
from children.api.blueprint import Answer, OfChild, api, found, somebody
from children.api.shapes import event_shape, row_of, sharing_shape, voice_shape
from children.models import ChronologyEntry, SharingDecision, VoiceEntry
from foundation.paging import after
from foundation.problems import Body, Listing
from people.sign_in import caller


class NewVoice(Body):
    views: str = Field(min_length=1, max_length=20000)
    expressed_on: date | None = None
    how: str = Field("talked", max_length=30)
    recorded_by: str | None = Field(None, max_length=20)
    daily_life: str = Field("", max_length=4000)
    feelings: str = Field("", max_length=4000)
    place: str = Field("", max_length=200)
    tool: str = Field("", max_length=100)
    tool_explanation: str = Field("", max_length=4000)
    present: str = Field("", max_length=4000)
    told_what_next: str = Field("", max_length=4000)
    what_changed: str = Field("", max_length=4000)
    told_outcome: bool | None = None
    told_not_to_talk: bool | None = None
    retracts: str | None = Field(None, max_length=20)
    why_retracted: str = Field("", max_length=4000)
    discussed: str = Field("", max_length=4000)
    means_for_seeking_help: str = Field("", max_length=4000)


class NewChronologyEntry(Body):
    happened_on: date
    happened_to: date | None = None
    about: bool = False
    kind: str = Field(max_length=30)
    incident: str = Field("", max_length=30)
    text: str = Field(min_length=1, max_length=20000)
    source: str = Field("", max_length=4000)
    significance: str = Field("", max_length=4000)
    effect_on_child: str = Field("", max_length=4000)
    rests_on: list[str] = Field(default_factory=list, max_length=100)
    reason: str = Field("", max_length=4000)
    confidence: str = Field("", max_length=10)
    would_change: str = Field("", max_length=4000)
    what_else: str = Field("", max_length=4000)
    serious_incident: bool = False
    shows: str = Field("", max_length=30)
    account_of: str = Field("", max_length=30)
    differs_from: str = Field("", max_length=20)
    linked_causes: str = Field("", max_length=4000)
    safety_plan: str = Field("", max_length=4000)


class NewSharingDecision(Body):
    shared: bool
    what: str = Field(max_length=4000)
    with_: str = Field(alias="with", max_length=200)
    purpose: str = Field(max_length=4000)
    lawful_basis: str = Field(max_length=200)
    reasons: str = Field("", max_length=4000)
    special_category_condition: str = Field("", max_length=200)
    consent: str = Field("", max_length=30)
    urgent: bool = False
    copy_kept_at: str = Field("", max_length=200)


@api.get("/children/<child_id>/voice")
def list_voice(path: OfChild, query: Listing) -> Answer:
    """What the child said or showed."""
    child = found(path)
    rows, following = after(queries.voice(caller(), child), VoiceEntry.id, query.cursor, query.limit)
    audit.read(caller(), "voice", child, children=[child])
    return {"items": [voice_shape(row) for row in rows], "next": following}


@api.post("/children/<child_id>/voice")
def record_voice(path: OfChild, body: NewVoice) -> tuple[Answer, int]:
    """What the child said; with `retracts`, what the child took back."""
    child = found(path)
    heard_by = somebody(body.recorded_by) if body.recorded_by else None
    if body.retracts:
        retracted = queries.voice_entry(caller(), child, body.retracts)
        entry = commands.retract_voice(
            caller(),
            child,
            retracted,
            views=body.views,
            why_retracted=body.why_retracted,
            discussed=body.discussed,
            expressed_on=body.expressed_on,
            how=body.how,
            heard_by=heard_by,
            present=body.present,
            means_for_seeking_help=body.means_for_seeking_help,
        )
    else:
        given = body.model_dump(
            exclude={"recorded_by", "retracts", "why_retracted", "discussed", "means_for_seeking_help"}
        )
        entry = commands.record_voice(caller(), child, heard_by=heard_by, **given)
    return voice_shape(row_of(queries.voice(caller(), child), VoiceEntry.id, entry.id)), 201


@api.get("/children/<child_id>/chronology")
def list_chronology(path: OfChild, query: Listing) -> Answer:
    """What happened, with the day it happened apart from the moment it was entered."""
    child = found(path)
    rows, following = after(queries.chronology(caller(), child), ChronologyEntry.id, query.cursor, query.limit)
    audit.read(caller(), "chronology", child, children=[child])
    return {"items": [event_shape(row) for row in rows], "next": following}


@api.post("/children/<child_id>/chronology")
def add_chronology(path: OfChild, body: NewChronologyEntry) -> tuple[Answer, int]:
    """Something that happened or was said."""
    child = found(path)
    entry = commands.add_chronology(caller(), child, **body.model_dump())
    return event_shape(row_of(queries.chronology(caller(), child), ChronologyEntry.id, entry.id)), 201


@api.get("/children/<child_id>/sharing-decisions")
def list_sharing_decisions(path: OfChild, query: Listing) -> Answer:
    """Decisions to share or not, as far as the caller may see them."""
    child = found(path)
    rows, following = after(queries.sharing_decisions(caller(), child), SharingDecision.id, query.cursor, query.limit)
    audit.read(caller(), "sharing_decisions", child, children=[child])
    return {"items": [sharing_shape(row) for row in rows], "next": following}


@api.post("/children/<child_id>/sharing-decisions")
def record_sharing_decision(path: OfChild, body: NewSharingDecision) -> tuple[Answer, int]:
    """Information was shared, or was not, and why."""
    child = found(path)
    given = body.model_dump(exclude={"with_"})
    decision = commands.record_sharing_decision(caller(), child, with_whom=body.with_, **given)
    return sharing_shape(row_of(queries.sharing_decisions(caller(), child), SharingDecision.id, decision.id)), 201
