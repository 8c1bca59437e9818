"""Challenge (The 10 Principles, 4 and 6a): a way to it wherever something is decided, the raiser's words, and no blame."""

import re

import pytest
from ladder_scenes import raised, written
from room_scenes import an_invited_meeting, begin, ready_to_conclude

import actions.messages
import children.messages.leads_and_voice
import children.messages.referrals
import escalation.messages
import meetings.messages.words
import rulebook
from escalation import commands
from foundation.lifecycles import BadInput
from meetings import commands as meeting_commands
from meetings.rules import opening_of

BLAME = re.compile(
    r"\b(fault|fail(ed|ure|s)?|blame|guilty|negligen\w+|wrongdoing|refused to|should have|at fault)\b", re.I
)


def test_a_decision_leads_to_a_disagreement_with_one_link(unit, cast, clock, client_as):
    with unit():
        here, ids = an_invited_meeting(cast)
    clock.set("2026-02-27 14:00")
    with unit():
        begin(cast, here, "nia", "pip")
        ready_to_conclude(cast, here, ids)
        meeting_commands.conclude(cast.mia, here)
    page = client_as("nia").get(f"/meetings/{here}").text
    assert re.search(r'href="/escalations/raise\?about=decision&amp;about_id=\w+[^"]*">Raise a disagreement', page)
    assert re.search(
        r'about=decision&amp;about_id=\w+">Challenge it', client_as("nia").get(f"/meetings/{here}/room").text
    )


def test_nobody_else_edits_the_raisers_words(unit, cast, client_as):
    with unit():
        here = raised(cast)
    page = client_as("sam").get(f"/escalations/{here}").text
    assert "A bruise that is not explained." in page
    for name in ("sam", "mia", "ned"):
        assert client_as(name).get(f"/escalations/{here}/draft").status_code in (302, 303, 403, 404)
        changed = client_as(name).post(f"/escalations/{here}/draft", data={"concern": "Nothing of note."})
        assert changed.status_code in (302, 303, 403, 404, 409, 422)
    assert "A bruise that is not explained." in client_as("ned").get(f"/escalations/{here}").text


def test_one_of_the_seven_themes_is_chosen(unit, cast):
    assert len(rulebook.book().themes) == 7
    with unit(), pytest.raises(BadInput) as wrong:
        written(cast, theme="")
    assert "theme" in wrong.value.errors
    with unit():
        assert commands.draft


def test_every_meeting_opens_with_the_words_that_differences_are_healthy():
    for kind in rulebook.book().meeting_types.values():
        assert "professional_difference_statement" in [one.key for one in opening_of(kind)], kind.key


@pytest.mark.parametrize("room", [actions.messages, children.messages.leads_and_voice, children.messages.referrals,
                                  escalation.messages, meetings.messages.words])  # fmt: skip
def test_no_mail_blames_anybody(room):
    texts = [text for value in vars(room).values() if isinstance(value, dict) for text in _texts(value)]
    assert texts and not [text for text in texts if BLAME.search(text)]


def _texts(value):
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    return [text for one in value for text in _texts(one)] if isinstance(value, tuple | list) else []
