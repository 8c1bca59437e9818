"""The engine room, for whoever looks after the installation: what runs, what waits, what failed. No case stands here."""

from urllib.parse import urlsplit

from flask import current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from foundation import clock
from foundation.lifecycles import NotVisible
from notifications import commands, queries
from notifications.dispatch import TICK
from notifications.models import MAIL_STATES
from people.sign_in import me
from reporting.views.blueprint import pages

RECENT = 10


@pages.get("/engine")
def engine_room() -> ResponseReturnValue:
    if me().role != "system_admin":
        raise NotVisible("page")
    now = clock.now()
    beats = queries.heartbeats()
    return render_template(
        "reporting/engine.html",
        alive=[beat for beat in beats if now - beat.ticked_at < 3 * TICK],
        beats=beats[:RECENT],
        backlog=queries.backlog(now),
        attention=queries.attention(),
        letters=queries.dead_letters(),
        outages=queries.outages(),
        states=MAIL_STATES,
        kept_here=not current_app.config["CONVENOR"].smtp_url,
    )


@pages.post("/outages/<outage_id>/seen")
def see_outage(outage_id: str) -> ResponseReturnValue:
    """Whoever reads the banner takes it off their own pages."""
    commands.see_outage(me(), outage_id)
    return redirect(_page_before(), 303)


def _page_before() -> str:
    """The page on which the banner stood, by its path alone: nobody is led elsewhere."""
    before = urlsplit(request.referrer or "")
    return before.path if before.path.startswith("/") and not before.path.startswith("//") else "/"
