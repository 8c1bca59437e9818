"""Services around a child: who is said to work with the family, what each says itself, what stops, and whom nobody heard."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from children import commands, queries
from children.forms import AcknowledgeForm, RiskForm, ServiceAnswerForm, ServiceForm, TenancyForm, Typed, chosen
from children.models import ANSWERS_OF_SERVICES, CHANGES, USED_BY, Child
from children.views.blueprint import done, found, pages, show, tried
from foundation.database import db
from foundation.lifecycles import NotVisible, Refusal
from people import queries as people
from people.sign_in import me

SHAPES = {"confirmed": "ok", "denied": "stop"}


@pages.route("/children/<child_id>/services", methods=["GET", "POST"])
def services(child_id: str) -> ResponseReturnValue:
    child = found(child_id)
    form = _service_form()
    if request.method == "GET":
        return _page(child, form)
    if not form.validate_on_submit():
        return _page(child, form, 422)

    def state() -> None:
        agency = people.agency_by_key(form.agency.data)
        commands.state_service(me(), child, agency, form.service.data, **chosen(form, "used_by", "what"))

    status, _ = tried(form, state)
    if status:
        return _page(child, form, status)
    flash("It is written down. It counts as not confirmed until the service itself says so.", "success")
    return done("services", child)


@pages.post("/children/<child_id>/services/<use_id>/<step>")
def service_step(child_id: str, use_id: str, step: str) -> ResponseReturnValue:
    """What the service answered, the risk it is counted on for, or that it no longer works with them."""
    child = found(child_id)
    use = queries.use(me(), child, use_id)
    if step == "end":
        commands.end_service(me(), child, use)
        flash("It is written down that this service no longer works with them.", "success")
        return done("services", child)
    if step not in ("answer", "risk"):
        raise NotVisible("step")
    form: Typed = RiskForm(prefix=use_id) if step == "risk" else ServiceAnswerForm(prefix=use_id)
    if not form.validate_on_submit():
        return _page(child, _service_form(), 422, typed=(use_id, step, form))
    if isinstance(form, RiskForm):
        status, refusals = tried(form, lambda: commands.count_on_service(me(), child, use, form.risk.data))
    else:
        given = chosen(form, "answer", "said_by", "words", "asked_on")
        status, refusals = tried(form, lambda: commands.record_answer(me(), child, use, **given))
    if status:
        return _page(found(child_id), _service_form(), status, typed=(use_id, step, form), refusals=refusals)
    flash(_said(step, use.answer), "success")
    return done("services", child)


@pages.post("/children/<child_id>/changes/<task_id>")
def acknowledge(child_id: str, task_id: str) -> ResponseReturnValue:
    child = found(child_id)
    task = queries.task(me(), child, task_id)
    form = AcknowledgeForm(prefix=task_id)
    if not form.validate_on_submit():
        return _page(child, _service_form(), 422, typed=(task_id, "change", form))
    status, refusals = tried(form, lambda: commands.acknowledge_change(me(), child, task, form.replaced_by.data))
    if status:
        return _page(found(child_id), _service_form(), status, typed=(task_id, "change", form), refusals=refusals)
    flash("It is written down what takes its place, and nobody is reminded any longer.", "success")
    return done("services", child)


@pages.route("/children/<child_id>/tenancy", methods=["GET", "POST"])
def tenancy(child_id: str) -> ResponseReturnValue:
    """The home of the household is ending: a task for whoever leads for each of its children."""
    child = found(child_id)
    form = TenancyForm()
    if request.method == "GET" or not form.validate_on_submit():
        return show("tenancy", child, "household", 200 if request.method == "GET" else 422, form=form)
    given = chosen(form, "effective_on", "text")
    status, _ = tried(form, lambda: commands.publish_tenancy_ending(me(), child, **given))
    if status:
        return show("tenancy", child, "household", status, form=form)
    flash("Whoever leads for each child of the household is told, and asked what is done.", "success")
    return done("services", child)


def _service_form() -> ServiceForm:
    form = ServiceForm()
    form.agency.choices = [("", "Choose"), *((one.key, one.name) for one in db.session.scalars(people.agencies(me())))]
    return form


def _page(
    child: Child,
    form: ServiceForm,
    status: int = 200,
    *,
    typed: tuple[str, str, Typed] | None = None,
    refusals: list[Refusal] | None = None,
) -> ResponseReturnValue:
    """Several forms stand on one page: each names its fields after its service, or its change."""

    def form_for(key: str, step: str) -> Typed:
        if typed is not None and typed[:2] == (key, step):
            return typed[2]
        blank = {"risk": RiskForm, "change": AcknowledgeForm}.get(step, ServiceAnswerForm)
        return blank(formdata=None, prefix=key)

    roles = queries.roles_in(me(), child.id)
    uses = queries.uses(me(), child)
    return show(
        "services",
        child,
        "services",
        status,
        form=form,
        wrong=typed[2] if typed else form,
        form_for=form_for,
        refusals=refusals or [],
        uses=uses,
        unheard=[use for use in uses if use.is_unheard],
        tasks=queries.tasks_of_child(me(), child),
        shapes=SHAPES,
        used_by=USED_BY,
        answers=ANSWERS_OF_SERVICES,
        change_words=CHANGES,
        may_write=bool(roles & commands.WRITES),
        may_answer="lead" in roles or bool(roles & commands.INSTEAD),
    )


def _said(step: str, answer: str) -> str:
    if step == "risk":
        return "It is written down which risk it reduces."
    if answer == "denied":
        return "It is written down that the service is not seeing them. Everybody who works with the child is told."
    return "It is confirmed by the service itself. Nobody was told."
