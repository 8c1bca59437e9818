"""Filip's review: a family that needs an interpreter, advice that is asked about twice, and a step down with its reasons."""

from children import commands as children
from convenor.demo.gathering import Gathering
from convenor.demo.stage import Stage, Story
from meetings import commands, queries
from meetings.queries.court import reviews_of

ANSWERS = {
    "change_shown": "Filip has been at school every day, and tells his teacher what he ate.",
    "for_how_long": "Since the half term, eight weeks.",
    "if_it_returns": "School rings the family worker on the first morning he is missing.",
}


def aspen(stage: Stage) -> Story:
    """A child in need review that steps down to early help, although one need is not met yet."""
    here = Gathering(stage, "aspen", "sam", "mia", "filip")
    yield stage.at(-50, "09:30")
    child = children.add_child(
        stage.who("sam"), name="Filip Aspen", date_of_birth=stage.born(8, 4, 2), address="14 Example Street, Northshire",
        first_language="Polish", school="Elm Park Primary School",
    )  # fmt: skip
    stage.children["filip"] = child.public_id
    children.add_family_member(
        stage.who("sam"), child, name="Ewa Aspen", relation="mother", parental_responsibility="yes", language="Polish",
        interpreter_needed=True,
    )  # fmt: skip
    stage.involve(
        "sam", "filip", "ned", "tia", "mia", "gil", ned="school health", tia="safeguarding lead", gil="family doctor"
    )
    children.set_plan(stage.who("mia"), child, "child_in_need", since=stage.day(-50))
    stage.lead("mia", "filip", "sam")
    yield stage.at(-20, "10:00")
    found = stage.child("sam", "filip")
    children.record_need(
        stage.who("sam"), found, need="explanation", state="not_met", evidence="Nobody has told Filip why his nan left."
    )
    here.propose("sam", "cin_review", "requested", stage.at(-20, "10:00"), "What does Filip need now?")
    here.schedule(stage.at(-9, "13:00"), "ned", "tia", "gil", place="Elm Park Primary School")
    commands.book_interpreter(
        stage.who("sam"), here.id, language="Polish", for_whom="the mother", name="Marta Lis", who="agency",
        from_where="Northshire Language Service", state="confirmed",
    )  # fmt: skip
    commands.note_setting(
        stage.who("sam"), here.id, private="no", private_reason="The office has a glass door; it is covered."
    )
    missing = {
        role.key: "Asked, and away that day."
        for role in queries.meeting_for(stage.who("sam"), here.id).kind.invitees.must
    }
    here.invite(family_told="At home with the interpreter", missing_reasons=missing)
    yield stage.at(-16, "09:00")
    here.answers("accepted", "ned", "tia")
    yield stage.at(-9, "13:00")
    here.open("ned", "tia")
    here.hear("filip", "tia", "I want to know where nan is.", how="talked")
    seen = here.say("ned", "fact", "Filip has grown four centimetres since May.", source="Measured on Monday")
    advice = here.judge("ned", "He eats enough.", [seen], "The family doctor has looked at the chart.", advice="medical",
                        confidence="medium")  # fmt: skip
    commands.ask_second_opinion(stage.who("tia"), here.id, advice, owner=stage.who("gil"), due_on=stage.day(4))
    here.act("tia", "Tell Filip with his mother where his nan is", "Filip knows, and may ask again", stage.day(3))
    here.decide(
        "filip", "step_down_early_help", "School and mother say the same, and Filip is at school.", optimism=ANSWERS,
        what_is_different="Filip eats before school and is there every day.",
        unmet_reason="Telling him about his nan is an action with a date; it needs no plan.",
        supervision_on=stage.day(5),
    )  # fmt: skip
    commands.say_plainly(
        stage.who("mia"), here.id, agreement="You ring school when Filip cannot come. We tell Filip together about nan.",
        heard="I ring in the morning. We talk to Filip about my mother.", agreed="read",
    )  # fmt: skip
    here.nobody_dissents()
    here.conclude()
    yield stage.at(-7, "10:00")
    here.issue_record()


def spindle(stage: Stage) -> Story:
    """A court sends two children home whom nobody expected home: the meeting for them, their sister elsewhere and the baby
    to come is asked for, and one of the four has been looked at."""
    yield stage.at(-30, "09:00")
    sam = stage.who("sam")
    nell = children.add_child(
        sam, name="Nell Spindle", date_of_birth=stage.born(6, 2, 11), address="15 Example Street, Northshire"
    )
    for key, name, given in (
        ("otto", "Otto Spindle", {"date_of_birth": stage.born(4, 8, 30)}),
        ("baby_spindle", "Unborn Spindle", {"expected_date_of_birth": stage.day(60)}),
        ("vera", "Vera Spindle", {"date_of_birth": stage.born(11, 1, 9), "same_household": False,
                                  "address": "With her father, Eastshire"}),
    ):  # fmt: skip
        stage.children[key] = children.add_child(sam, name=name, sibling=nell, **given).public_id
    stage.children["nell"] = nell.public_id
    for key in ("nell", "otto", "vera", "baby_spindle"):
        stage.involve("sam", key, "mia", "ned", ned="health visitor")
    stage.lead("mia", "nell", "sam")
    commands.record_court_outcome(
        sam, stage.child("sam", "vera"), decided_on=stage.day(-1500), outcome="removed", unexpected=False,
        order_made="Lives with her father; the mother sees her twice a year.",
    )  # fmt: skip
    yield stage.at(-6, "09:10")
    asked = {"what": "Has the baby’s heartbeat been heard, and who came along?", "why": "The family’s next meeting."}
    children.ask_information(stage.who("sam"), stage.child("sam", "nell"), stage.who("ned"), **asked)
    yield stage.at(-5, "09:30")
    children.look_with_fresh_eyes(
        stage.who("mia"), stage.child("mia", "nell"), seen="Everybody writes about the mother. Nobody writes about Otto.",
        different="Otto is seen alone before the hearing.",
    )  # fmt: skip
    yield stage.at(-1, "15:20")
    commands.record_court_outcome(
        stage.who("sam"), stage.child("sam", "nell"), decided_on=stage.day(-1), outcome="returned", unexpected=True,
        order_made="Nell and Otto go home under a supervision order.", expected="A care order for both.",
    )  # fmt: skip
    yield stage.at(-1, "16:40")
    open_now = reviews_of(stage.who("sam"), child=stage.child("sam", "vera"))
    commands.close_review(stage.who("sam"), open_now[0].public_id, "Vera lives with her father, who was told today.")


TAKING_PART = (aspen, spindle)
