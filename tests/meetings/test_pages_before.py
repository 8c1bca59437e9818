"""The meeting's page before it starts: answers, invitations, dates, and every move with what refuses it."""

import re

import pytest

from children import queries as child_queries
from foundation import clock as the_clock
from foundation.database import db
from meetings import commands, queries
from notifications.models import Outbox

START = {"starts_at-day": "27", "starts_at-month": "2", "starts_at-year": "2026", "starts_at-time": "14:00"}


def shown(client, here, path="", status=200):
    answer = client.get(f"/meetings/{here}{path}")
    assert answer.status_code == status, answer.text[:2000]
    return answer.text


def ids_of(unit, cast, *names):
    with unit(writes=False):
        return [getattr(cast, name).public_id for name in names]


# --- who sees what ---------------------------------------------------------------------------------------------------


def test_whoever_convenes_sees_who_is_silent_and_reminds_them_with_one_press(
    client_as, invited, standing, dispatch, mailbox, cast, unit
):
    here = invited()
    client = client_as("sam")
    page = shown(client, here)
    assert "Quorum at risk" in page and "Police: no answer yet." in page and "Remind Pip Sergeant" in page
    pip = standing(here).invitations["pip"].id
    dispatch()
    assert client.post(f"/meetings/{here}/invitations/{pip}/remind").status_code == 303
    dispatch()
    with unit():
        assert len(mailbox.to(cast.pip)) == 2 and len(mailbox.to(cast.nia)) == 1


def test_an_invited_reader_answers_on_the_page(client_as, invited, standing):
    here = invited()
    client = client_as("pip")
    page = shown(client, here)
    assert "I will come" in page and "Remind" not in page
    assert client.post(f"/meetings/{here}/answer", data={"response": "accepted"}).status_code == 303
    assert standing(here).invitations["pip"].response == "accepted"
    assert "Coming" in shown(client, here)


def test_the_quorum_comes_in_sight_when_everybody_needed_has_said_yes(client_as, invited, standing):
    here = invited()
    sam = client_as("sam")
    for name in ("nia", "pip", "mia"):
        one = standing(here).invitations[name].id
        data = {"response": "accepted", "comment": ""}
        assert sam.post(f"/meetings/{here}/invitations/{one}/answer", data=data).status_code == 303
    page = shown(sam, here)
    assert "Quorum in sight" in page and "by telephone" in page
    assert standing(here).invitations["nia"].source == "telephone"


def test_an_answer_that_names_nothing_is_refused_beside_its_field(client_as, invited, standing):
    here = invited()
    one = standing(here).invitations["nia"].id
    page = client_as("sam").post(f"/meetings/{here}/invitations/{one}/answer", data={"comment": "She rang at nine"})
    assert page.status_code == 422
    assert "Choose: accepted" in page.text and "She rang at nine" in page.text
    assert standing(here).invitations["nia"].response == "no_reply"


def test_who_has_nothing_to_do_with_it_finds_nothing(client_as, invited, standing):
    here = invited()
    one = standing(here).invitations["nia"].id
    carol = client_as("carol")
    for path in (
        "",
        "/schedule",
        "/invite",
        "/invitations",
        f"/invitations/{one}",
        "/cancel",
        "/protect",
        "/agenda",
        "/corrections",
    ):
        shown(carol, here, path, 404)


def test_an_invitee_sees_their_own_invitation_and_nobody_elses(client_as, invited, standing):
    here = invited()
    found = standing(here).invitations
    pip = client_as("pip")
    assert "Your invitation" in shown(pip, here, f"/invitations/{found['pip'].id}")
    shown(pip, here, f"/invitations/{found['nia'].id}", 404)
    for path in ("/schedule", "/invite", "/invitations", "/postpone", "/cancel"):
        assert pip.get(f"/meetings/{here}{path}").status_code == 403


def test_what_was_typed_is_shown_and_never_obeyed(client_as, proposed):
    attack = "<script>alert('x')</script><img src=x onerror=alert(1)>"
    here = proposed(purpose=attack)
    page = shown(client_as("sam"), here)
    assert "<script>alert(" not in page and "<img src=x" not in page and "&lt;script&gt;" in page


# --- date, chair and place -------------------------------------------------------------------------------------------


def test_date_chair_and_place_are_set_against_the_last_lawful_day(client_as, proposed, standing, unit, cast):
    here = proposed()
    client = client_as("sam")
    page = shown(client, here, "/schedule")
    assert "Friday 27 February" in page and "Save, no mail" in page and "the last day" in page
    (mia,) = ids_of(unit, cast, "mia")
    data = {**START, "minutes_long": "60", "chair": mia, "place": "Room 2"}
    answer = client.post(f"/meetings/{here}/schedule", data=data)
    assert answer.status_code == 303 and answer.location.endswith(f"/meetings/{here}/invite")
    assert standing(here).state == "scheduled" and standing(here).place == "Room 2"


def test_only_those_who_may_chair_are_offered_and_the_page_says_why_others_are_not(client_as, proposed, unit, cast):
    page = shown(client_as("sam"), proposed(), "/schedule")
    mia, ned = ids_of(unit, cast, "mia", "ned")
    assert f'value="{mia}"' in page and f'value="{ned}"' not in page
    assert "The chair must be a manager or more senior" in page and "Ned Nurse" in page


def test_a_date_after_the_limit_is_refused_with_its_reason_and_nothing_typed_is_lost(
    client_as, proposed, standing, unit, cast
):
    here = proposed()
    client = client_as("sam")
    mia, judy = ids_of(unit, cast, "mia", "judy")
    late = {
        **START,
        "starts_at-day": "5",
        "starts_at-month": "3",
        "minutes_long": "60",
        "chair": mia,
        "place": "Room 7",
    }
    page = client.post(f"/meetings/{here}/schedule", data=late)
    assert page.status_code == 409
    assert "is after the limit" in page.text and "Room 7" in page.text and "/protect" in page.text
    assert standing(here).state == "proposed"
    agreed = {**late, "late_reason": "Police cannot come before", "late_agreed_by": judy}
    assert client.post(f"/meetings/{here}/schedule", data=agreed).status_code == 303
    page = shown(client, here)
    assert "4 working days past Friday 27 February" in page and "Judy Chair" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"minutes_long": "3"}, "Between 5 minutes and 24 hours."),
        (
            {"starts_at-day": "", "starts_at-month": "", "starts_at-year": "", "starts_at-time": ""},
            "Enter the date and time.",
        ),
        ({"online_url": "http://meet.example.uk"}, "begins with https://"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_written(client_as, proposed, standing, unit, cast, wrong, said):
    here = proposed()
    (mia,) = ids_of(unit, cast, "mia")
    data = {**START, "minutes_long": "60", "chair": mia, "place": "Room 9", **wrong}
    page = client_as("sam").post(f"/meetings/{here}/schedule", data=data)
    assert page.status_code == 422 and said in page.text and "Room 9" in page.text
    assert standing(here).state == "proposed"


def test_moving_the_meeting_tells_everybody_and_saving_without_a_change_tells_nobody(
    client_as, invited, standing, unit, cast, dispatch, mailbox, clock
):
    here = invited()
    dispatch()
    client = client_as("sam")
    page = shown(client, here, "/schedule")
    assert "Save and tell 4 people" in page
    (mia,) = ids_of(unit, cast, "mia")
    same = {**START, "minutes_long": "60", "chair": mia, "place": "Room 2", "reason": "Nothing"}
    answer = client.post(f"/meetings/{here}/schedule", data=same, follow_redirects=True)
    assert "Saved, no mail." in answer.text
    moved = {**same, "starts_at-time": "15:30", "reason": "The room was taken"}
    answer = client.post(f"/meetings/{here}/schedule", data=moved, follow_redirects=True)
    assert "4 people will be told" in answer.text
    clock.set("2026-02-26 16:42")
    dispatch()
    with unit():
        assert len(mailbox.to(cast.pip)) == 2


def test_two_who_change_it_at_once_do_not_overwrite_each_other(client_as, invited, standing, unit, cast):
    here = invited()
    (mia,) = ids_of(unit, cast, "mia")
    stale = {**START, "minutes_long": "60", "chair": mia, "place": "Elsewhere", "reason": "x", "version": "0"}
    page = client_as("sam").post(f"/meetings/{here}/schedule", data=stale)
    assert page.status_code == 409 and "changed while you were working" in page.text and "Elsewhere" in page.text
    assert standing(here).place == "Room 2"


# --- inviting --------------------------------------------------------------------------------------------------------


def test_each_mail_is_looked_at_before_it_goes_out(client_as, scheduled, standing, dispatch, mailbox, unit, cast):
    here = scheduled()
    client = client_as("sam")
    pip = standing(here).invitations["pip"].id
    page = shown(client, here, f"/invite?as={pip}")
    assert "pip.sergeant@police.example.uk" in page and "Multi-agency meeting – ref M-2026-0001" in page
    assert "Invite 4 people" in page and "Freya" not in page
    with unit(writes=False):
        assert not db.session.scalars(db.select(Outbox).where(Outbox.kind == "meeting_invitation")).all()
    answer = client.post(f"/meetings/{here}/invite", follow_redirects=True)
    assert "4 people will get their invitation" in answer.text
    dispatch()
    with unit():
        assert len(mailbox.to(cast.pip)) == 1
        sent = mailbox.to(cast.pip)[0].text
    words = re.sub(r"\s+", " ", sent)
    assert words[:120] in re.sub(r"\s+", " ", page.replace("&#39;", "'")), "the preview is the mail itself"


def test_a_role_that_must_come_needs_a_person_or_a_reason(client_as, proposed, standing, unit, cast):
    here = proposed()
    client = client_as("sam")
    mia, nia = ids_of(unit, cast, "mia", "nia")
    client.post(f"/meetings/{here}/invitations", data={"person_id": nia, "capacity": "professional", "required": "y"})
    client.post(f"/meetings/{here}/schedule", data={**START, "minutes_long": "60", "chair": mia})
    page = client.post(f"/meetings/{here}/invite", data={"missing-police": ""})
    assert page.status_code == 409 and "say why nobody comes, for: Police" in page.text
    assert standing(here).state == "scheduled"
    answer = client.post(
        f"/meetings/{here}/invite", data={"missing-police": "They joined by telephone at once"}, follow_redirects=True
    )
    assert answer.status_code == 200 and "They joined by telephone at once" in answer.text
    assert standing(here).state == "invited"


def test_somebody_without_an_account_is_added_by_name_and_address(
    client_as, invited, standing, dispatch, mailbox, unit, cast
):
    here = invited()
    dispatch()
    client = client_as("sam")
    data = {
        "name": "Gil Doctor",
        "email": "gil@surgery.example.uk",
        "agency": "health",
        "capacity": "professional",
        "required": "y",
    }
    answer = client.post(f"/meetings/{here}/invitations", data=data, follow_redirects=True)
    assert "Gil Doctor is on the list" in answer.text and "(no account)" in answer.text
    dispatch()
    with unit():
        assert len(mailbox.to("gil@surgery.example.uk")) == 1 and len(mailbox.to(cast.nia)) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"person": "Nobody Known"}, "Nobody in service goes by this"),
        ({"name": "Gil Doctor"}, "Enter their e-mail address."),
        ({"name": "Gil Doctor", "email": "not an address", "agency": "health"}, "address"),
    ],
)
def test_whoever_cannot_be_found_is_not_added(client_as, invited, standing, data, said):
    here = invited()
    page = client_as("sam").post(f"/meetings/{here}/invitations", data={"capacity": "professional", **data})
    assert page.status_code == 422 and said in page.text and next(iter(data.values())) in page.text
    assert len(standing(here).invitations) == 4


def test_taking_somebody_off_the_list_needs_a_reason_and_tells_only_them(
    client_as, invited, standing, dispatch, mailbox, unit, cast
):
    here = invited()
    dispatch()
    client = client_as("sam")
    tia = standing(here).invitations["tia"].id
    page = client.post(f"/meetings/{here}/invitations/{tia}/withdraw", data={"reason": ""})
    assert page.status_code == 422 and "Say why" in page.text
    assert "tia" in standing(here).invitations
    assert (
        client.post(f"/meetings/{here}/invitations/{tia}/withdraw", data={"reason": "Not her class"}).status_code == 303
    )
    assert "tia" not in standing(here).invitations
    dispatch()
    with unit():
        assert "Withdrawn" in mailbox.to(cast.tia)[-1].title and len(mailbox.to(cast.pip)) == 1


def test_a_report_is_taken_in_and_never_counts(client_as, invited, standing):
    here = invited()
    pip = standing(here).invitations["pip"].id
    client = client_as("pip")
    page = client.post(f"/meetings/{here}/invitations/{pip}/report", data={"report": ""})
    assert page.status_code == 422
    client.post(f"/meetings/{here}/invitations/{pip}/report", data={"report": "What police know."})
    assert standing(here).invitations["pip"].report == "What police know."
    assert "a report only, which does not count" in shown(client_as("sam"), here)


def test_mail_that_did_not_arrive_says_what_to_do(client_as, invited, standing, dispatch, unit, cast):
    here = invited()
    dispatch()
    pip = standing(here).invitations["pip"].id
    with unit():
        row = db.session.scalars(db.select(Outbox).where(Outbox.about_id == pip)).one()
        row.state, row.reply, mail = "failed", "550 no such mailbox", row.public_id
    sam = client_as("sam")
    page = shown(sam, here)
    assert "Could not be delivered" in page and "550 no such mailbox" in page and "What to do" in page
    assert "Send it again" in shown(sam, here, f"/invitations/{pip}")
    assert client_as("pip").post(f"/meetings/{here}/mail/{mail}/again").status_code == 403
    assert sam.post(f"/meetings/{here}/mail/{mail}/delivered").status_code == 303
    assert "Could not be delivered" not in shown(sam, here)
    answer = sam.post(f"/meetings/{here}/mail/{mail}/again", follow_redirects=True)
    assert "not waiting for a decision" in answer.text


def test_while_the_mail_server_is_away_the_page_says_that_mail_waits(client_as, invited, unit):
    here = invited()
    with unit():
        for row in db.session.scalars(db.select(Outbox).where(Outbox.about_kind == "invitation")):
            row.state = "deferred"
    assert "Mail is waiting" in shown(client_as("sam"), here)


# --- putting off, calling off, refusing, holding at once -------------------------------------------------------------


def test_a_postponement_needs_its_reason_and_tells_everybody(client_as, invited, standing):
    here = invited()
    client = client_as("sam")
    assert "Postpone and tell 4 people" in shown(client, here, "/postpone")
    by = {"by-day": "3", "by-month": "3", "by-year": "2026"}
    page = client.post(f"/meetings/{here}/postpone", data={"reason": "", **by})
    assert page.status_code == 422 and "Say why the meeting is postponed." in page.text
    assert standing(here).state == "invited"
    done = client.post(f"/meetings/{here}/postpone", data={"reason": "Nobody can come", **by}, follow_redirects=True)
    assert "Postponed. 4 people will be told" in done.text and "To be held by" in done.text
    assert standing(here).state == "postponed"


def test_a_conference_put_off_beyond_its_limit_needs_an_interim_plan(client_as, scheduled, standing):
    here = scheduled(type_key="icpc", trigger_kind="strategy_s47.initiated_s47")
    client = client_as("sam")
    put_off = {"reason": "The family is away", "by-day": "30", "by-month": "3", "by-year": "2026"}
    page = client.post(f"/meetings/{here}/postpone", data=put_off)
    assert (
        page.status_code == 409 and "Record the interim safety plan" in page.text and "The family is away" in page.text
    )
    assert standing(here).state == "scheduled"
    done = client.post(
        f"/meetings/{here}/postpone", data={**put_off, "interim_plan": "Stays with grandmother"}, follow_redirects=True
    )
    assert "No mail was sent" in done.text and "Stays with grandmother" in done.text


def test_a_statutory_meeting_is_cancelled_by_a_service_manager_for_a_listed_reason(
    client_as, invited, standing, unit, cast
):
    here = invited()
    assert client_as("sam").get(f"/meetings/{here}/cancel").status_code == 403
    with unit():
        commands.add_invitee(cast.sam, here, cast.judy)
    judy = client_as("judy")
    page = judy.post(f"/meetings/{here}/cancel", data={"text": "No longer needed"})
    assert page.status_code == 409 and "Choose the reason" in page.text and "No longer needed" in page.text
    assert judy.post(f"/meetings/{here}/cancel", data={"reason": "duplicate"}).status_code == 303
    assert standing(here).state == "cancelled"
    page = shown(client_as("sam"), here)
    assert "There is another meeting for the same thing" in page and "Friday 27 February 2026, 14:00" in page


def test_a_refusal_gives_its_reason_to_whoever_asked(client_as, proposed, unit, cast, family):
    with unit():
        child = child_queries.child(cast.tia, family[0])
        here = commands.propose(
            cast.tia, type_key="taf", children=[child], trigger_kind="requested",
            trigger_at=the_clock.now(), purpose="Help at home",
        ).public_id  # fmt: skip
    tia = client_as("tia")
    page = tia.post(f"/meetings/{here}/decline", data={"reason": ""})
    assert page.status_code == 422
    assert tia.post(f"/meetings/{here}/decline", data={"reason": "Help is in place already"}).status_code == 303
    page = shown(tia, here)
    assert "Help is in place already" in page and "Raise a disagreement" in page


def test_a_statutory_meeting_that_is_owed_is_not_declined(client_as, proposed, standing):
    here = proposed()
    client = client_as("sam")
    page = shown(client, here)
    assert "schedule it instead of declining it" in page and "cv-button--blocked" in page
    answer = client.post(f"/meetings/{here}/decline", data={"reason": "No time"})
    assert answer.status_code == 409 and "No time" in answer.text
    assert standing(here).state == "proposed"


def test_what_cannot_wait_is_held_at_once(client_as, proposed, standing, unit, cast):
    here = proposed()
    client = client_as("sam")
    page = client.post(f"/meetings/{here}/hold-now", data={})
    assert page.status_code == 409 and "Name the chair." in page.text
    (mia,) = ids_of(unit, cast, "mia")
    answer = client.post(f"/meetings/{here}/hold-now", data={"chair": mia})
    assert answer.status_code == 303 and answer.location.endswith("/room")
    assert standing(here).state == "in_progress"
    assert "Go to the meeting room" in shown(client, here)


@pytest.mark.parametrize("stage", ["proposed", "invited"])
def test_a_protective_step_is_recorded_in_any_state(client_as, stage, request):
    here = request.getfixturevalue(stage)()
    client = client_as("sam")
    page = client.post(f"/meetings/{here}/protect", data={"kind": "police", "text": ""})
    assert page.status_code == 422
    page = client.post(f"/meetings/{here}/protect", data={"text": "Police went there"})
    assert page.status_code == 422 and "Police went there" in page.text
    done = client.post(
        f"/meetings/{here}/protect", data={"kind": "police", "text": "Police went there"}, follow_redirects=True
    )
    assert "Call to the police" in done.text and "Police went there" in done.text


def test_a_meeting_carried_over_names_the_one_before_it(client_as, invited, unit, cast):
    here = invited()
    with unit():
        meeting = queries.meeting_for(cast.sam, here)
        later = commands.propose(
            cast.sam, type_key=meeting.type, children=meeting.children, trigger_kind=meeting.trigger_kind,
            trigger_at=meeting.trigger_at, purpose=meeting.purpose, predecessor=meeting,
        ).public_id  # fmt: skip
    client = client_as("sam")
    assert "Carried over from" in shown(client, later) and "M-2026-0001" in shown(client, later)
    assert "Carried on in" in shown(client, here)


@pytest.mark.parametrize("count", [4, 60])
@pytest.mark.parametrize("who", ["sam", "mia", "pip"])
def test_the_page_of_a_meeting_asks_ten_queries_however_many_are_asked(
    client_as, many_invited, count, who, count_queries
):
    here = many_invited(count)
    client = client_as(who)
    with count_queries() as asked:
        page = shown(client, here)
    assert f"Invitations · {count}" in page
    assert len(asked) <= 10, "\n\n".join(asked)


@pytest.mark.parametrize("path", ["/schedule", "/invitations", "/protect", "/agenda", "/postpone"])
def test_the_other_pages_ask_at_most_fifteen(client_as, many_invited, path, count_queries):
    here = many_invited(60)
    client = client_as("sam")
    with count_queries() as asked:
        shown(client, here, path)
    assert len(asked) <= 15, "\n\n".join(asked)
