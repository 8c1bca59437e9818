"""Who is said to work with the family, and what each service says itself: nothing counts until it has answered."""

from datetime import date

import audit
from children import queries
from children.commands.changing import ask_of
from children.commands.writing import MAY_WRITE, WRITES
from children.models import ANSWERS_OF_SERVICES, USED_BY, Child, Service, ServiceUse
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, Refusal, Refused, require
from foundation.text import clean, clean_line, search_key
from notifications import commands as notifications
from people.models import Agency, Person

PRINCIPLE_2A = "The 10 Principles, principle 2a: that somebody else is engaged is not assumed"


def name_service(person: Person, agency: Agency, name: str) -> Service:
    """The service of this agency by this name; written down where nobody has yet."""
    name = clean_line(name)
    if not name:
        raise BadInput({"service": "Name the service as people know it, such as “Family support”."})
    known = queries.service_named(agency, search_key(name))
    if known is not None:
        return known
    service = Service(public_id=new_public_id(), agency=agency, name=name[:200], name_key=search_key(name)[:200])
    db.session.add(service)
    audit.record(person, "service.named", service, agency=agency.key)
    db.session.flush()
    return service


def state_service(
    person: Person, child: Child, agency: Agency, service: str, *, used_by: str = "child", what: str = ""
) -> ServiceUse:
    """Somebody says that the service is working with the child or somebody of the family. It counts as not confirmed until
    that service says so; said by somebody of the agency itself it is confirmed. Where the service is about to stop, whoever
    leads is asked at once what takes its place."""
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    if used_by not in USED_BY:
        raise BadInput({"used_by": f"Choose one of: {', '.join(USED_BY)}."})
    named = name_service(person, agency, service)
    today = clock.today()
    to_come = queries.changes_to_come(named.id)
    if any(one.kind == "service_stops" and one.effective_on <= today for one in to_come):
        raise BadInput({"service": "This service has stopped. Name the one that works with the family now."})
    itself = agency.id == person.agency_id
    use = ServiceUse(
        public_id=new_public_id(),
        child=child,
        service=named,
        used_by=used_by,
        what=clean(what),
        stated_by_id=person.id,
        stated_on=today,
        answer="confirmed" if itself else "",
        answer_words="",
        said_by=person.name if itself else "",
        asked_on=today if itself else None,
        answer_entered_by_id=person.id if itself else None,
        reduces_risk="",
    )
    db.session.add(use)
    audit.record(person, "service.stated", use, children=[child], service=named.public_id, used_by=used_by)
    db.session.flush()
    for change in to_come:
        if change.effective_on >= today:
            ask_of(person, change, {child.id})
    return use


def record_answer(
    person: Person,
    child: Child,
    use: ServiceUse,
    *,
    answer: str,
    said_by: str = "",
    words: str = "",
    asked_on: date | None = None,
) -> ServiceUse:
    """What the service itself said on the London date `asked_on`, in whose person. Where it says that it is not seeing them,
    everybody who works with the child is told, once, and nothing counts on it any longer.

    Source: the 10 Principles, 2a.
    """
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    asked_on = asked_on or clock.today()
    itself = use.service.agency_id == person.agency_id
    said_by = clean_line(said_by) or (person.name if itself else "")
    errors = {}
    if answer not in ANSWERS_OF_SERVICES:
        errors["answer"] = f"Choose one of: {', '.join(ANSWERS_OF_SERVICES)}."
    if not said_by:
        errors["said_by"] = "Say who of the service said so. What others believe is no answer."
    if asked_on > clock.today():
        errors["asked_on"] = "The day cannot be in the future."
    if errors:
        raise BadInput(errors)
    was_denied = use.answer == "denied"
    use.answer, use.said_by, use.answer_words, use.asked_on = answer, said_by, clean(words), asked_on
    use.answer_entered_by_id = person.id
    if answer == "denied":
        use.reduces_risk = ""
    audit.record(person, f"service.{answer}", use, children=[child], said_by=said_by, on=asked_on)
    db.session.flush()
    if answer == "denied" and not was_denied:
        for one in sorted(queries.core_group(child) - {person.id}):
            notifications.tell(one, "service.denied", use, step=use.public_id)
    return use


def count_on_service(person: Person, child: Child, use: ServiceUse, risk: str) -> ServiceUse:
    """Say which risk the service reduces. Refused until the service itself has confirmed that it is working with them."""
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    state = queries.state_of_service(use)
    if state != "confirmed":
        words = queries.words_of_service(state, use.service.name)
        message = f"This is {words}: it cannot be counted on to reduce a risk. Ask the service itself first."
        raise Refused([Refusal("the_service_has_confirmed_it", message, PRINCIPLE_2A)])
    if not clean(risk):
        raise BadInput({"risk": "Say which risk it reduces."})
    use.reduces_risk = clean(risk)
    audit.record(person, "service.counted_on", use, children=[child])
    db.session.flush()
    return use


def end_service(person: Person, child: Child, use: ServiceUse) -> ServiceUse:
    """The service no longer works with them, for a reason that the record gives elsewhere."""
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    use.ended_on, use.reduces_risk = clock.today(), ""
    audit.record(person, "service.use_ended", use, children=[child])
    db.session.flush()
    return use
