"""The meeting room, step by step: what the chair does there, what is refused, and what is said about it."""

from typing import Any

import pytest
from room_scenes import an_invited_meeting, attend, begin, ready_to_conclude

from children import queries as children_queries
from meetings import queries
from meetings.rules import opening_of


class Room:
    """The room as somebody uses it: `room.post("statements/fact", **{"fact-text": …})`."""

    def __init__(self, client: Any, here: str) -> None:
        self.client, self.here = client, here

    def get(self, path: str = "", **query: Any) -> Any:
        return self.client.get(f"/meetings/{self.here}/room{path}", query_string=query)

    def post(self, path: str, **fields: Any) -> Any:
        return self.client.post(f"/meetings/{self.here}/room/{path}", data=fields)

    def text(self) -> str:
        answer = self.get()
        assert answer.status_code == 200
        return str(answer.text)


@pytest.fixture
def meeting(unit: Any, cast: Any, clock: Any) -> tuple[str, str]:
    """On Friday at 14:00, opened by Mia, with Nia and Pip there: its id, and the child's."""
    with unit():
        here, children = an_invited_meeting(cast)
    clock.set("2026-02-27 14:00")
    with unit():
        begin(cast, here, "nia", "pip")
    return here, children[0]


@pytest.fixture
def chair(meeting: Any, client_as: Any) -> Room:
    return Room(client_as("mia"), meeting[0])


@pytest.fixture
def nurse(meeting: Any, client_as: Any) -> Room:
    return Room(client_as("nia"), meeting[0])


def invitation_of(unit: Any, cast: Any, here: str, name: str) -> str:
    with unit(writes=False):
        sheet = queries.sheet_of(cast.mia, queries.meeting_for(cast.mia, here))
        return str(next(i.public_id for i in sheet.invitations if i.person_id == getattr(cast, name).id))


def state_of(unit: Any, cast: Any, here: str) -> str:
    with unit(writes=False):
        return str(queries.meeting_for(cast.mia, here).state)


# --- opening ---------------------------------------------------------------------------------------------------------


def test_the_chair_opens_with_every_statement_or_a_reason(unit, cast, clock, client_as):
    with unit():
        here, _ = an_invited_meeting(cast)
    clock.set("2026-02-27 14:00")
    chair = Room(client_as("mia"), here)
    answer = chair.post("opening", **{"opening-statements": ["introductions_and_agencies"]})
    assert answer.status_code == 409
    assert "Say and tick, or give the reason" in answer.text and "#protect" in answer.text
    assert 'value="introductions_and_agencies" checked' in answer.text
    with unit(writes=False):
        said = [key for key, _ in opening_of(queries.meeting_for(cast.mia, here).kind)]
    answer = chair.post("opening", **{"opening-statements": said})
    assert answer.status_code == 303 and answer.location.endswith("#who")
    assert "NOT QUORATE" in chair.text()


def test_a_statement_may_be_left_out_for_a_reason(unit, cast, clock, client_as):
    with unit():
        here, _ = an_invited_meeting(cast)
    clock.set("2026-02-27 14:00")
    chair = Room(client_as("mia"), here)
    assert chair.post("opening", **{"opening-skipped": "Everybody met an hour ago."}).status_code == 303
    assert "Everybody met an hour ago." in chair.text()


def test_only_the_chair_opens_and_not_before_the_day(unit, cast, client_as):
    with unit():
        here, _ = an_invited_meeting(cast)
    assert Room(client_as("nia"), here).post("opening", **{"opening-skipped": "x"}).status_code == 403
    early = Room(client_as("mia"), here).post("opening", **{"opening-skipped": "We cannot wait."})
    assert early.status_code == 409 and "It starts on Friday 27 February" in early.text
    assert "We cannot wait." in early.text


# --- who is here -----------------------------------------------------------------------------------------------------


def test_one_press_marks_somebody_and_asks_whether_it_is_quorate(unit, cast, clock, meeting, chair):
    pip = invitation_of(unit, cast, meeting[0], "pip")
    assert "QUORATE</strong>" in chair.text()
    clock.set("2026-02-27 14:20")
    assert chair.post(f"attendance/{pip}/left").status_code == 303
    page = chair.text()
    assert "Pip Sergeant left at 14:20. Not quorate, counted by agency" in page
    assert "NOT QUORATE" in page and "Left 14:20" in page
    assert chair.post(f"attendance/{pip}/here").status_code == 303
    assert "Pip Sergeant is here since 14:00. Quorate" in chair.text()


def test_a_row_holds_status_times_means_and_authority(unit, cast, meeting, chair):
    tia = invitation_of(unit, cast, meeting[0], "tia")
    key = f"attendance-{tia}"
    answer = chair.post(
        f"attendance/{tia}",
        **{
            f"{key}-status": "deputy_attended",
            f"{key}-arrived": "14.05",
            f"{key}-means": "video",
            f"{key}-left": "2 pm",
        },
    )
    assert answer.status_code == 422 and "Nobody leaves before they arrive." in answer.text
    answer = chair.post(
        f"attendance/{tia}", **{f"{key}-status": "attended", f"{key}-arrived": "25:00", f"{key}-means": "video"}
    )
    assert answer.status_code == 422 and "Enter the time like 10:05." in answer.text and 'value="25:00"' in answer.text
    answer = chair.post(f"attendance/{tia}", **{f"{key}-status": "not_relevant", f"{key}-means": "video"})
    assert answer.status_code == 422 and "Say why this agency is not relevant" in answer.text
    good = {
        f"{key}-status": "deputy_attended",
        f"{key}-arrived": "14:05",
        f"{key}-means": "video",
        f"{key}-can_decide": "y",
    }
    assert chair.post(f"attendance/{tia}", **good).status_code == 303
    page = chair.text()
    assert "A deputy is here since 14:05" in page and "By video · may decide" in page


@pytest.mark.parametrize("status", ["apology_with_report", "apology_without_report", "no_contact", "invited_late"])
def test_each_way_of_not_being_there(unit, cast, meeting, chair, status):
    tia = invitation_of(unit, cast, meeting[0], "tia")
    key = f"attendance-{tia}"
    assert chair.post(f"attendance/{tia}", **{f"{key}-status": status, f"{key}-means": "in_person"}).status_code == 303
    assert f'<option value="{status}" selected>' in chair.text()


def test_two_letters_and_enter_without_the_script(chair):
    assert chair.post("letters", letters="tt").status_code == 303
    assert "Tia Teacher is here since 14:00" in chair.text()
    unknown = chair.post("letters", letters="zz")
    assert unknown.status_code == 422 and "Nobody on the list has these letters." in unknown.text


def test_somebody_joins_from_the_accounts_or_by_address(chair):
    assert (
        chair.post(
            "people", **{"join-who": "carol", "join-capacity": "professional", "join-means": "video"}
        ).status_code
        == 303
    )
    assert "Carol Outside" in chair.text()
    wrong = chair.post("people", **{"join-name": "Gus Grandad", "join-capacity": "family", "join-means": "in_person"})
    assert wrong.status_code == 422 and "Enter their e-mail address" in wrong.text and "Gus Grandad" in wrong.text
    given = {"join-name": "Dr Gill", "join-email": "gill@gp.example.uk", "join-agency": "health"}
    answer = chair.post("people", **given, **{"join-capacity": "professional", "join-means": "telephone"})
    assert answer.status_code == 303
    assert "Dr Gill" in chair.text()


def test_an_agency_marks_nobody(unit, cast, meeting, nurse):
    pip = invitation_of(unit, cast, meeting[0], "pip")
    assert nurse.post(f"attendance/{pip}/left").status_code == 403
    assert "Two letters and Enter" not in nurse.text()


# --- what each agency knows ------------------------------------------------------------------------------------------


def test_an_agency_states_its_own_information(nurse, chair):
    answer = nurse.post("statements/fact", **{"fact-text": "Bruise of 3 cm.", "fact-source": "GP"})
    assert answer.status_code == 303
    page = chair.text()
    assert "Bruise of 3 cm." in page and "Riverside NHS Trust" in page


def test_a_judgement_names_its_facts_and_why(unit, cast, meeting, nurse):
    nurse.post("statements/fact", **{"fact-text": "Bruise of 3 cm."})
    wrong = nurse.post("statements/judgement", **{"judgement-text": "Not explained."})
    assert wrong.status_code == 422 and "Name the facts that this judgement rests on" in wrong.text
    assert "Not explained.</textarea>" in wrong.text
    with unit(writes=False):
        fact = queries.room_of(cast.nia, queries.meeting_for(cast.nia, meeting[0])).said[0].public_id
    right = {"judgement-text": "Not explained.", "judgement-rests_on": [fact], "judgement-reason": "Shape of a grip."}
    assert nurse.post("statements/judgement", **right, **{"judgement-confidence": "high"}).status_code == 303
    page = nurse.text()
    assert "rests on fact 1 · confidence high" in page and "Because: Shape of a grip." in page


def test_the_family_view_asks_what_else_could_explain_it(chair):
    given = {
        "family-text": "She fell.",
        "family-source": "Her mother",
        "family-what_else": "A fall from the trampoline",
    }
    assert chair.post("statements/family", **given).status_code == 303
    assert "What else could explain it: A fall from the trampoline" in chair.text()


def test_half_a_date_is_said_beside_its_field_and_nothing_is_lost(nurse):
    wrong = nurse.post(
        "statements/words",
        **{"words-text": "I don’t like it.", "words-happened_on-day": "31", "words-happened_on-month": "2"},
    )
    assert wrong.status_code == 422
    assert "I don’t like it." in wrong.text and 'value="31"' in wrong.text


def test_a_slip_is_taken_back_by_whoever_made_it(unit, cast, meeting, nurse, client_as):
    nurse.post("statements/fact", **{"fact-text": "Wrong child."})
    with unit(writes=False):
        slip = queries.room_of(cast.nia, queries.meeting_for(cast.nia, meeting[0])).said[0].public_id
    assert Room(client_as("pip"), meeting[0]).post(f"statements/{slip}/taken-back").status_code == 403
    assert nurse.post(f"statements/{slip}/taken-back").status_code == 303
    assert "Wrong child." not in nurse.text()


# --- the child, the analysis -----------------------------------------------------------------------------------------


def test_the_child_is_heard_or_there_is_a_reason(meeting, chair):
    child = meeting[1]
    key = f"hear-{child}"
    assert chair.post(f"children/{child}/voice").status_code == 422
    no_words = chair.post(
        f"children/{child}/voice", **{f"{key}-views": "Cross.", f"{key}-how": "drawing", f"{key}-tool": "Drawing"}
    )
    assert no_words.status_code == 422 and "what the drawing shows" in no_words.text
    told = {
        f"{key}-views": "I don’t like it when he’s cross.",
        f"{key}-how": "drawing",
        f"{key}-tool_explanation": "The house, and he is outside it.",
    }
    assert chair.post(f"children/{child}/voice", **told).status_code == 303
    page = chair.text()
    assert "I don’t like it when he’s cross." in page and "Not yet heard" not in page


def test_a_reason_for_the_missing_voice_is_an_answer(meeting, chair):
    child = meeting[1]
    assert chair.post(f"children/{child}/voice", **{f"hear-{child}-reason_absent": "In theatre."}).status_code == 303
    assert "Reason given" in chair.text() and "In theatre." in chair.text()


def test_two_people_write_the_analysis_at_once_and_lose_nothing(chair, nurse):
    assert chair.post("analysis", **{"analysis-text": "The chair’s thought.", "version": 0}).status_code == 303
    both = nurse.post("analysis", **{"analysis-text": "The nurse’s thought.", "version": 0})
    assert both.status_code == 409
    assert both.text.count("The nurse’s thought.") >= 2 and "The chair’s thought." in both.text
    assert nurse.post("analysis", **{"analysis-text": "Both thoughts.", "version": 1}).status_code == 303


def test_the_analysis_is_saved_as_it_is_typed(unit, cast, meeting, chair, nurse):
    as_script = {"headers": {"Accept": "application/json"}}
    path = f"/meetings/{meeting[0]}/room/analysis"
    saved = chair.client.post(path, data={"analysis-text": "A", "version": 0}, **as_script)
    assert saved.json == {"saved_at": "14:00", "version": 1}
    # Elsewhere others write meanwhile: that is no conflict.
    nurse.post("statements/fact", **{"fact-text": "Bruise."})
    tia = invitation_of(unit, cast, meeting[0], "tia")
    chair.post(f"attendance/{tia}/here")
    assert chair.client.post(path, data={"analysis-text": "A and B", "version": 1}, **as_script).json["version"] == 2
    both = nurse.client.post(path, data={"analysis-text": "C", "version": 1}, **as_script)
    assert both.status_code == 409 and both.json == {"yours": "C", "theirs": "A and B", "version": 2}


# --- positions, decisions, dissent -----------------------------------------------------------------------------------


def test_an_agency_speaks_before_it_sees_the_others(meeting, nurse, chair, client_as):
    child = meeting[1]
    police = Room(client_as("pip"), meeting[0])
    words = {
        f"position-{child}-position": "agree_with_reservation",
        f"position-{child}-words": "Only with a medical first.",
    }
    assert police.post(f"positions/{child}", **words).status_code == 303
    assert "Only with a medical first." not in nurse.text()
    assert "Theirs appear when yours is given." in nurse.text()
    silent = nurse.post(f"positions/{child}", **{f"position-{child}-position": "dissent"})
    assert silent.status_code == 422 and "Say why, in your own words." in silent.text
    assert nurse.post(f"positions/{child}", **{f"position-{child}-position": "agree"}).status_code == 303
    assert "Only with a medical first." in nurse.text()
    # A change keeps the first beside it.
    nurse.post(
        f"positions/{child}", **{f"position-{child}-position": "dissent", f"position-{child}-words": "I thought again."}
    )
    assert "First: agrees" in nurse.text()


def test_the_chair_takes_positions_down_for_others(unit, cast, meeting, chair):
    child = meeting[1]
    with unit(writes=False):
        police = cast.pip.agency_id
    given = {f"position-{child}-agency": str(police), f"position-{child}-position": "agree"}
    assert chair.post(f"positions/{child}", **given).status_code == 303
    with unit(writes=False):
        room = queries.room_of(cast.mia, queries.meeting_for(cast.mia, meeting[0]))
        assert [(one.agency_id, one.position) for one in room.positions] == [(police, "agree")]


def test_a_decision_keeps_the_quorum_of_its_minute(unit, cast, clock, meeting, chair):
    child = meeting[1]
    key = f"decision-{child}"
    wrong = chair.post(f"decisions/{child}", **{f"{key}-decision": "s47_joint", f"{key}-alternatives": "Wait a week."})
    assert wrong.status_code == 422 and "Give the reasons" in wrong.text and "Wait a week." in wrong.text
    right = {f"{key}-decision": "s47_joint", f"{key}-rationale": "Likely significant harm."}
    alone = chair.post(f"decisions/{child}", **right)
    assert alone.status_code == 422 and "talked over in supervision, or say why it is not" in alone.text
    right[f"{key}-no_supervision_reason"] = "It is held on Monday as always."
    clock.set("2026-02-27 14:30")
    assert chair.post(f"decisions/{child}", **right).status_code == 303
    page = chair.text()
    assert "Quorate at 14:30" in page and "by Friday 20 March" in page
    pip = invitation_of(unit, cast, meeting[0], "pip")
    chair.post(f"attendance/{pip}/left")
    assert "Quorate at 14:30" in chair.text()


def test_a_plan_has_its_category_and_the_date_of_what_it_starts(unit, cast, clock, client_as):
    with unit():
        here, (child,) = an_invited_meeting(cast, kind="icpc")
        plan = next(one for one in queries.meeting_for(cast.mia, here).kind.decisions if one.makes_plan)
    clock.set("2026-02-27 14:00")
    with unit():
        begin(cast, here, "nia", "tia")
    chair, key = Room(client_as("mia"), here), f"decision-{child}"
    assert "At the latest Friday 13 March" in chair.text()
    given = {f"{key}-decision": plan.key, f"{key}-rationale": "Likely significant harm.", f"{key}-category": "physical"}
    given |= {
        f"{key}-supervision_on-day": "9",
        f"{key}-supervision_on-month": "3",
        f"{key}-supervision_on-year": "2026",
    }
    half = chair.post(f"decisions/{child}", **given, **{f"{key}-next_0-day": "10"})
    assert half.status_code == 422 and 'value="10"' in half.text
    dated = {f"{key}-next_0-day": "10", f"{key}-next_0-month": "3", f"{key}-next_0-year": "2026"}
    assert chair.post(f"decisions/{child}", **given, **dated).status_code == 303
    page = chair.text()
    assert "on Tuesday 10 March" in page and "physical abuse" in page


def test_an_unborn_child_is_asked_after_in_its_own_way(unit, cast, clock, client_as):
    with unit():
        here, _ = an_invited_meeting(cast, unborn=True)
    clock.set("2026-02-27 14:00")
    with unit():
        begin(cast, here, "nia", "pip")
    assert "What would life be like for this baby in the first weeks?" in Room(client_as("mia"), here).text()


def test_only_the_chair_decides(meeting, nurse):
    child = meeting[1]
    given = {f"decision-{child}-decision": "s47_joint", f"decision-{child}-rationale": "So I say."}
    given[f"decision-{child}-no_supervision_reason"] = "It is held weekly."
    answer = nurse.post(f"decisions/{child}", **given)
    assert answer.status_code == 403 and "Only the chair records a decision." in answer.text


def test_dissent_in_the_dissenters_own_words(unit, cast, meeting, nurse, chair):
    assert nurse.post("dissents", **{"dissent-reasons": "", "dissent-wish": "record_only"}).status_code == 422
    given = {"dissent-reasons": "The injury is not explained.", "dissent-wish": "challenge"}
    assert nurse.post("dissents", **given).status_code == 303
    page = chair.text()
    assert "The injury is not explained." in page and "To be challenged" in page
    with unit(writes=False):
        police = cast.pip.agency_id
    assert chair.post("dissent-asked", agency=police, dissents="no").status_code == 303
    assert chair.post("dissent-asked", agency=999, dissents="no").status_code == 422


# --- actions, lead ---------------------------------------------------------------------------------------------------


def action(child: str, owner: str, **more: Any) -> dict[str, Any]:
    return {
        "action-text": "See the child alone at school",
        "action-owner": owner,
        "action-due_on-day": "4",
        "action-due_on-month": "3",
        "action-due_on-year": "2026",
        "action-outcome_wanted": "She can speak freely.",
        "action-priority": "safety",
        "action-children": [child],
        **more,
    }


def test_an_action_is_noted_changed_and_taken_back(unit, cast, meeting, chair):
    with unit(writes=False):
        tia = cast.tia.public_id
    everybody = chair.post("actions", **action(meeting[1], ""))
    assert everybody.status_code == 422 and "Name exactly one person." in everybody.text
    no_verb = chair.post("actions", **action(meeting[1], tia, **{"action-text": "The school"}))
    assert no_verb.status_code == 422 and "Begin with" in no_verb.text
    ongoing = chair.post(
        "actions",
        **{**action(meeting[1], tia), "action-due_on-day": "", "action-due_on-month": "", "action-due_on-year": ""},
    )
    assert ongoing.status_code == 422 and "Give a date." in ongoing.text
    assert chair.post("actions", **action(meeting[1], tia)).status_code == 303
    assert "See the child alone at school" in chair.text() and "Tia Teacher" in chair.text()
    with unit(writes=False):
        noted = queries.room_of(cast.mia, queries.meeting_for(cast.mia, meeting[0])).actions[0].public_id
    changed = {name.replace("action-", f"action-{noted}-", 1): value for name, value in action(meeting[1], tia).items()}
    changed[f"action-{noted}-text"] = "See the child at school on Monday"
    assert chair.post(f"actions/{noted}", **changed).status_code == 303
    assert "See the child at school on Monday" in chair.text()
    assert chair.post(f"actions/{noted}/dropped").status_code == 303
    assert "No action is noted yet." in chair.text()


def test_an_action_may_go_to_somebody_who_is_not_there(meeting, chair):
    other = {"action-owner_other": "carol.outside@nhs.example.uk"}
    assert chair.post("actions", **action(meeting[1], "", **other)).status_code == 303
    unknown = chair.post("actions", **action(meeting[1], "", **{"action-owner_other": "nobody@example.uk"}))
    assert unknown.status_code == 422 and "Nobody in service goes by this" in unknown.text


def test_an_agency_notes_no_actions(unit, cast, meeting, nurse):
    with unit(writes=False):
        tia = cast.tia.public_id
    assert nurse.post("actions", **action(meeting[1], tia)).status_code == 403


def test_one_click_names_the_interim_lead(unit, cast, meeting, chair):
    child = meeting[1]
    assert chair.post(f"children/{child}/lead", how="interim").status_code == 303
    with unit(writes=False):
        found = children_queries.child(cast.sam, child)
        lead = children_queries.leads_of([found.id])[found.id]
        assert lead.name == "Mia Manager" and lead.interim


def test_somebody_is_nominated_to_lead(meeting, chair):
    child = meeting[1]
    assert chair.post(f"children/{child}/lead").status_code == 422
    named = chair.post(f"children/{child}/lead", **{f"lead-{child}-other": "sam.worker@social.example.uk"})
    assert named.status_code == 303
    assert "Sam Worker" in chair.text() and "Nominated" in chair.text()


# --- close -----------------------------------------------------------------------------------------------------------


def test_everything_that_is_missing_is_listed_at_once_with_its_way(chair):
    page = chair.text()
    for at, words in (
        ("decisions", "Record the decision and its reasons for the child."),
        ("child", "Record the child&#39;s voice, or why it is missing, for the child."),
        ("dissent", "Ask about dissent"),
        ("lead", "Nominate a lead professional for the child."),
    ):
        assert f'href="#{at}">{words}' in page
    refused = chair.post("conclude")
    assert refused.status_code == 409
    assert refused.text.count("Ask about dissent") == 2 and "#protect" in refused.text


def test_the_meeting_is_concluded_and_the_owners_told(unit, cast, meeting, chair, dispatch, mailbox):
    with unit(writes=False):
        sam = cast.sam.public_id
    chair.post("actions", **action(meeting[1], "", **{"action-owner_other": "sam.worker@social.example.uk"}))
    with unit():
        ready_to_conclude(cast, meeting[0], [meeting[1]])
    assert "Conclude, and tell 1 person" in chair.text()
    assert chair.post("conclude").status_code == 303
    assert state_of(unit, cast, meeting[0]) == "concluded"
    page = chair.text()
    assert "This sitting ended on Friday 27 February at 14:00" in page and "Write it down" not in page
    dispatch()
    with unit(writes=False):
        assert sam and any("A-2026-0001" in mail.text for mail in mailbox.to(cast.sam))
    assert chair.post("conclude").status_code == 409
    late = chair.post("statements/fact", **{"fact-text": "One more thing."})
    assert late.status_code == 409 and "One more thing." in late.text


def test_without_a_quorum_it_is_found_inquorate_and_sits_again(unit, cast, meeting, chair):
    pip = invitation_of(unit, cast, meeting[0], "pip")
    assert chair.post("inquorate").status_code == 409  # a quorum that is met is not declared away
    chair.post(f"attendance/{pip}/left")
    assert "The managers and safeguarding leads of Police are told" in chair.text()
    assert chair.post("inquorate").status_code == 303
    page = chair.text()
    assert "this never goes ahead inquorate" in page and "by <b>Monday 2 March</b>" in page
    refused = chair.post("reconvene", **{"reconvene-minutes_long": "60"})
    assert refused.status_code == 409
    assert "Record the interim safety plan" in refused.text and "Give the new date and time." in refused.text
    new = {
        "reconvene-starts_at-day": "2",
        "reconvene-starts_at-month": "3",
        "reconvene-starts_at-year": "2026",
        "reconvene-starts_at-time": "10:00",
    }
    late = chair.post(
        "reconvene", **{**new, "reconvene-starts_at-day": "9", "reconvene-interim_plan": "She stays with her aunt."}
    )
    assert late.status_code == 409 and "She stays with her aunt." in late.text
    answer = chair.post(
        "reconvene", **new, **{"reconvene-interim_plan": "She stays with her aunt.", "reconvene-minutes_long": "60"}
    )
    assert answer.status_code == 303
    assert state_of(unit, cast, meeting[0]) == "reconvened"


def test_a_professionals_meeting_goes_ahead_for_a_listed_reason(unit, cast, clock, client_as):
    with unit():
        here, _ = an_invited_meeting(cast, kind="icpc")
    clock.set("2026-02-27 14:00")
    with unit():
        begin(cast, here, "nia")
    chair = Room(client_as("mia"), here)
    assert chair.post("inquorate").status_code == 303
    empty = chair.post("going-ahead")
    assert empty.status_code == 422 and "Choose the reason." in empty.text
    given = {"proceed-reason": "csc_plus_one_present", "proceed-text": "Health and social care know the child best."}
    assert chair.post("going-ahead", **given).status_code == 303
    assert state_of(unit, cast, here) == "in_progress"


def test_a_protective_step_is_refused_by_nothing(unit, cast, meeting, chair, client_as):
    empty = chair.post("protection", **{"protect-kind": "police"})
    assert empty.status_code == 422 and "Say what was done" in empty.text
    given = {"protect-kind": "police", "protect-text": "Police asked to go now; looked at again at 16:00."}
    assert chair.post("protection", **given).status_code == 303
    with unit():
        ready_to_conclude(cast, meeting[0], [meeting[1]])
    chair.post("conclude")
    assert Room(client_as("nia"), meeting[0]).post("protection", **given).status_code == 303


def test_a_part_is_held_without_the_family_and_the_record_says_why(unit, cast, clock, client_as):
    with unit():
        here, _ = an_invited_meeting(cast, kind="icpc")
    clock.set("2026-02-27 14:00")
    with unit():
        begin(cast, here, "nia")
    chair = Room(client_as("mia"), here)
    assert chair.post("apart", **{"apart-why": "A police matter."}).status_code == 422
    assert (
        chair.post(
            "apart", **{"apart-why": "A police matter.", "apart-family_told": "That a part is apart."}
        ).status_code
        == 303
    )
    assert "A part was held without the family" in chair.text()
    assert "A police matter." not in chair.get("/screen").text


def test_who_has_no_part_in_it_finds_nothing(meeting, client_as):
    stranger = Room(client_as("carol"), meeting[0])
    for path in ("", "/screen", "/screen/now"):
        assert stranger.get(path).status_code == 404
    assert stranger.post("statements/fact", **{"fact-text": "x"}).status_code == 404


def test_attendance_again(unit, cast, meeting):
    with unit():
        assert attend(cast, meeting[0], "tia").quorum().met
