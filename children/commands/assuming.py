"""What is taken for granted is written down and tested; what culture and belief mean for this child is asked, not guessed."""

import audit
from children import queries
from children.commands.writing import MAY_WRITE, WRITES
from children.models import BELIEFS, RESULTS, Assumption, Belief, Child
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, Refusal, Refused, require
from foundation.text import clean, clean_line
from people.models import Person

PRINCIPLE_2B = "The 10 Principles, principle 2b: what is taken for granted is tested"
FEWEST_WORDS = 2  # an answer of one word says nothing about what it means in practice


def note_assumption(
    person: Person,
    child: Child,
    *,
    text: str,
    held_by: str,
    how_to_test: str,
    evidence_for: str = "",
    evidence_against: str = "",
    like_for_child: str = "",
) -> Assumption:
    """Something is taken for granted, by whom, and how it will be tested. In a case of neglect it says what it is like for this
    child. Source: the 10 Principles, 2b."""
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    asked = {
        "text": (text, "Say what is taken for granted."),
        "held_by": (held_by, "Say who holds it: a person, an agency, all of us."),
        "how_to_test": (how_to_test, "Say how it will be tested: who asks whom, who looks at what."),
    }
    errors = {field: message for field, (given, message) in asked.items() if not clean(given)}
    if queries.asks_what_it_is_like(child) and not clean(like_for_child):
        errors["like_for_child"] = "Say what it is like for this child, day by day."
    if errors:
        raise BadInput(errors)
    assumption = Assumption(
        public_id=new_public_id(),
        child_id=child.id,
        text=clean(text),
        held_by=clean_line(held_by)[:200],
        evidence_for=clean(evidence_for),
        evidence_against=clean(evidence_against),
        how_to_test=clean(how_to_test),
        like_for_child=clean(like_for_child),
        noted_by_id=person.id,
        noted_on=clock.today(),
        result="",
        result_words="",
    )
    db.session.add(assumption)
    audit.record(person, "assumption.noted", assumption, children=[child])
    db.session.flush()
    return assumption


def record_test(person: Person, child: Child, assumption: Assumption, *, result: str, words: str) -> Assumption:
    """What came of testing it. It is tested once; what is learnt later is another assumption."""
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    if assumption.result:
        raise Refused([Refusal("it_is_tested_once", "This has been tested; its result stands.", PRINCIPLE_2B)])
    errors = {}
    if result not in RESULTS:
        errors["result"] = f"Choose one of: {', '.join(RESULTS)}."
    if not clean(words):
        errors["words"] = "Say what you did, and what you found."
    if errors:
        raise BadInput(errors)
    assumption.result, assumption.result_words = result, clean(words)
    assumption.tested_on, assumption.tested_by_id = clock.today(), person.id
    audit.record(person, "assumption.tested", assumption, children=[child], result=result)
    db.session.flush()
    return assumption


def record_belief(
    person: Person, child: Child, *, kind: str, meaning: str, said_by: str, is_all: bool = False
) -> Belief:
    """What culture, belief or language mean in practice for this child, and who said so. An answer of one word is asked about
    once; where it `is_all` there is to say, it stands. Source: the 10 Principles, 2c."""
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    errors = {}
    if kind not in BELIEFS:
        errors["kind"] = f"Choose one of: {', '.join(BELIEFS)}."
    if not clean(meaning):
        errors["meaning"] = "Say what it means in practice for this child."
    elif len(clean(meaning).split()) < FEWEST_WORDS and not is_all:
        errors["meaning"] = (
            "One word says little. What does it mean in practice for this child: food, days, faith, hair and skin, names, "
            "who decides? Say more, or tick that this is all."
        )
    if not clean_line(said_by):
        errors["said_by"] = "Say who told you: the child, a parent, somebody of the family."
    if errors:
        raise BadInput(errors)
    belief = Belief(
        public_id=new_public_id(),
        child_id=child.id,
        kind=kind,
        meaning=clean(meaning),
        said_by=clean_line(said_by)[:200],
        entered_by_id=person.id,
        entered_at=clock.now(),
    )
    db.session.add(belief)
    audit.record(person, "belief.recorded", belief, children=[child], about=kind)
    db.session.flush()
    return belief
