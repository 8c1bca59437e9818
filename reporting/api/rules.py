"""The rule book for programs: each rule with its source, its edition and the force that it has."""

from typing import Any

from pydantic import Field

from escalation.models import PolicyVersion
from escalation.queries import policy_on, policy_versions
from foundation import clock
from foundation.lifecycles import BadInput
from foundation.problems import Body
from people.sign_in import caller
from reporting.api.blueprint import api
from rulebook import DatedRule, EscalationPolicy, MeetingType, NoSuchRule, Role, Source, Stage, book
from rulebook.dates import BadCase, due_of_rule
from working_time import WorkingTimeError

Answer = dict[str, Any]


class DueQuery(Body):
    """`from`: the day or the moment that the rule counts from."""

    rule: str = Field(max_length=80)
    from_: str = Field(alias="from", max_length=40)


@api.get("/rules/meeting-types")
def meeting_types() -> Answer:
    """Every type of meeting: who must come, what it may decide, by when it is held, what it starts."""
    return {"items": [_type(kind) for kind in book().meeting_types.values()], "next": None}


@api.get("/rules/escalation-policies")
def escalation_policies() -> Answer:
    """The default policy, the local presets, and the versions of the locality's own; `in_force` marks one of them."""
    now = policy_on(clock.today())
    listed = [_policy(policy) for policy in book().policies.values()]
    own = [_version(version) for version in policy_versions(caller())]
    return {"items": [{**one, "in_force": one["key"] == now} for one in [*listed, *own]], "next": None}


@api.get("/rules/due")
def due(query: DueQuery) -> Answer:
    """The date that a rule gives, with its working."""
    try:
        return due_of_rule(query.rule, query.from_)
    except NoSuchRule as unknown:
        near = f" Nearest: {', '.join(unknown.nearest)}." if unknown.nearest else ""
        raise BadInput({"rule": f"The rule book holds no such rule.{near}"}) from None
    except BadCase:
        raise BadInput({"from": "Give a date like 2026-02-12, or a time like 2026-02-12T16:30."}) from None
    except WorkingTimeError:
        raise BadInput({"from": "From there the rule gives no date. Give another day, or a time with it."}) from None


def _type(kind: MeetingType) -> Answer:
    return {
        "key": kind.key,
        "name": kind.name,
        "purpose": kind.purpose,
        "statutory": kind.statutory,
        "restricted": kind.restricted,
        "subject": kind.subject.key,
        "convenor": kind.convenor.key,
        "chair": {
            "rule": kind.chair.rule,
            "independent": kind.chair.independent,
            "must_not_be": [{"key": key, "text": label} for key, label in kind.chair.must_not_be],
            **_source(kind.chair.source),
        },
        "quorum": {
            "counting_mode": kind.quorum.counting_mode,
            "required_agencies": list(kind.quorum.required_agencies),
            "min_other_agencies": kind.quorum.min_other_agencies,
            "decision_authority_required": kind.quorum.decision_authority_required,
            "direct_contact_required": kind.quorum.direct_contact_required,
            "chair_may_proceed_inquorate": kind.quorum.chair_may_proceed_inquorate,
            "note": kind.quorum.note,
            **_source(kind.quorum.source),
        },
        "invitees": {
            how: [_role(role) for role in getattr(kind.invitees, how)]
            for how in ("must", "should", "consider", "family")
        },
        "limits": [_rule(rule) for rule in kind.limits],
        "reports": [_rule(rule) for rule in kind.reports],
        "outputs": [_rule(rule) for rule in kind.outputs],
        "decisions": [
            {"key": one.key, "text": one.label, "needs_category": one.needs_category, "needs_quorum": one.needs_quorum}
            for one in kind.decisions
        ],
        "starts": [
            {
                "rule": start.timer,
                "after_decisions": list(start.decisions),
                "always": start.always,
                "next_date_required": start.next_date_required,
            }
            for start in kind.starts
        ],
        "opening": [{"key": key, "text": label} for key, label in kind.opening],
        "record": [{"key": key, "text": label} for key, label in kind.record_fields],
        "voice_required": kind.voice_required,
        "dissent": kind.dissent,
        "confidential_slot": kind.confidential_slot,
        "may_be_held_at_once": kind.may_be_held_at_once,
        "has_decision_letter": kind.has_decision_letter,
    }


def _role(role: Role) -> Answer:
    return {"key": role.key, "name": role.name, "only_if": role.only_if}


def _rule(rule: DatedRule) -> Answer:
    return {
        "rule": rule.key,
        "what": rule.what,
        "limit": rule.words,
        "amount": rule.limit.amount,
        "unit": rule.limit.unit,
        "direction": rule.limit.direction,
        "roll": rule.limit.roll,
        "counted_from": rule.trigger,
        "also_counted_from": list(rule.also_triggered_by),
        "statutory": rule.statutory,
        "warning_only": rule.warning_only,
        "note": rule.limit_note or rule.note,
        **_source(rule.source),
    }


def _policy(policy: EscalationPolicy) -> Answer:
    return {
        "key": policy.key,
        "name": policy.name,
        "is_default": policy.is_default,
        "historic": policy.historic,
        "must_be_confirmed_by_locality": policy.must_be_confirmed_by_locality,
        "stages": [_stage(stage) for stage in policy.stages],
        "total_working_days": policy.total_working_days,
        "cap_working_days": policy.cap_working_days,
        "fast_track": {
            "from": list(policy.fast_track.allowed_from),
            "to_stage": policy.fast_track.goes_to,
            "then_stage": policy.fast_track.then_stage,
            "needs": list(policy.fast_track.needs),
            "limit": _rule(policy.fast_track.rule),
            "then_limit": _rule(policy.fast_track.then_rule),
        },
        "pause": {"allowed": policy.pause.allowed, "max_working_days": policy.pause.max_working_days},
        "skip_allowed": policy.skip_allowed,
        **_source(policy.source),
    }


def _version(version: PolicyVersion) -> Answer:
    return {
        "key": version.key,
        "name": version.name,
        "is_default": False,
        "based_on": version.based_on,
        "stages": [
            {
                "stage": rung["number"],
                "name": rung["name"],
                "between": rung["between"],
                "responder_seniority": rung["seniority"],
                "responder_role": rung["role"],
                "limit": {"amount": rung["amount"], "unit": rung["unit"], "source": rung["source"]},
            }
            for rung in version.ladder
        ],
        "cap_working_days": version.cap_working_days,
        "cap_reason": version.cap_reason,
        "effective_from": version.effective_from.isoformat(),
        "source": version.source,
        "force": "local_procedure",
    }


def _stage(stage: Stage) -> Answer:
    return {
        "stage": stage.number,
        "name": stage.name,
        "between": stage.between,
        "responder": stage.responder,
        "is_last": stage.is_last,
        "date_is_agreed": stage.has_agreed_date,
        "limit": _rule(stage.rule),
        "further_limits": [_rule(timer) for timer in stage.timers],
        "note": stage.note,
    }


def _source(source: Source) -> Answer:
    return {
        "source": source.sentence,
        "edition": source.edition,
        "force": source.force,
        "effective_from": source.effective_from.isoformat() if source.effective_from else None,
        "verified": source.verified_words,
    }
