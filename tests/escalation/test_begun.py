"""A disagreement is begun with one link from wherever a decision stands, with what the record knows filled in."""

from datetime import date
from html import unescape

import pytest
from scenes import a_child, involved

from actions import commands as actions
from children import commands, queries
from escalation.queries import begun_about


@pytest.fixture
def freya(unit, cast):
    """Sam and Ned work with Freya. Sam judged, thought and stopped; he was asked to do something by today."""
    with unit():
        child = a_child(cast.sam)
        involved(cast.sam, child, cast.ned)
        day = date(2026, 2, 24)
        fact = commands.add_chronology(cast.sam, child, happened_on=day, kind="fact", text="She was seen once.")
        judged = commands.add_chronology(
            cast.sam, child, happened_on=day, kind="professional_judgement", text="She is safe.",
            rests_on=[fact.public_id], reason="Nothing else was seen.",
        )  # fmt: skip
        thought = commands.analyse(
            cast.sam, child, kind="analysis", thinking="She is safe.", alternatives="She is afraid to speak.",
            rests_on=[fact.public_id], confidence="low", would_change="A second visit.",
        )  # fmt: skip
        asked = actions.set_action(
            cast.ned, text="See her alone", outcome_wanted="She can speak.", owner=cast.sam, due_on=date(2026, 2, 26),
            child_ids=[child.public_id],
        )  # fmt: skip
        involved(cast.sam, child, cast.heidi)
        works = queries.role_held(child, cast.heidi, "professional")
        commands.end_involvement(cast.heidi, child, works, reason="Closed.")
        ids = {"judged": judged, "thought": thought, "asked": asked, "stopped": works}
        return child.public_id, {name: one.public_id for name, one in ids.items()}


@pytest.mark.parametrize(("kind", "of", "text", "theme", "who", "on"), [
    ("assessment", "judged", "Professional judgement of 24 February 2026 in the chronology", "assessment_outcome", "sam", 24),
    ("assessment", "thought", "Analysis of 26 February 2026", "assessment_outcome", "sam", 26),
    ("action", "asked", "is not done in time", "need_for_action", "sam", None),
    ("service", "stopped", "ended on 26 February 2026", "service_provision", "", 26),
])  # fmt: skip
def test_what_the_record_knows_is_filled_in(freya, unit, cast, kind, of, text, theme, who, on):
    child_id, ids = freya
    with unit(writes=False):
        begun = begun_about(cast.ned, kind, ids[of])
        assert (begun.children, begun.agency, begun.theme) == ((child_id,), "csc", theme)
        assert text in begun.text
        assert begun.decision_maker == (getattr(cast, who).email if who else "")
        assert begun.decided_on == (date(2026, 2, on) if on else None)
        assert begun_about(cast.carol, kind, ids[of]) == begun_about(cast.ned, kind, "nothing-of-this-name")


def test_each_place_has_its_link(freya, client_as, clock):
    child_id, ids = freya
    ned = client_as("ned")
    here = f"/children/{child_id}"
    for path, link in (
        (here, f"/escalations/raise?child={child_id}"),
        (f"{here}/chronology", f"/escalations/raise?about=assessment&about_id={ids['judged']}"),
        (f"{here}/analyses", f"/escalations/raise?about=assessment&about_id={ids['thought']}"),
        (f"{here}/involvements", f"/escalations/raise?about=service&about_id={ids['stopped']}"),
    ):
        assert link in unescape(ned.get(path).text), path
        form = ned.get(link).text
        assert f'value="{child_id}" checked' in form.replace("  ", " "), link
    assert "about=service" not in unescape(client_as("sam").get(f"{here}/involvements").text)
