"""What is taken for granted and how it is tested; what culture and belief mean in practice."""

from flask import flash, request
from flask.typing import ResponseReturnValue

import rulebook
from children import commands, queries
from children.forms import AssumptionForm, AssumptionTestForm, BeliefForm, chosen
from children.models import BELIEFS, RESULTS, Child
from children.views.blueprint import done, found, paged, pages, show, tried
from foundation import clock
from people.sign_in import me


@pages.route("/children/<child_id>/assumptions", methods=["GET", "POST"])
def assumptions(child_id: str) -> ResponseReturnValue:
    child = found(child_id)
    form = AssumptionForm()
    if request.method == "GET":
        return _page(child, form)
    if not form.validate_on_submit():
        return _page(child, form, 422)
    given = chosen(form, "text", "held_by", "how_to_test", "evidence_for", "evidence_against", "like_for_child")
    status, _ = tried(form, lambda: commands.note_assumption(me(), child, **given))
    if status:
        return _page(child, form, status)
    flash("It is on the list of what is not tested yet.", "success")
    return done("assumptions", child)


@pages.post("/children/<child_id>/assumptions/<assumption_id>")
def test_assumption(child_id: str, assumption_id: str) -> ResponseReturnValue:
    child = found(child_id)
    assumption = queries.assumption(me(), child, assumption_id)
    form = AssumptionTestForm(prefix=assumption_id)
    if not form.validate_on_submit():
        return _page(child, AssumptionForm(formdata=None), 422, tested=(assumption_id, form))
    given = chosen(form, "result", "words")
    status, refusals = tried(form, lambda: commands.record_test(me(), child, assumption, **given))
    if status:
        form.form_errors.extend(one.message for one in refusals)
        return _page(found(child_id), AssumptionForm(formdata=None), status, tested=(assumption_id, form))
    flash("What came of testing it is written down.", "success")
    return done("assumptions", child)


@pages.route("/children/<child_id>/beliefs", methods=["GET", "POST"])
def beliefs(child_id: str) -> ResponseReturnValue:
    """Culture, belief, language: what each means in practice for this child."""
    child = found(child_id)
    form = BeliefForm()
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.validate_on_submit():
        given = chosen(form, "kind", "meaning", "said_by", "is_all")
        status, _ = tried(form, lambda: commands.record_belief(me(), child, **given))
        if not status:
            flash("It is written down.", "success")
            return done("beliefs", child)
    return show(
        "beliefs",
        child,
        "beliefs",
        status,
        form=form,
        rows=queries.beliefs(me(), child),
        kinds=BELIEFS,
        may_write=bool(queries.roles_in(me(), child.id) & commands.WRITES),
    )


def _page(
    child: Child,
    form: AssumptionForm,
    status: int = 200,
    *,
    tested: tuple[str, AssumptionTestForm] | None = None,
) -> ResponseReturnValue:
    """Each assumption has a form of its own, which names its fields after it."""

    def form_for(key: str) -> AssumptionTestForm:
        return tested[1] if tested and tested[0] == key else AssumptionTestForm(formdata=None, prefix=key)

    return show(
        "assumptions",
        child,
        "assumptions",
        status,
        form=form,
        wrong=tested[1] if tested else form,
        form_for=form_for,
        page=paged(queries.assumptions(me(), child), "assumptions", child),
        due=queries.test_due,
        overdue_before=queries.untested_since(clock.today()),
        results=RESULTS,
        rule=rulebook.book().rule("assumption.test"),
        asks_what_it_is_like=queries.asks_what_it_is_like(child),
        may_write=bool(queries.roles_in(me(), child.id) & commands.WRITES),
    )
