"""Asking about the adults of a family."""

from datetime import date

import audit
from children import queries
from children.commands.writing import MAY_WRITE, WRITES
from children.models import ADULTS, ASKED_ANSWERS, LIVES_HERE, AdultAccount, AdultAsked, Child, FamilyMember
from foundation import clock
from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput, require
from foundation.text import clean, clean_line
from people.models import Person


def ask_about_adult(
    person: Person,
    child: Child,
    *,
    adult: str,
    answer: str,
    asked_whom: str,
    steps: str,
    asked_on: date | None = None,
) -> AdultAsked:
    """Somebody asked who the adult is, and got no name. A name belongs to the family instead.

    That there is no father is no answer: he is named, also where he died or lives far away. Source: the 10 Principles,
    7d (fathers and partners in files); what is not known is asked again.
    """
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    asked_on = asked_on or clock.today()
    errors = {}
    if adult not in ADULTS:
        errors["adult"] = f"Choose one of: {', '.join(ADULTS)}."
    if answer not in ASKED_ANSWERS:
        errors["answer"] = f"Choose one of: {', '.join(ASKED_ANSWERS)}."
    if adult == "father" and answer == "nobody":
        errors["answer"] = (
            "Every child has a father. Name him in the family, also where he died, or say “not known yet”."
        )
    if not clean_line(asked_whom):
        errors["asked_whom"] = "Say whom you asked."
    if not clean(steps):
        errors["steps"] = "Say what was done to find out, and what comes next."
    if asked_on > clock.today():
        errors["asked_on"] = "The day cannot be in the future."
    if errors:
        raise BadInput(errors)
    asked = AdultAsked(
        public_id=new_public_id(),
        child_id=child.id,
        adult=adult,
        answer=answer,
        asked_whom=clean_line(asked_whom),
        steps=clean(steps),
        asked_on=asked_on,
        asked_by_id=person.id,
        entered_at=clock.now(),
    )
    db.session.add(asked)
    audit.record(person, "adult.asked_about", asked, children=[child], adult=adult, answer=answer)
    db.session.flush()
    return asked


def give_account(
    person: Person, child: Child, member: FamilyMember, *, lives_here: str, words: str = ""
) -> AdultAccount:
    """What the agency of `person` knows of an adult of the family; the one before stays. Source: the 10 Principles, 3 (one
    picture of the household) and 7d."""
    require(queries.roles_in(person, child.id) & WRITES, MAY_WRITE)
    if lives_here not in LIVES_HERE:
        raise BadInput({"lives_here": f"Choose one of: {', '.join(LIVES_HERE)}."})
    return keep_account(person, child, member, lives_here, words)


def keep_account(person: Person, child: Child, member: FamilyMember, lives_here: str, words: str = "") -> AdultAccount:
    """Enter it, as the account of the person's agency."""
    account = AdultAccount(
        public_id=new_public_id(),
        member_id=member.id,
        agency_id=person.agency_id,
        lives_here=lives_here,
        words=clean(words),
        entered_by_id=person.id,
        entered_at=clock.now(),
    )
    db.session.add(account)
    audit.record(person, "adult.account_given", account, children=[child], lives_here=lives_here)
    db.session.flush()
    return account
