"""The quality of records: what each lacks, for those who answer for them; and audits of cases drawn at random."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from children import commands, queries
from children.forms import GradeForm, SampleForm
from children.models import AUDIT_QUESTIONS, GRADES, PLANS, CaseAudit
from children.views.blueprint import pages, tried
from foundation.lifecycles import BadInput
from foundation.paging import Page, page_of
from people import queries as people
from people.sign_in import me


@pages.get("/record-quality")
def record_quality() -> ResponseReturnValue:
    """One line for each child with an open plan whom the reader may see."""
    page = page_of(
        queries.records_with_a_plan(me()),
        request.args.get("page", 1, type=int),
        lambda number: url_for("children.record_quality", page=number),
    )
    audit.read(me(), "record_quality", me(), children=page.items)
    records = queries.what_they_lack(me(), page.items) if page.items else []
    return render_template("children/quality.html", page=page, records=records, plans=PLANS)


@pages.route("/case-audits", methods=["GET", "POST"])
def case_audits() -> ResponseReturnValue:
    """What the reader is to grade; for those who answer for the whole, the numbers, and drawing a sample."""
    form = SampleForm()
    if request.method == "GET":
        return _list(form)
    if not form.validate_on_submit():
        return _list(form, 422)
    made: list[CaseAudit] = []
    status, refused = tried(form, lambda: made.extend(_draw(form)))
    if status:
        return _list(form, status, refused)
    number = len(made)
    flash(f"{number} case{'' if number == 1 else 's'} drawn. {made[0].auditor.name} is told.", "success")
    return redirect(url_for("children.case_audits"), 303)


@pages.route("/case-audits/<audit_id>", methods=["GET", "POST"])
def case_audit(audit_id: str) -> ResponseReturnValue:
    """One record: grade it, or read what was found."""
    one, form = queries.case_audit(me(), audit_id), GradeForm()
    if request.method == "GET":
        return _page(one, form)
    if not form.validate_on_submit():
        return _page(one, form, 422)
    grades = {key: form[key].data for key in AUDIT_QUESTIONS}
    status, refused = tried(
        form, lambda: commands.grade_case(me(), one, grades, form.good.data or "", form.to_mend.data or "")
    )
    if status:
        return _page(queries.case_audit(me(), audit_id), form, status, refused)
    flash("Graded. Whoever leads is told, and the record is closed to you again.", "success")
    return redirect(url_for("children.case_audit", audit_id=audit_id), 303)


def _draw(form: SampleForm) -> list[CaseAudit]:
    auditor = people.person_named(me(), form.auditor.data or "")
    if auditor is None:
        raise BadInput({"auditor": "Nobody in service goes by this. Use their e-mail address."})
    return commands.draw_sample(me(), auditor, form.number.data or 0)


def _list(form: SampleForm, status: int = 200, refused: Any = ()) -> ResponseReturnValue:
    page: Page = page_of(
        queries.case_audits(me()),
        request.args.get("page", 1, type=int),
        lambda number: url_for("children.case_audits", page=number),
    )
    may_draw = me().role in commands.DRAWS
    return (
        render_template(
            "children/case_audits.html",
            page=page,
            form=form,
            refused=refused,
            may_draw=may_draw,
            numbers=queries.grades_given() if may_draw else None,
            questions=AUDIT_QUESTIONS,
            grades=GRADES,
        ),
        status,
    )


def _page(one: CaseAudit, form: GradeForm, status: int = 200, refused: Any = ()) -> ResponseReturnValue:
    audit.read(me(), "case_audit", one, children=[one.child])
    return (
        render_template(
            "children/case_audit.html",
            one=one,
            form=form,
            refused=refused,
            questions=AUDIT_QUESTIONS,
            grades=GRADES,
            may_open=queries.may_see(me(), one.child.public_id),
            mine=one.auditor_id == me().id,
        ),
        status,
    )
