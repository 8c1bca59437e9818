"""Safe contact: whom nothing is sent to, and who is met apart."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from children import commands, queries
from children.forms import ContactRuleForm, chosen
from children.models import CONTACT_RULES, Child
from children.views.blueprint import done, found, pages, show, tried
from foundation.text import clean
from people.sign_in import me


@pages.route("/children/<child_id>/safe-contact", methods=["GET", "POST"])
def safe_contact(child_id: str) -> ResponseReturnValue:
    child, form = found(child_id), ContactRuleForm()
    if request.method == "GET":
        return _page(child, form)
    if not form.validate_on_submit():
        return _page(child, form, 422)
    given = chosen(form, "name", "email", "kind", "reason")
    status, _ = tried(form, lambda: commands.set_contact_rule(me(), child, **given))
    if status:
        return _page(child, form, status)
    flash("It holds from now on, for every child of this household. Nobody was told.", "success")
    return done("safe_contact", child)


@pages.post("/children/<child_id>/safe-contact/<rule_id>/end")
def end_contact_rule(child_id: str, rule_id: str) -> ResponseReturnValue:
    child = found(child_id)
    rule = queries.contact_rule(me(), child, rule_id)
    commands.end_contact_rule(me(), child, rule, clean(request.form.get("reason", "")))
    flash("It no longer holds. The rule stays to be read, with the reason.", "success")
    return done("safe_contact", child)


def _page(child: Child, form: ContactRuleForm, status: int = 200) -> ResponseReturnValue:
    return show(
        "safe_contact",
        child,
        "safe_contact",
        status,
        form=form,
        rules=queries.contact_rules(me(), child),
        kinds=CONTACT_RULES,
        may_set=bool(queries.roles_in(me(), child.id) & commands.KEEPS_SAFE),
    )
