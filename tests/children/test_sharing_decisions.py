"""Sharing decisions: the basis, the condition, consent in its four answers, the purpose."""

import pytest
from scenes import a_child

from children import commands, queries
from children.models import SPECIAL_CONDITIONS
from foundation.lifecycles import BadInput

SHARED = {
    "shared": True, "what": "Bruise", "with_whom": "Pip Police", "purpose": "To plan a visit", "lawful_basis": "public_task",
}  # fmt: skip


@pytest.fixture
def freya(cast, unit):
    with unit():
        return a_child(cast.sam).public_id


@pytest.mark.parametrize(("given", "field"), [
    ({"lawful_basis": " "}, "lawful_basis"),
    ({"purpose": " "}, "purpose"),
    ({"shared": False}, "reasons"),
    ({"consent": "not_safe_to_ask"}, "reasons"),
    ({"consent": "cannot_be_obtained"}, "reasons"),
    ({"consent": "perhaps"}, "consent"),
])  # fmt: skip
def test_what_a_decision_to_share_needs(freya, cast, unit, given, field):
    with unit(), pytest.raises(BadInput) as wrong:
        commands.record_sharing_decision(cast.sam, queries.child(cast.sam, freya), **(SHARED | given))
    assert list(wrong.value.errors) == [field]


@pytest.mark.parametrize("consent", ["given", "refused", "not_safe_to_ask", "cannot_be_obtained"])
def test_sharing_stays_possible_whatever_the_consent(freya, cast, unit, consent):
    with unit():
        decision = commands.record_sharing_decision(
            cast.sam, queries.child(cast.sam, freya), **SHARED, consent=consent, reasons="He may hear of it."
        )
        assert decision.shared and decision.consent == consent


def test_the_safeguarding_condition_is_chosen_kept_and_handed_out(freya, client_as, api_as):
    sam, page = client_as("sam"), f"/children/{freya}/sharing-decisions"
    form = sam.get(page).text
    assert "Safeguarding of children (DPA 2018, Schedule 1, paragraph 18)" in form
    assert "For most who safeguard children it is the public task" in form and "Share what is needed" in form
    sent = SHARED | {"shared": "yes", "special_category_condition": SPECIAL_CONDITIONS["safeguarding"]}
    assert sam.post(page, data=sent).status_code == 303
    assert "paragraph 18" in sam.get(page).text.split("Record a decision")[0]
    kept = api_as("sam").get(page).json["items"][0]
    assert kept["special_category_condition"] == SPECIAL_CONDITIONS["safeguarding"]
