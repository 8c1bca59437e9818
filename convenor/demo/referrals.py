"""The referrals of the demonstration: one that waits and is late, one refused and watched, one asked again, and a pattern."""

from datetime import date

from children import commands, queries
from convenor.demo.stage import Stage, Story
from escalation import commands as escalations
from people import queries as people


def _refer(stage: Stage, who: str, child: str, to: str, concern: str, service: str = "", again: str = "") -> str:
    person = stage.who(who)
    made = commands.refer(
        person,
        stage.child(who, child),
        to_agency=people.agency_by_key(to),
        service=service,
        concern=concern,
        again=queries.referral(person, again) if again else None,
    )
    return made.public_id


def _refuse(
    stage: Stage, who: str, referral: str, reason: str, outcome: str = "threshold_not_met", told_on: date | None = None
) -> None:
    commands.answer_referral(stage.who(who), referral, outcome=outcome, reason=reason, told_on=told_on)


def waiting(stage: Stage) -> Story:
    """Nobody has answered the housing officer: the day has passed, and she and the coordinator hear of it."""
    yield stage.at(-2, "10:20")
    _refer(stage, "hana", "mina", "csc", "The family has had no heating for two weeks, and Mina coughs.", "front door")


def asked_again(stage: Stage) -> Story:
    """Refused, told in time, and asked again; refused again, and a disagreement about it lies in a draft."""
    yield stage.at(-45, "09:30")
    first = _refer(stage, "ned", "luca", "csc", "Luca is not gaining weight.", "front door")
    yield stage.at(-44, "15:00")
    _refuse(stage, "ola", first, "A review by the health visitor comes first.", told_on=stage.day(-44))
    commands.say_whether_satisfied(stage.who("ned"), first, True)
    yield stage.at(-24, "11:10")
    second = _refer(stage, "ned", "luca", "csc", "Two reviews on, his weight still falls.", "front door", first)
    yield stage.at(-23, "12:00")
    _refuse(stage, "ola", second, "Early help is offered instead.", "other_service", stage.day(-23))
    yield stage.at(-22, "09:00")
    ned = stage.who("ned")
    commands.say_whether_satisfied(ned, second, False)
    escalations.draft(
        ned, children=stage.kids("ned", "luca"), about_kind="referral", about_id=second,
        about_text="A referral was passed to another service", theme="thresholds", against_agency=stage.who("ola").agency,
        immediate_risk=False, concern="Two reviews on, his weight still falls.",
    )  # fmt: skip


def told_late(stage: Stage) -> Story:
    """The answer is written down, but the school has not been told."""
    yield stage.at(-2, "13:40")
    made = _refer(stage, "rob", "max", "csc", "Max has stayed away from school on eleven days.", "family support")
    yield stage.at(-1, "16:10")
    _refuse(stage, "ola", made, "School attendance is for the school to follow first.")


def pattern(stage: Stage) -> Story:
    """Three agencies, three concerns, none taken up: a joint look is asked for."""
    for day, who, concern in (
        (-16, "ned", "A burn on Omar’s hand that nobody explained."),
        (-12, "hana", "The neighbours hear shouting at night."),
        (-7, "tia", "Omar is afraid to go home on Fridays."),
    ):
        yield stage.at(day, "09:15")
        made = _refer(stage, who, "omar", "csc", concern, "front door")
        yield stage.at(day + 1, "09:00")
        _refuse(stage, "sam", made, "Taken by itself it does not reach the threshold.", told_on=stage.day(day + 1))


REFERRALS = (waiting, asked_again, told_late, pattern)
