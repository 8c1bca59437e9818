"""Referring a child, and never letting a refusal be the end of it: the answer and its reason in time, the watch that goes on,
the joint look when concerns come back."""

from datetime import date, datetime

import audit
import rulebook
from children import queries
from children.commands.leading import take
from children.models import ACCEPTED, NO_ANSWER, REFERRAL_OUTCOMES, REFUSED, Child, JointLook, Referral
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id, next_reference
from foundation.lifecycles import BadInput, Refusal, Refused, require
from foundation.text import clean, clean_line
from notifications import commands as notifications
from people.models import Agency, Person

RULE = "escalation.referral_"
ALARM, WATCH, PATTERN = "referral.answer_due", "referral.watch", "referral.pattern"
ANSWERS = frozenset({"lead", "coordinator"})
LOOKS = frozenset({"lead", "line_manager", "manager", "chair", "coordinator"})
PRINCIPLE_2A = "The 10 Principles, principle 2a: a refused threshold is not reassurance"
CONCERNS, REFUSALS = 3, 2  # the third concern raises the look; two of them were refused when it comes


def refer(
    person: Person,
    child: Child,
    *,
    to_agency: Agency,
    concern: str,
    service: str = "",
    made_on: date | None = None,
    again: Referral | None = None,
) -> Referral:
    """The child is, or was on the London date `made_on`, referred to an agency, which owes an answer with its reason within
    the limit of the rule book. `again`: the refused referral that this one asks again; its watch ends with it."""
    take(child)
    permitted = queries.roles_in(person, child.id) - {"family"} or person.role == "safeguarding_lead"
    require(permitted, "Those who work with the child, and their agency's safeguarding lead, refer it.")
    made_on = made_on or clock.today()
    errors = {}
    if not clean(concern):
        errors["concern"] = "Say what the concern is."
    if made_on > clock.today():
        errors["made_on"] = "The day cannot be in the future."
    if again is not None and (again.child_id != child.id or not queries.is_refused(again)):
        errors["again"] = "Only a referral of this child that was refused or not answered is asked again."
    if errors:
        raise BadInput(errors)
    rule = f"{RULE}answer" if to_agency.kind == "childrens_social_care" else f"{RULE}answer_elsewhere"
    due = rulebook.book().due_for(rule, made_on)
    assert due.by is not None
    made = Referral(
        public_id=new_public_id(),
        reference=next_reference("R"),
        child=child,
        made_on=made_on,
        made_by=person,
        from_agency_id=person.agency_id,
        followed_by=person,
        to_agency=to_agency,
        service=clean_line(service),
        concern=clean(concern),
        again_of_id=again.id if again else None,
        entered_at=clock.now(),
        answer_due_on=due.by,
        rule=rule,
        working=list(due.working),
        source=rulebook.book().rule(rule).source.sentence,
        outcome="",
        watch_ended_because="",
    )
    db.session.add(made)
    if again is not None:
        _end_watch(person, again, f"Referred again: {made.reference}")
    audit.record(person, "referral.made", made, children=[child], to=to_agency.key, again=again and again.public_id)
    db.session.flush()
    _alarm(made)
    for one in queries.people_involved([child]):
        if one.agency_id == to_agency.id and one.has_account and one.person_id != person.id:
            notifications.tell(one.person_id, "referral.made", made)
    _look_together(person, child)
    return made


def answer_referral(
    person: Person,
    public_id: str,
    *,
    outcome: str,
    reason: str = "",
    answered_on: date | None = None,
    told_on: date | None = None,
) -> Referral:
    """What the agency says, with its reason. The referrer writes down what they were told; the agency writes it down itself,
    and `told_on` is the London date on which it told the referrer: empty, it is still owed, and alarms.

    That no answer came may be written down once the limit has passed. It silences nothing.
    """
    referral = queries.referral(person, public_id, held=True)
    follows = queries.follows(person, referral)
    was_asked = person.agency_id == referral.to_agency_id
    permitted = follows or was_asked or queries.roles_in(person, referral.child_id) & ANSWERS
    require(
        permitted, "The agency that was asked, the referrer, or whoever leads or coordinates writes the answer down."
    )
    if referral.is_answered:
        message = "This referral has its answer, which stays. Refer again, or raise a disagreement."
        raise Refused([Refusal("a_referral_is_answered_once", message, PRINCIPLE_2A)])
    today = clock.today()
    answered_on = answered_on or today
    told_on = told_on or (today if follows else None)
    errors = {}
    if outcome not in REFERRAL_OUTCOMES:
        errors["outcome"] = f"Choose one of: {', '.join(REFERRAL_OUTCOMES)}."
    elif outcome == NO_ANSWER and today <= referral.answer_due_on:
        errors["outcome"] = "The answer is not late yet. Wait for the day on which it is due to pass."
    elif outcome not in (ACCEPTED, NO_ANSWER) and not clean(reason):
        errors["reason"] = "Give the reason. Whoever refers has a right to it."
    if not referral.made_on <= answered_on <= today:
        errors["answered_on"] = "The day must not be before the referral, nor in the future."
    if told_on and not referral.made_on <= told_on <= today:
        errors["told_on"] = "The day must not be before the referral, nor in the future."
    if errors:
        raise BadInput(errors)
    referral.outcome, referral.reason, referral.answered_by_id = outcome, clean(reason), person.id
    if outcome != NO_ANSWER:
        referral.answered_on, referral.told_on = answered_on, told_on
    audit.record(person, "referral.answered", referral, children=[referral.child], outcome=outcome, told_on=told_on)
    if outcome == ACCEPTED:
        _end_watch(None, referral, "It was accepted")
    elif referral.review_on is None:
        _watch_until(referral, _after_the_refusal())
    _silence(referral)
    if not follows:
        notifications.tell(referral.followed_by_id, "referral.answered", referral)
    if outcome in REFUSED:
        _look_together(person, referral.child)
    return referral


def say_whether_satisfied(person: Person, public_id: str, satisfied: bool) -> Referral:
    """The referrer has read the answer, and says whether it settles the matter. "No" leads on to a disagreement; a yes ends
    no watch. Source: the 10 Principles, principle 6a (follow up, and escalate if still dissatisfied)."""
    referral = queries.referral(person, public_id, held=True)
    require(queries.follows(person, referral), "Whoever referred the child says whether the answer settles it.")
    if not referral.outcome:
        message = f"There is no answer yet. It is due by {referral.answer_due_on:%-d %B %Y}."
        raise Refused([Refusal("there_is_an_answer", message, referral.source)])
    referral.satisfied = satisfied
    if referral.is_answered:
        referral.told_on = referral.told_on or clock.today()
    audit.record(person, "referral.satisfaction", referral, children=[referral.child], satisfied=satisfied)
    _silence(referral)
    return referral


def keep_watching(
    person: Person, public_id: str, *, review_on: date | None = None, ended_because: str = ""
) -> Referral:
    """The day on which the referrer is asked again whether to refer; or the end of the watch, with its reason."""
    referral = queries.referral(person, public_id, held=True)
    permitted = queries.follows(person, referral) or queries.roles_in(person, referral.child_id) & ANSWERS
    require(permitted, "Whoever referred the child, leads or coordinates says how long to keep watching.")
    if not queries.is_refused(referral):
        message = "Only a referral that was refused or not answered is watched."
        raise Refused([Refusal("a_refused_referral_is_watched", message, PRINCIPLE_2A)])
    if bool(clean(ended_because)) == (review_on is not None):
        raise BadInput({"review_on": "Give the day to look again, or say why watching ends."})
    if review_on is not None:
        if review_on <= clock.today():
            raise BadInput({"review_on": "The day has to be in the future."})
        referral.watch_ended_because = ""
        _watch_until(referral, review_on)
        audit.record(person, "referral.watched", referral, children=[referral.child], review_on=review_on)
    else:
        _end_watch(person, referral, clean(ended_because))
    return referral


def record_joint_look(person: Person, child: Child, what_came: str) -> JointLook:
    """They looked at the concerns together; what came of it. A further concern that nobody takes up raises it again."""
    take(child)
    require(queries.roles_in(person, child.id) & LOOKS, "Whoever leads, chairs, manages or coordinates the case looks.")
    look = next((look for look in queries.joint_looks(child.id) if look.looked_at is None), None)
    if look is None:
        raise Refused([Refusal("a_look_is_open", "No joint look is asked for at present.", PRINCIPLE_2A)])
    if not clean(what_came):
        raise BadInput({"what_came": "Say what you saw when you looked at them together, and what follows."})
    look.looked_at, look.looked_by_id, look.what_came = clock.now(), person.id, clean(what_came)
    notifications.drop(look, because="looked at together")
    audit.record(person, "joint_look.held", look, children=[child])
    return look


def hand_over_referrals(actor: Person | None, leaver: Person, to: Person | None) -> list[str]:
    """The referrals that a leaver waits for or watches; with `to`, theirs from now on, or their manager's where the record
    is closed to them."""
    held = queries.followed_by(leaver)
    for referral in held if to is not None else ():
        assert to is not None
        taker = leaver.manager_id if queries.is_barred(to, referral.child_id) else to.id
        referral.followed_by_id = taker or leaver.id
        audit.record(actor, "referral.handed_over", referral, children=[referral.child])
    return [f"the referral {referral.reference}" for referral in held]


def _alarm(referral: Referral) -> None:
    """On the day the answer is due, and after it until the referrer knows; at once where all those days have passed."""
    notifications.plan_reminders(ALARM, referral, referral.answer_due_on)
    last = rulebook.book().reminders[ALARM].offsets[-1]
    if notifications.morning_of(referral.answer_due_on, last) < clock.now():
        notifications.plan(ALARM, referral, clock.now(), step=f"{last:+d}", details={"offset": last})


def _silence(referral: Referral) -> None:
    """The referrer knows the answer and its reason; nothing else ends the alarm."""
    if not referral.is_owed:
        notifications.drop(referral, ALARM, "referral.answered", because="the referrer was told")


def _after_the_refusal() -> date:
    due = rulebook.book().due_for(f"{RULE}watch", clock.today())
    assert due.by is not None
    return due.by


def _watch_until(referral: Referral, review_on: date) -> None:
    notifications.drop(referral, WATCH, because="another day was chosen")
    referral.review_on = review_on
    notifications.plan_reminders(WATCH, referral, review_on)


def _end_watch(person: Person | None, referral: Referral, because: str) -> None:
    referral.review_on, referral.watch_ended_because = None, because
    notifications.drop(referral, WATCH, because="the watch has ended")
    if person is not None:
        audit.record(person, "referral.watch_ended", referral, children=[referral.child])


def _look_together(person: Person, child: Child) -> None:
    """The third concern within nine months that nobody takes up, from whichever agencies. Who raised the others is told that a
    pattern exists, so that nobody stops looking; of the others' concerns they are told nothing."""
    db.session.flush()
    since = rulebook.book().due_for(f"{RULE}pattern", clock.today()).by
    assert since is not None
    concerns = queries.concerns_since(child.id, since)
    looks = queries.joint_looks(child.id)
    seen_until: datetime | None = looks[0].raised_at if looks else None
    if looks and looks[0].looked_at is None:
        return
    if len(concerns) < CONCERNS or sum(queries.is_refused(one) for one in concerns) < REFUSALS:
        return
    if seen_until is not None and concerns[-1].entered_at <= seen_until:
        return
    look = JointLook(public_id=new_public_id(), child=child, raised_at=clock.now(), what_came="")
    db.session.add(look)
    audit.record(person, "joint_look.raised", look, children=[child])
    db.session.flush()
    notifications.plan_reminders(PATTERN, look, clock.now())
    for follower in sorted({one.followed_by_id for one in concerns}):
        notifications.tell(follower, "referral.pattern_exists", look)
