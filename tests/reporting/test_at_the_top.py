"""Never silent at the top: the last stage, and whatever nobody holds, stands before the partners until somebody ends it."""

from datetime import date

from ladder_scenes import raised, taken_up

from children.models import ConflictOfInterest
from escalation import commands, queries
from foundation import clock as the_clock
from foundation.database import db
from foundation.identifiers import new_public_id
from people.models import Person
from reporting.queries import worklist


def waits_for(person):
    return [(item.kind, item.reference, item.more) for item in worklist(person).items if item.kind == "disagreement"]


def test_the_last_stage_stands_on_every_partners_page_until_it_ends(client_as, unit, cast, clock):
    clock.set("2026-03-02 10:00")
    with unit():
        here = raised(cast)
        taken_up(cast, here, 1, 2)
        assert waits_for(cast.paula) == []
    with unit():
        taken_up(cast, here, 3)
        made = queries.escalation_for(cast.erin, here)
        stage = queries.open_stage(made)
        assert stage.number == 4 and stage.responder.role == "partner"
        another = _another_partner(cast)
        assert waits_for(another) == [("disagreement", made.reference, "top")]
        assert waits_for(cast.erin) == [("disagreement", made.reference, "top")]
        assert waits_for(cast.carol) == []
    clock.set("2026-06-01 10:00")
    page = client_as("paula")
    assert made.reference in page.get("/").text and page.get(f"/escalations/{here}").status_code == 200
    with unit():
        assert waits_for(stage.responder) == [("disagreement", made.reference, "answer")], "months later, still"
        commands.resolve(
            stage.responder, here, agreed_statement="The panel decides.", rationale="Both heard.", outcome="changed"
        )
        assert waits_for(another) == waits_for(cast.erin) == []


def test_what_nobody_holds_stands_there_too(client_as, unit, cast, clock):
    clock.set("2026-03-02 10:00")
    with unit():
        for person in db.session.query(Person).filter_by(role="partner"):
            person.left_on = date(2026, 3, 1)
        here = raised(cast)
        taken_up(cast, here, 1, 2, 3)
        made = queries.escalation_for(cast.erin, here)
        assert queries.open_stage(made).responder is None
        assert waits_for(cast.erin) == [("disagreement", made.reference, "nobody")]
        newcomer = _another_partner(cast)
        assert waits_for(newcomer) == [("disagreement", made.reference, "nobody")]
    text = client_as("erin").get("/?by=person").text
    assert made.reference in text and "nobody holds it" in text and "/rules/escalation-policies/holders" in text


def test_the_last_stage_of_a_shorter_policy_is_seen_by_the_partners(unit, cast, clock):
    """London's ladder ends at its third stage."""
    clock.set("2026-03-02 10:00")
    with unit():
        here = raised(cast, policy="london")
        taken_up(cast, here, 1, 2)
        made = queries.escalation_for(cast.erin, here)
        assert made.stage == 3 == len(made.ladder)
        assert queries.escalation_for(cast.paula, here).id == made.id
        assert waits_for(cast.paula) in (
            [("disagreement", made.reference, "top")],
            [("disagreement", made.reference, "answer")],
        )


def test_a_partner_who_is_barred_reads_nothing_of_it(unit, cast, clock):
    clock.set("2026-03-02 10:00")
    with unit():
        here = raised(cast)
        made = queries.escalation_for(cast.erin, here)
        barred = _another_partner(cast)
        db.session.add(
            ConflictOfInterest(
                public_id=new_public_id(),
                child_id=made.children[0].id,
                person_id=barred.id,
                declared_by_id=barred.id,
                declared_at=the_clock.now(),
                reason="x",
            )
        )
        taken_up(cast, here, 1, 2, 3)
        assert waits_for(barred) == []


def _another_partner(cast):
    """Of another agency than the one who answers."""
    made = Person(
        public_id=new_public_id(), name="Petra Partner", name_key="petra partner", email="petra@nhs.example.uk",
        email_key="petra@nhs.example.uk", agency=db.session.merge(cast.ned).agency, role="partner", seniority="executive",
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made
