"""Services around a child: nothing is taken for granted before the service itself confirms, and none stops in silence."""

from datetime import date

import pytest
from scenes import a_child, a_family, a_led_child, involved
from sqlalchemy import select

from actions import commands as action_commands
from actions.models import Action
from children import commands, queries
from children.models import ChangeTask, Child, ServiceUse
from foundation.database import db
from foundation.lifecycles import BadInput, NotPermitted, Refused
from people import commands as people_commands
from people import queries as people_queries


@pytest.fixture
def freya(cast, unit):
    """Sam leads; Ned, Tia and Pip work with her. Lantern is a charity without an account."""
    with unit():
        people_commands.add_agency(None, "lantern", "Lantern", "voluntary_sector")
        people_commands.add_person(
            None, name="Lou Lantern", email="lou@lantern.example.uk", agency=people_queries.agency_by_key("lantern"),
        )  # fmt: skip
        child = a_led_child(cast.sam, cast.mia)
        involved(cast.sam, child, cast.ned, cast.tia, cast.pip)
        return child.public_id


def lantern():
    return people_queries.agency_by_key("lantern")


def lou():
    return people_queries.person_by_email("lou@lantern.example.uk")


def said(cast, freya, service="CAMHS", agency="health", **given):
    child = queries.child(cast.sam, freya)
    return commands.state_service(cast.sam, child, people_queries.agency_by_key(agency), service, **given)


def stops(cast, name="Family support", on=date(2026, 3, 16), posts=()):
    service = commands.name_service(cast.erin, lantern(), name)
    text = "Funding ends. Ask the family hub."
    return commands.publish_change(cast.erin, service, kind="service_stops", text=text, effective_on=on, posts=posts)


def test_a_service_glows_until_it_confirms_itself(freya, cast, unit, clock, client_as):
    """C6: a claim that is not confirmed is amber, and is not used as a risk reduced."""
    with unit():
        use = said(cast, freya, what="Weekly sessions").public_id
    sam = client_as("sam")
    assert "not confirmed by CAMHS" in sam.get(f"/children/{freya}").text
    with pytest.raises(Refused) as refused, unit():
        child = queries.child(cast.sam, freya)
        commands.count_on_service(cast.sam, child, queries.use(cast.sam, child, use), "Self-harm")
    assert refused.value.refusals[0].rule == "the_service_has_confirmed_it"
    answer = sam.post(f"/children/{freya}/services/{use}/answer", data={f"{use}-answer": "confirmed"})
    assert answer.status_code == 422 and "Say who of the service said so" in answer.text
    ned = client_as("ned")
    answer = ned.post(f"/children/{freya}/services/{use}/answer", data={f"{use}-answer": "confirmed"})
    assert answer.status_code == 303  # Ned is of the trust whose service it is
    page = sam.get(f"/children/{freya}/services").text
    assert "confirmed by CAMHS" in page and "with Ned Nurse" in page
    answer = sam.post(f"/children/{freya}/services/{use}/risk", data={f"{use}-risk": "Self-harm"})
    assert answer.status_code == 303
    assert "not confirmed" not in sam.get(f"/children/{freya}").text
    clock.set("2026-06-30 09:00")
    assert "no longer confirmed by CAMHS" in client_as("sam").get(f"/children/{freya}").text


def test_who_belongs_to_the_service_confirms_by_saying_it(freya, cast, unit):
    with unit():
        child = queries.child(cast.ned, freya)
        use = commands.state_service(cast.ned, child, people_queries.agency_by_key("health"), "Health visiting")
        assert (use.answer, use.said_by) == ("confirmed", "Ned Nurse")
        again = commands.state_service(cast.ned, child, people_queries.agency_by_key("health"), "health VISITING")
        assert again.service_id == use.service_id


def test_not_confirmed_for_ten_working_days_is_overdue(freya, cast, unit, clock):
    with unit():
        use = said(cast, freya).public_id
    for moment, state in (("2026-03-12 09:00", "unconfirmed"), ("2026-03-13 09:00", "overdue")):
        clock.set(moment)
        with unit():
            assert queries.uses(cast.sam, queries.child(cast.sam, freya))[0].state == state
            assert queries.uses(cast.sam, queries.child(cast.sam, freya))[0].public_id == use


def test_a_denial_tells_everybody_once(freya, cast, unit, dispatch, mailbox):
    with unit():
        use = said(cast, freya).public_id
    for words in ("We discharged him in May.", "Still not."):
        with unit():
            child = queries.child(cast.sam, freya)
            commands.record_answer(
                cast.sam, child, queries.use(cast.sam, child, use), answer="denied", said_by="CAMHS duty", words=words
            )
        dispatch()
    with unit():
        everybody = [cast.ned, cast.tia, cast.pip]
        carol, sam = cast.carol, cast.sam
    for one in everybody:
        mails = [mail for mail in mailbox.to(one) if "not working with the family" in mail.title]
        assert len(mails) == 1 and "Freya" not in mails[0].text and "CAMHS" not in mails[0].text
    assert mailbox.to(carol) == [] and not [mail for mail in mailbox.to(sam) if "not working" in mail.title]
    with unit():
        assert queries.first_things(cast.sam, queries.child(cast.sam, freya)).services == ["CAMHS is not seeing them"]


def test_an_action_that_rests_on_a_service_is_amber_until_it_confirms(freya, cast, unit, client_as):
    """Principle 2a: the plan item stays amber until the service confirms."""
    with unit():
        use = said(cast, freya).public_id
    sam = client_as("sam")
    assert "CAMHS works with them" in sam.get(f"/actions/new?child={freya}").text
    set_one = {
        "text": "See Freya after each session", "outcome_wanted": "She says how it goes.", "children": [freya],
        "owner_email": "sam.worker@social.example.uk", "due_on-day": "30", "due_on-month": "6", "due_on-year": "2026",
        "priority": "plan", "rests_on": use,
    }  # fmt: skip
    answer = sam.post("/actions/new", data=set_one)
    assert answer.status_code == 303, answer.text
    page = sam.get(answer.location)
    assert "not confirmed by CAMHS" in page.text and "cv-tag--soon" in page.text
    with unit():
        child = queries.child(cast.ned, freya)
        commands.record_answer(cast.ned, child, queries.use(cast.ned, child, use), answer="confirmed")
    assert "not confirmed" not in sam.get(answer.location).text


def test_closing_a_service_of_fourteen_plans_makes_fourteen_tasks(freya, cast, unit, dispatch, mailbox):
    """C12: none is silent, also where nobody leads; what keeps a child safe comes first; nobody is named to the publisher."""
    with unit():
        children = [queries.child(cast.sam, freya)]
        leads = (cast.sam, cast.heidi)
        children += [a_led_child(leads[number % 2], cast.mia, f"Child {number}") for number in range(11)]
        children += [a_child(cast.heidi, "Led by nobody")]
        for child in children:
            commands.state_service(_who_sees(leads, child), child, lantern(), "Family support")
        by_post, by_action = children[:1], a_led_child(cast.sam, cast.mia, "Only by an action")
        involved(cast.sam, by_post, lou())
        action_commands.set_action(
            cast.sam, text="Visit the family each week", outcome_wanted="Meals stand on the table.", owner=lou(),
            due_on=date(2026, 4, 1), child_ids=[by_action.public_id], priority="safety",
        )  # fmt: skip
        a_child(cast.sam, "Touched by nothing")
    with unit():
        change = stops(cast, posts=[lou()]).public_id
    with unit():
        tasks = db.session.execute(select(ChangeTask, Child.name).join(Child, Child.id == ChangeTask.child_id)).all()
        assert len(tasks) == 14 and "Touched by nothing" not in {row.name for row in tasks}
        assert {row.name for row in tasks if row.ChangeTask.is_safety} == {"Only by an action"}
        assert {row.ChangeTask.due_on for row in tasks} == {date(2026, 3, 2)}  # two working days
        touched = queries.children_of_change(cast.sam, tasks[0].ChangeTask.change_id)
        assert touched[0].name == "Only by an action"
        row = queries.change_row(cast.erin, change)
        assert (row.tasks, row.answered) == (14, 0)
        assert queries.children_of_change(cast.erin, row.id) == []
        mia = cast.mia
    dispatch()
    assert [
        mail for mail in mailbox.to(mia) if "A service that a plan leans on stops" in mail.title + mail.text
    ]  # nobody leads: the manager hears


def test_the_lead_sees_what_leans_on_it_and_says_what_takes_its_place(freya, cast, unit, client_as):
    with unit():
        said(cast, freya, "Family support", "lantern")
        child = queries.child(cast.sam, freya)
        involved(cast.sam, child, lou())
        action_commands.set_action(
            cast.sam, text="Visit the family each week", outcome_wanted="Meals stand on the table.", owner=lou(),
            due_on=date(2026, 4, 1), child_ids=[freya],
        )  # fmt: skip
    with unit():
        stops(cast, posts=[lou()])
        task = db.session.scalars(select(ChangeTask.public_id)).one()
    sam, tia = client_as("sam"), client_as("tia")
    assert "Nobody has said yet what takes its place" in tia.get(f"/children/{freya}").text
    assert "Family support stops: what takes its place?" in sam.get("/").text
    page = sam.get(f"/children/{freya}/services").text
    for words in ("Service in use", "Involved: Lou Lantern", "Visit the family each week", "16 March"):
        assert words in page
    data = {f"{task}-replaced_by": "The family hub, every Monday from 16 March"}
    assert tia.post(f"/children/{freya}/changes/{task}", data=data).status_code == 403
    assert sam.post(f"/children/{freya}/changes/{task}", data={}).status_code == 422
    assert sam.post(f"/children/{freya}/changes/{task}", data=data).status_code == 303
    assert sam.post(f"/children/{freya}/changes/{task}", data=data).status_code == 409
    assert "In its place: The family hub" in tia.get(f"/children/{freya}").text
    assert "what takes its place?" not in sam.get("/").text
    with unit():
        assert db.session.scalars(select(ServiceUse.ended_on)).one() == date(2026, 3, 16)


def test_nobody_answers_and_the_manager_hears(freya, cast, unit, clock, dispatch, mailbox):
    with unit():
        said(cast, freya, "Family support", "lantern")
        stops(cast)
    dispatch()
    with unit():
        sam, mia, ned = cast.sam, cast.mia, cast.ned
    assert (
        [mail.title for mail in mailbox.to(sam) if "stops" in mail.title]
        == [mail.title for mail in mailbox.to(ned) if "stops" in mail.title]
        != []
    )
    for moment in ("2026-03-02 09:00", "2026-03-03 09:00"):
        clock.set(moment)
        dispatch()
    late = "takes the place"
    assert len([mail for mail in mailbox.to(sam) if late in mail.title]) == 2
    assert len([mail for mail in mailbox.to(mia) if late in mail.title]) == 1


def test_whoever_begins_to_use_it_now_is_asked_as_well_and_nobody_begins_with_one_that_has_stopped(
    freya, cast, unit, clock
):
    with unit():
        stops(cast)
    with unit():
        said(cast, freya, "Family support", "lantern")
        assert len(db.session.scalars(select(ChangeTask)).all()) == 1
    clock.set("2026-03-16 09:00")
    with pytest.raises(BadInput) as wrong, unit():
        said(cast, freya, "Family support", "lantern")
    assert list(wrong.value.errors) == ["service"]


def test_a_change_is_published_on_a_page_and_by_whom(freya, cast, unit, client_as):
    with unit():
        said(cast, freya, "Family support", "lantern")
        service = db.session.scalars(select(ServiceUse)).one().service.public_id
        lou_id = lou().public_id
    erin = client_as("erin")
    assert "Family support, Lantern" in erin.get("/service-changes").text
    page = erin.get(f"/services/{service}/change")
    assert "Lou Lantern" in page.text
    wrong = erin.post(f"/services/{service}/change", data={"kind": "service_stops", "text": ""})
    assert wrong.status_code == 422
    given = {
        "kind": "service_stops", "text": "Funding ends.", "posts": [lou_id], "effective_on-day": "16",
        "effective_on-month": "3", "effective_on-year": "2026",
    }  # fmt: skip
    answer = erin.post(f"/services/{service}/change", data=given)
    assert answer.status_code == 303
    assert "None of them is a child whose record you may see" in erin.get(answer.location).text
    assert "Freya" in client_as("sam").get(answer.location).text
    assert client_as("tia").post(f"/services/{service}/change", data=given).status_code == 403


def test_a_tenancy_that_ends_is_a_task_for_the_lead_of_each_child(cast, unit, client_as):
    """Principle 3: housing and social care, when a tenancy with young children ends."""
    with unit():
        girl, boy, unborn = a_family(cast.sam)
        for child in (girl, boy, unborn):
            commands.nominate(cast.mia, child, cast.sam)
            commands.accept(cast.sam, child)
        involved(cast.sam, girl, cast.pip)
        here = girl.public_id
    data = {
        "text": "Notice was given.",
        "effective_on-day": "1",
        "effective_on-month": "4",
        "effective_on-year": "2026",
    }
    pip = client_as("pip")
    assert pip.post(f"/children/{here}/tenancy", data={}).status_code == 422
    assert pip.post(f"/children/{here}/tenancy", data=data).status_code == 303
    with unit():
        tasks = db.session.scalars(select(ChangeTask)).all()
        assert len(tasks) == 3 and all(task.is_safety for task in tasks)
    assert client_as("sam").get("/").text.count(">A tenancy is ending: what is done for the child?") == 3
    assert "The tenancy is ending, " in pip.get(f"/children/{here}").text
    carol = client_as("carol").get("/service-changes").text
    assert "A home of children" not in carol and "A home of children" in pip.get("/service-changes").text


def test_from_whom_nothing_was_heard(freya, cast, unit, clock, client_as):
    """Principle 5c: the lead holds the full picture, with the services of parents."""
    with unit():
        said(cast, freya, "Adult mental health", used_by="parent")
        said(cast, freya, "Family support", "lantern")
    sam = client_as("sam")
    page = sam.get(f"/children/{freya}/services").text
    unheard = page[page.index('id="unheard"') : page.index('id="use-')]
    assert "Adult mental health" in unheard and "Family support" in unheard
    with unit():
        child = queries.child(cast.ned, freya)
        commands.add_chronology(cast.ned, child, happened_on=date(2026, 2, 26), kind="fact", text="Seen at the clinic.")
    page = sam.get(f"/children/{freya}/services").text
    unheard = page[page.index('id="unheard"') : page.index('id="use-')]
    assert "Adult mental health" not in unheard and "Family support" in unheard


def test_a_refusal_leaves_nothing(freya, cast, unit):
    with pytest.raises(NotPermitted), unit():
        commands.state_service(cast.nia, queries.child(cast.nia, freya), lantern(), "Family support")
    with pytest.raises(NotPermitted), unit():
        service = commands.name_service(cast.tia, lantern(), "Family support")
        commands.publish_change(cast.tia, service, kind="service_stops", text="Ends.", effective_on=date(2026, 3, 16))
    with pytest.raises(BadInput) as wrong, unit():
        stops(cast, on=date(2028, 1, 1), posts=[cast.ned])
    assert sorted(wrong.value.errors) == ["effective_on", "posts"]
    with unit():
        assert db.session.scalars(select(ServiceUse)).all() == [] and db.session.scalars(select(Action)).all() == []


def _who_sees(people, child):
    return next(one for one in people if queries.may_see(one, child.public_id))
