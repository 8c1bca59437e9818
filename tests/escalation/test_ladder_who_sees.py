"""Who sees a disagreement (DOMAIN §11): a row for each role, a cell for each page, path, list, count, search, export, mail.
Whoever may not see it meets what they would meet if it did not exist."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from ladder_scenes import raised, taken_up, written
from scenes import a_child, involved

from actions import commands as actions
from children import commands as children
from children.models import ConflictOfInterest
from escalation import commands
from escalation.queries import escalation_for
from foundation import clock as the_clock
from foundation.database import db
from foundation.identifiers import new_public_id
from people import commands as people_commands

GONE = "a" * 20
HELD = "2026-04-01T10:00:00+00:00"
CONCERN = "A bruise that is not explained."
# Role: who of the cast, whether they see it at stages 1 and 4, and whether they may know a raiser whose name is held back.
ROLES = {
    "raiser": ("ned", True, True, True),
    "responder": ("sam", True, True, False),
    "lead": ("heidi", True, True, False),
    "practitioner of the case": ("tia", False, False, False),
    "chair of the case": ("judy", False, True, True),
    "coordinator": ("erin", True, True, True),
    "manager of a side": ("mia", True, True, True),
    "manager of the raiser": ("nia", True, True, True),
    "manager elsewhere": ("pip", False, False, False),
    "safeguarding lead of a side": ("sue", True, True, True),
    "safeguarding lead elsewhere": ("dora", False, False, False),
    "partner": ("paula", False, True, True),
    "agency admin": ("ada", False, False, False),
    "system admin": ("frank", False, False, False),
    "auditor": ("grace", False, False, False),
    "outside": ("carol", False, False, False),
    "barred by a conflict of interest": ("bea", False, False, False),
}


@pytest.fixture
def people(unit, cast):
    """Two more than the cast: a safeguarding lead of the school, and one of health who is the child's aunt."""
    with unit():
        for name, agency in (("Dora", cast.tia.agency), ("Bea", cast.ned.agency)):
            people_commands.add_person(
                None, email=f"{name.lower()}@example.uk", name=f"{name} Example-Lead", agency=agency, role="safeguarding_lead",
                seniority="manager", password="demo-partnership",
            )  # fmt: skip


@pytest.fixture
def scene(unit, cast, clock, people, person_named):
    """Ned's disagreement with Sam about Freya, his name held back; an action stems from it, and something was said."""
    clock.set("2026-04-02 16:30")
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned, cast.tia, cast.judy, cast.heidi)
        children.nominate(cast.mia, child, cast.heidi)
        children.accept(cast.heidi, child)
        aunt = person_named("bea")
        db.session.add(
            ConflictOfInterest(
                public_id=new_public_id(), child_id=child.id, person_id=aunt.id, reason="aunt",
                declared_by_id=aunt.id, declared_at=the_clock.now(),
            )
        )  # fmt: skip
        here = raised(cast, children=[child], name_held_back=True)
        commands.respond(cast.ned, here, kind="fact", text="It was said on the telephone.")
        made = escalation_for(cast.ned, here)
        held_at = the_clock.now() - timedelta(hours=1)
        entry = commands.record_conversation(cast.ned, here, held_at=held_at, with_whom="Sam", text="It was read.")
        return {
            "entry": entry.public_id,
            "id": here,
            "reference": made.reference,
            "row": made.id,
            "child": child.public_id,
        }


@pytest.fixture
def person_named(cast):
    def found(name):
        from people.queries import person_by_email

        return person_by_email(f"{name}@example.uk") if name in ("dora", "bea") else getattr(cast, name)

    return found


class Eyes:
    """Somebody at their browser and with their program."""

    def __init__(self, browser, program, scene):
        self.browser, self.program, self.scene = browser, program, scene

    def page(self, path, data=None):
        path = path.format(**self.scene)
        return self.browser.post(path, data=data) if data is not None else self.browser.get(path)

    def api(self, path, body=None):
        path = path.format(**self.scene)
        return self.program.post(path, body) if body is not None else self.program.get(path)


@pytest.fixture
def eyes_of(app, unit, person_named, scene):
    app.config["WTF_CSRF_ENABLED"] = False
    from conftest import PASSWORD, Program

    def opened(name):
        with unit():
            person = person_named(name)
            email, token = person.email, people_commands.create_token(None, person)
        browser: FlaskClient = app.test_client()
        assert browser.post("/sign-in", data={"email": email, "password": PASSWORD}).status_code == 303
        return Eyes(browser, Program(app.test_client(), token), scene)

    return opened


def shows(answer, scene):
    """The answer speaks of it."""
    return answer.status_code == 200 and scene["reference"] in answer.text


def answers_to_it(answer, scene):
    """The answer knows that it exists: anything but "not found"."""
    return answer.status_code != 404


# The route or the place: how it is asked, and how one sees that it speaks of the disagreement.
CELLS = {
    "escalation.listing": (lambda eyes: eyes.page("/escalations"), shows),
    "escalation.show": (lambda eyes: eyes.page("/escalations/{id}"), shows),
    "escalation.moving": (lambda eyes: eyes.page("/escalations/{id}/respond"), shows),
    "escalation.moving, posted": (lambda eyes: eyes.page("/escalations/{id}/withdraw", {"reason": ""}), answers_to_it),
    "escalation.conversation": (lambda eyes: eyes.page("/escalations/{id}/conversation"), shows),
    "escalation.version": (lambda eyes: eyes.page("/escalations/{id}/conversation/{entry}/version"), shows),
    "escalation.safety": (lambda eyes: eyes.page("/escalations/{id}/safety"), shows),
    "escalation.copied": (lambda eyes: eyes.page("/escalations/{id}/copied", {}), answers_to_it),
    "escalations_api.list_escalations": (lambda eyes: eyes.api("/escalations"), shows),
    "escalations_api.one_escalation": (lambda eyes: eyes.api("/escalations/{id}"), shows),
    "escalations_api.move_escalation": (
        lambda eyes: eyes.api("/escalations/{id}/events", {"event": "withdraw"}), answers_to_it),
    "escalations_api.edit_draft": (lambda eyes: eyes.api("/escalations/{id}/draft", {}), answers_to_it),
    "escalations_api.record_conversation": (
        lambda eyes: eyes.api("/escalations/{id}/conversations", {"held_at": HELD, "with_whom": " ", "text": " "}),
        answers_to_it),
    "escalations_api.add_version": (
        lambda eyes: eyes.api("/escalations/{id}/conversations/{entry}/version", {"text": " "}), answers_to_it),
    "escalations_api.agree_safety": (lambda eyes: eyes.api("/escalations/{id}/safety", {"interim_safety": " "}), answers_to_it),
    "search": (lambda eyes: eyes.page("/search?q={reference}"),
               lambda answer, scene: "1 result for" in answer.text and f"/escalations/{scene['id']}" in answer.text),
    "count": (lambda eyes: eyes.api("/escalations?state=open"), lambda answer, _: answer.json["items"] != []),
    "audit": (lambda eyes: eyes.api("/audit?subject={id}"),
              lambda answer, _: any(item["details"] for item in answer.json["items"])),
}  # fmt: skip
# Routes that show no disagreement that stands: what is asked of them never speaks of one.
OF_NONE = {
    "escalation.elsewhere": lambda eyes: eyes.page("/escalations/elsewhere"),
    "escalation.disputes": lambda eyes: eyes.page("/escalations/iro"),
    "escalation.raise_dispute": lambda eyes: eyes.page("/escalations/iro/raise"),
    "escalation.dispute": lambda eyes: eyes.page(f"/escalations/iro/{GONE}"),
    "escalation.move_dispute": lambda eyes: eyes.page(f"/escalations/iro/{GONE}/settle", {}),
    "escalation.of_dissent": lambda eyes: eyes.page(f"/escalations/of-dissent/{GONE}"),
    "escalation.of_meeting": lambda eyes: eyes.page(f"/escalations/of-meeting/{GONE}"),
    "escalation.raising": lambda eyes: eyes.page("/escalations/raise"),
    "escalation.writing": lambda eyes: eyes.page("/escalations/{id}/draft"),  # a draft's, and its raiser's alone
    "escalations_api.new_escalation": lambda eyes: eyes.api("/escalations", {"children": []}),
}


def test_every_route_of_the_room_has_its_column(app):
    routes = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in ("escalation", "escalations_api")
    }
    assert routes <= {cell.split(",")[0] for cell in CELLS} | set(OF_NONE)


def test_what_each_role_sees_at_the_first_stage(eyes_of, scene):
    for role, (name, sees, _, knows) in ROLES.items():
        look(role, eyes_of(name), scene, sees, knows)


def test_what_each_role_sees_at_the_last_stage(unit, cast, eyes_of, scene):
    with unit():
        taken_up(cast, scene["id"], 1, 2, 3)
    for role, (name, before, sees, knows) in ROLES.items():
        if sees != before or not sees:
            look(role, eyes_of(name), scene, sees, knows)


def look(role, eyes, scene, sees, knows):
    """Every cell of one row."""
    for cell, (ask, tells) in CELLS.items():
        if cell == "audit" and sees:
            continue  # whoever reads entries is the audit's own table; here nobody else does
        answer = ask(eyes)
        assert bool(tells(answer, scene)) == sees, (role, cell, answer.status_code)
        if not sees:
            assert CONCERN not in answer.text and scene["reference"] not in answer.text.replace(
                f"“{scene['reference']}”", ""
            ).replace(f'value="{scene["reference"]}"', ""), (role, cell)
        if cell in ("escalation.show", "escalations_api.one_escalation") and sees:
            assert ("Ned Nurse" in answer.text) == knows, (role, cell)
    for ask in OF_NONE.values():
        assert scene["reference"] not in ask(eyes).text
    if not sees:
        nowhere = eyes.program.get(f"/escalations/{GONE}")
        assert nowhere.status_code == 404
        assert eyes.api("/escalations/{id}").data == nowhere.data


def test_nobody_signed_out_sees_anything(app, scene):
    """Families have no account: they are told the outcome by whoever works with them."""
    stranger = app.test_client()
    for path in ("/escalations", f"/escalations/{scene['id']}", "/escalations/raise"):
        assert stranger.get(path).status_code in (302, 303)
    assert stranger.get(f"/api/v1/escalations/{scene['id']}").status_code == 401


def test_a_draft_is_its_raisers_alone_in_every_cell(unit, cast, eyes_of, scene):
    with unit():
        from children.queries import child as child_of

        draft = written(cast, children=[child_of(cast.ned, scene["child"])])
        reference = escalation_for(cast.ned, draft).reference
    own = {**scene, "id": draft, "reference": reference}
    for name in ("sam", "mia", "nia", "sue", "heidi", "erin", "paula"):
        eyes = eyes_of(name)
        eyes.scene = own
        for cell, (ask, tells) in CELLS.items():
            if cell not in ("count", "audit", "escalation.version", "escalations_api.add_version"):
                assert not tells(ask(eyes), own), (name, cell)
        assert eyes.page("/escalations/{id}/draft").status_code == 404, name


def test_the_held_back_name_is_on_no_page_of_the_other_agencys_practitioners(unit, cast, clock, eyes_of, scene):
    """Not on the ladder, not beside an entry, not on the worklist; the coordinator always reads it."""
    clock.set("2026-04-14 09:00")
    sam, erin = eyes_of("sam"), eyes_of("erin")
    for path in ("/", "/escalations", "/escalations/{id}", "/escalations/{id}/respond"):
        assert "Ned Nurse" not in sam.page(path).text, path
    for path in ("/worklist", "/escalations", "/escalations/{id}"):
        assert "Ned Nurse" not in sam.api(path).text, path
    assert "Ned Nurse" in erin.page("/escalations/{id}").text


def test_an_action_names_it_to_those_who_may_see_it(unit, cast, clock, eyes_of, scene):
    """The page and the export of an action that stems from it, for an owner who works with the child and is of no side."""
    from datetime import date

    with unit():
        for owner in (cast.tia, cast.sam):
            actions.set_action(
                cast.ned, text="Telephone the paediatrician.", outcome_wanted="Her view is known.", owner=owner,
                due_on=date(2026, 4, 20), escalation=scene["id"],
            )  # fmt: skip
    tia, sam = eyes_of("tia"), eyes_of("sam")
    listed = tia.api("/actions").json["items"]
    assert listed
    for eyes, sees in ((tia, False), (sam, True)):
        for item in eyes.api("/actions").json["items"]:
            page = eyes.page(f"/actions/{item['id']}")
            assert (scene["reference"] in page.text) == sees
        assert CONCERN not in eyes.page("/actions.csv").text
    assert scene["reference"] not in tia.page("/actions.csv").text and scene["reference"] not in tia.page("/").text


def test_mail_goes_to_those_who_see_it_and_says_nothing(unit, cast, clock, dispatch, mailbox, scene, person_named):
    """From the first stage through two weeks of silence to the partners: a reference, a link, and no name."""
    dispatch()
    for day in ("2026-04-09", "2026-04-16", "2026-05-06"):
        clock.set(f"{day} 08:30")
        dispatch()
    with unit():
        allowed = {person_named(name).email for name, sees, later, _ in ROLES.values() if sees}
        partner = cast.paula.email
    mails = [mail for mail in mailbox.all() if scene["reference"] in mail.title]
    assert {mail.address for mail in mails} <= allowed | {partner}
    for mail in mails:
        assert (
            mail.text.lstrip().startswith("OFFICIAL-SENSITIVE")
            and "Freya" not in mail.text
            and CONCERN not in mail.text
            and "Ned Nurse" not in mail.text
        )
        if mail.address == partner:
            assert scene["id"] not in mail.text, "the cap is told before it is theirs to read"


def test_mail_that_waits_is_not_sent_to_somebody_who_is_barred_meanwhile(unit, cast, clock, dispatch, mailbox, scene):
    with unit():
        made = escalation_for(cast.erin, scene["id"])
        for child in made.children:
            db.session.add(
                ConflictOfInterest(
                    public_id=new_public_id(), child_id=child.id, person_id=cast.nia.id, reason="aunt",
                    declared_by_id=cast.nia.id, declared_at=the_clock.now(),
                )
            )  # fmt: skip
    dispatch()
    with unit():
        addresses = cast.nia.email, cast.mia.email
    heard = {mail.address for mail in mailbox.all() if scene["reference"] in mail.title}
    assert addresses[0] not in heard and addresses[1] in heard


def test_whoever_stands_in_sees_what_the_absent_one_is_asked(unit, cast, clock, dispatch, mailbox, scene, eyes_of):
    from datetime import date

    assert eyes_of("heidi") and not shows(eyes_of("carol").page("/escalations/{id}"), scene)
    with unit():
        people_commands.plan_absence(cast.ned, cast.ned, date(2026, 4, 7), date(2026, 4, 10), cast.carol)
    clock.set("2026-04-08 09:00")
    assert shows(eyes_of("carol").page("/escalations/{id}"), scene)
    clock.set("2026-04-13 09:00")
    assert not shows(eyes_of("carol").page("/escalations/{id}"), scene)
