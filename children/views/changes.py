"""Services that stop or change: published once, for everybody; and the list of those that were."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
import rulebook
from children import commands, queries
from children.forms import ChangeForm, ServiceNameForm, chosen
from children.models import CHANGES, Service
from children.views.blueprint import pages
from foundation.database import db
from foundation.lifecycles import BadInput
from foundation.paging import page_of
from people import queries as people
from people.sign_in import me


@pages.route("/service-changes", methods=["GET", "POST"])
def service_changes() -> ResponseReturnValue:
    """The list; and naming a service, to publish that it stops."""
    form = ServiceNameForm()
    form.agency.choices = [("", "Choose"), *((one.key, one.name) for one in db.session.scalars(people.agencies(me())))]
    if request.method == "GET":
        return _list(form)
    if not form.validate_on_submit():
        return _list(form, 422)
    named: list[Service] = []
    status, _ = form.tried(
        lambda: named.append(commands.name_service(me(), people.agency_by_key(form.agency.data), form.service.data))
    )
    if status:
        return _list(form, status)
    return redirect(url_for("children.publish_change", service_id=named[0].public_id), 303)


@pages.route("/services/<service_id>/change", methods=["GET", "POST"])
def publish_change(service_id: str) -> ResponseReturnValue:
    service = queries.service(me(), service_id)
    form = ChangeForm()
    staff = people.staff_of(me(), service.agency_id)
    form.posts.choices = [(one.public_id, f"{one.name}, {one.email}") for one in staff]
    if request.method == "GET":
        return _publish(service, form)
    if not form.validate_on_submit():
        return _publish(service, form, 422)
    published: list[str] = []

    def publish() -> None:
        posts = [one for one in staff if one.public_id in (form.posts.data or ())]
        if len(posts) < len(form.posts.data or ()):
            raise BadInput({"posts": "Name people of the agency whose service this is."})
        given = chosen(form, "kind", "effective_on", "text")
        published.append(commands.publish_change(me(), service, posts=posts, **given).public_id)

    status, _ = form.tried(publish)
    if status:
        return _publish(service, form, status)
    flash("It is published. Whoever leads for each child that it touches is told and has a task.", "success")
    return redirect(url_for("children.show_change", change_id=published[0]), 303)


@pages.get("/service-changes/<change_id>")
def show_change(change_id: str) -> ResponseReturnValue:
    row = queries.change_row(me(), change_id)
    touched = queries.children_of_change(me(), row.id)
    audit.read(me(), "service_change", row, children=touched, kind="change_notice")
    return render_template(
        "children/service_change.html",
        row=row,
        touched=touched,
        change_words=CHANGES,
        rule=rulebook.book().rule(commands.RULES_OF_CHANGES.get(row.kind, commands.ACKNOWLEDGE)),
    )


def _list(form: ServiceNameForm, status: int = 200) -> ResponseReturnValue:
    page = page_of(
        queries.changes(me()),
        request.args.get("page", 1, type=int),
        lambda number: url_for("children.service_changes", page=number),
    )
    return render_template(
        "children/service_changes.html",
        form=form,
        page=page,
        services=queries.services_that_may_stop(me()),
        change_words=CHANGES,
    ), status


def _publish(service: Service, form: ChangeForm, status: int = 200) -> ResponseReturnValue:
    return render_template("children/publish_change.html", service=service, form=form), status
