"""Nothing about a child goes to somebody to whom it is not safe to write: no invitation, no letter, no address that is kept back."""

from typing import Any

import pytest
from scenes import a_child, involved

from children import commands as children
from children import queries as children_queries
from foundation.database import db
from foundation.lifecycles import Refused
from meetings import commands, queries
from meetings.commands.calendars import add_to_list, listed
from meetings.queries.papers import paper_for
from notifications.models import Outbox

LEE, JO = "lee@example.org", "jo@example.org"
ADDRESS = "9 Hidden Lane, Northshire"


@pytest.fixture
def held(concluded: Any, unit: Any, cast: Any) -> tuple[str, str]:
    """A concluded conference whose letter is approved; the mother and the father were on its list."""
    here = concluded()
    with unit():
        meeting = queries.meeting_for(cast.sam, here)
        for name, email in (("Jo Example", JO), ("Lee Example", LEE)):
            other = commands.invitee(cast.sam, name=name, email=email, agency=cast.sam.agency)
            add_to_list(cast.sam, meeting, other, capacity="family")
        paper = paper_for(cast.mia, meeting, "minutes").paper
        commands.approve_paper(cast.mia, here, "minutes", paper.number)
        return here, meeting.children[0].public_id


def test_a_letter_does_not_go_to_whom_nothing_may_be_sent(held: Any, unit: Any, cast: Any, client_as: Any) -> None:
    here, child = held
    sam = client_as("sam")
    rule = {"name": "Lee Example", "email": LEE, "kind": "never", "reason": "He reads her post, and has followed her."}
    assert sam.post(f"/children/{child}/safe-contact", data={**rule, "reason": ""}).status_code == 422
    assert sam.post(f"/children/{child}/safe-contact", data=rule).status_code == 303
    assert "Do not send to Lee Example" in sam.get(f"/children/{child}").text
    page = client_as("mia").get(f"/meetings/{here}/minutes").text
    assert "It is not safe to write to them" in page and "Lee Example" in page
    with unit():
        meeting = queries.meeting_for(cast.mia, here)
        entitled, withheld = commands.entitled_and_withheld(meeting)
        names = {one.person.name for one in entitled}
        assert "Jo Example" in names and "Lee Example" not in names
        assert [one.name for one in withheld] == ["Lee Example"]
    assert client_as("carol").get(f"/children/{child}/safe-contact").status_code == 404


def test_nobody_is_invited_where_it_is_not_safe(
    unit: Any, cast: Any, invited: Any, dispatch: Any, mailbox: Any
) -> None:
    here = invited()
    with unit():
        meeting = queries.meeting_for(cast.sam, here)
        child = meeting.children[0]
        lee = commands.invitee(cast.sam, name="Lee Example", email=LEE, agency=cast.sam.agency)
        jo = commands.invitee(cast.sam, name="Jo Example", email=JO, agency=cast.sam.agency)
        children.add_family_member(cast.sam, child, name="Jo Example", relation="mother", email=JO)
        with pytest.raises(Refused, match="Somebody else may read"):
            commands.add_invitee(cast.sam, here, jo, capacity="family")
        commands.add_invitee(cast.sam, here, lee, capacity="family")  # nothing is known against him yet
    with unit():
        child = queries.meeting_for(cast.sam, here).children[0]
        children.set_contact_rule(cast.sam, child, name="Lee Example", email=LEE, kind="never", reason="Control.")
    dispatch()  # the mail that waited is not sent
    assert mailbox.to(LEE) == []
    with unit():
        meeting = queries.meeting_for(cast.sam, here)
        asked = next(one for one in listed(meeting) if one.person.email == LEE)
        assert {row.reason for row in db.session.query(Outbox).filter_by(recipient_id=asked.person_id)} == {
            "it is not safe to write to this person"
        }
        commands.withdraw_invitee(cast.sam, here, asked.public_id, "Safe contact.")
        with pytest.raises(Refused, match="nothing about this child may be sent"):
            commands.add_invitee(cast.sam, here, asked.person, capacity="family")
        rule = children_queries.contact_rules(cast.sam, meeting.children[0])[0]
        found = children_queries.contact_rule(cast.sam, meeting.children[0], rule.public_id)
        children.end_contact_rule(cast.sam, meeting.children[0], found, "A court has looked at it.")
        commands.add_invitee(cast.sam, here, asked.person, capacity="family")


def test_an_address_that_is_kept_back_stands_in_neither_edition(held: Any, unit: Any, cast: Any) -> None:
    here, _ = held
    with unit():
        home = queries.meeting_for(cast.mia, here).children[0].household
        home.address, home.restricted_address = ADDRESS, True
        home.version += 1
    for edition in ("full", "family"):
        with unit():
            paper = paper_for(cast.mia, queries.meeting_for(cast.mia, here), "minutes").paper
            added = f"{paper.text}\nShe lives at 9  hidden lane, Northshire."
            texts = {"text": added} if edition == "full" else {"text": paper.text, "family_text": added}
            saved = commands.save_paper(cast.mia, here, "minutes", number=paper.number, **texts)
            commands.approve_paper(cast.mia, here, "minutes", saved.number)
        with pytest.raises(Refused, match="an address that is kept for the lead"), unit():
            commands.issue_minutes(cast.sam, here)


def test_who_is_met_apart_is_said_before_the_invitations_go_out(
    unit: Any, cast: Any, scheduled: Any, client_as: Any
) -> None:
    here = scheduled()
    with unit():
        child = queries.meeting_for(cast.sam, here).children[0]
        children.set_contact_rule(
            cast.sam, child, name="Jo Example", kind="apart", reason="She cannot speak before him."
        )
    assert "apart from the others: Jo Example" in client_as("sam").get(f"/meetings/{here}/invite").text


def test_the_rules_are_for_those_who_see_the_family(unit: Any, cast: Any) -> None:
    from children.models import ContactRule
    from people.visibility import visible_to

    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned, cast.heidi)
        children.declare_conflict(cast.heidi, child, cast.heidi, "Her aunt.")
        children.set_contact_rule(cast.ned, child, name="Lee", kind="never", reason="Control.")
        db.session.flush()
        seen = {
            name: db.session.query(ContactRule).where(visible_to(getattr(cast, name), ContactRule)).count()
            for name in ("sam", "mia", "ned", "carol", "heidi", "frank", "paula", "grace")
        }
        assert [name for name, number in seen.items() if number] == ["sam", "mia", "ned"]
