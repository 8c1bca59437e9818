"""What a meeting asks about the adults of the family: who they are, and which service knows a parent."""

from datetime import date

import pytest
from room_scenes import attend, london
from scenes import a_led_child, involved

from children import commands as children
from children import queries as child_queries
from foundation.lifecycles import Refused
from meetings import commands, queries
from meetings.rules import opening_of


@pytest.fixture
def freya(cast, unit):
    """Sam leads; Ned, Nia and Tia work with her, and so does Mia. Her mother is known."""
    with unit():
        child = a_led_child(cast.sam, cast.mia, address="1 Example Street")
        involved(cast.sam, child, cast.ned, cast.nia, cast.tia, cast.mia)
        children.add_family_member(cast.sam, child, name="Jo Example", relation="mother")
        return child.public_id


def proposed(cast, freya, kind="core_group", *people):
    """A meeting on Friday at 14:00, Mia in the chair."""
    child = child_queries.child(cast.sam, freya)
    made = commands.propose(
        cast.sam, type_key=kind, children=[child], trigger_kind="requested", trigger_at=london("2026-02-26 16:10"),
        purpose="Carry out the plan",
    )  # fmt: skip
    here = made.public_id
    for one in people:
        commands.add_invitee(cast.sam, here, one)
    commands.schedule(
        cast.sam, here, starts_at=london("2026-02-27 14:00"), minutes_long=60, chair=cast.mia, place="Room 2"
    )
    return here


def invited(cast, here):
    nobody = {role.key: "Cannot come." for role in queries.meeting_for(cast.sam, here).kind.invitees.must}
    commands.invite(cast.sam, here, missing_reasons=nobody, family_told="By telephone on Thursday.")
    return here


def test_a_new_partner_whom_one_agency_alone_names_is_a_gap_on_every_agenda(freya, cast, unit, client_as):
    """C8: not cleared by "not known" twice running, but by somebody else who knows them, and with an owner."""
    with unit():
        children.add_family_member(cast.ned, child_queries.child(cast.ned, freya), name="Kim", relation="partner")
        agendas = [invited(cast, proposed(cast, freya, kind, cast.ned)) for kind in ("core_group", "professionals")]
    for here in agendas:
        page = client_as("mia").get(f"/meetings/{here}/agenda").text
        assert (
            "Partner of a parent: one agency alone names them. Sam Worker, who leads, sees that somebody asks." in page
        )
        assert "Father: nobody has asked" in page
    with unit():
        child = child_queries.child(cast.sam, freya)
        for _ in range(2):
            children.ask_about_adult(
                cast.sam, child, adult="father", answer="not_known", asked_whom="Jo", steps="Asked again soon."
            )
        kim = next(row for row in child_queries.family(cast.tia, child) if row.name == "Kim")
        member = child_queries.family_member(cast.tia, child, kim.public_id)
        children.give_account(cast.tia, child, member, lives_here="yes", words="Fetches her from school.")
    page = client_as("mia").get(f"/meetings/{agendas[0]}/agenda").text
    assert "one agency alone" not in page and "Father: still not known" in page


def test_a_core_group_is_not_concluded_without_fathers_and_partners_or_a_reason(freya, cast, unit, clock, client_as):
    """Principle 7d: refused, or a reason that stands in the record."""
    with unit():
        here = invited(cast, proposed(cast, freya, "core_group", cast.sam, cast.nia, cast.tia))
    clock.set("2026-02-27 14:00")
    with unit():
        said = [key for key, _ in opening_of(queries.meeting_for(cast.mia, here).kind)]
        commands.open_meeting(cast.mia, here, opening_statements=said)
        attend(cast, here, "mia", "sam", "nia", "tia")
        commands.hear_child(cast.mia, here, freya, reason_absent="At school; she is seen on Monday.")
        sheet = queries.sheet_of(cast.mia, queries.meeting_for(cast.mia, here))
        for agency in sheet.agencies_present():
            commands.ask_dissent(cast.mia, here, agency, False)
        commands.decide(
            cast.mia, here, decision="plan_updated", rationale="Mornings are calmer.", child=freya,
            next_dates={"core_group.subsequent": date(2026, 4, 8).isoformat()},
        )  # fmt: skip
    with pytest.raises(Refused) as refused, unit():
        commands.conclude(cast.mia, here)
    assert [one.rule for one in refused.value.refusals] == ["fathers_and_partners_are_in_the_record"]
    mia = client_as("mia")
    page = mia.post(f"/meetings/{here}/room/conclude", data={})
    assert page.status_code == 409 and "Why are fathers and partners not known" in page.text
    reason = "Her mother would not say; the registrar is asked by Friday."
    answer = mia.post(f"/meetings/{here}/room/conclude", data={"conclude-adults_reason": reason})
    assert answer.status_code == 303
    assert reason in mia.get(f"/meetings/{here}/room").text
    with unit():
        paper = commands.draft_paper(cast.mia, here, "minutes")
        assert reason in paper.text and reason not in paper.family_text


def test_a_service_that_a_parent_uses_is_invited_or_there_is_a_reason(freya, cast, unit, client_as):
    """Principle 3: adult and children's services together."""
    with unit():
        child = child_queries.child(cast.sam, freya)
        children.state_service(cast.sam, child, cast.ned.agency, "Adult mental health", used_by="parent")
        here = proposed(cast, freya, "professionals", cast.tia)
    with pytest.raises(Refused) as refused, unit():
        invited(cast, here)
    assert "the_services_of_parents_are_asked" in [one.rule for one in refused.value.refusals]
    sam = client_as("sam")
    page = sam.get(f"/meetings/{here}/invite").text
    assert "Nobody yet" in page and "A parent uses Adult mental health of Riverside NHS Trust" in page
    assert "Nobody is invited" in sam.get(f"/meetings/{here}/agenda").text
    with unit():
        commands.add_invitee(cast.sam, here, cast.ned)
    assert "No answer yet" in sam.get(f"/meetings/{here}/agenda").text
    assert "A parent uses" not in sam.get(f"/meetings/{here}/invite").text
    with unit():
        invited(cast, here)
        asked = next(
            one for one in queries.sheet_of(cast.ned, queries.meeting_for(cast.ned, here)).invitations
            if one.person_id == cast.ned.id
        )  # fmt: skip
        commands.answer(cast.ned, here, asked.public_id, "accepted")
    assert "has answered" in sam.get(f"/meetings/{here}/agenda").text


def test_a_reason_lets_the_meeting_go_ahead_without_the_service_of_a_parent(freya, cast, unit, client_as):
    with unit():
        child = child_queries.child(cast.sam, freya)
        children.state_service(cast.sam, child, cast.pip.agency, "Liaison and diversion", used_by="parent")
        here = proposed(cast, freya, "professionals", cast.tia)
        why = {"adult_services_working_with_a_parent": "Telephoned; a report comes by Thursday."}
        nobody = {role.key: "Cannot come." for role in queries.meeting_for(cast.sam, here).kind.invitees.must}
        commands.invite(cast.sam, here, missing_reasons={**nobody, **why}, family_told="By telephone.")
    assert "Telephoned; a report comes by Thursday." in client_as("sam").get(f"/meetings/{here}").text
