"""The home page: what waits for whoever is signed in, and what for those whom they manage."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import audit
from foundation.paging import Page
from meetings.commands.proposing import WITHOUT_CASES
from people.sign_in import me
from reporting import queries
from reporting.queries.lines import group_title, line_of
from reporting.views.blueprint import pages


@pages.get("/")
def worklist() -> ResponseReturnValue:
    """Grouped by due date, priority, person or household, overdue first; fifty rows a page."""
    by = request.args.get("by", "due")
    by = by if by in queries.GROUPINGS else "due"
    manages = me().can_decide and me().role not in WITHOUT_CASES
    team = manages and request.args.get("team") == "1"
    number = request.args.get("page", 1, type=int)
    work = queries.worklist(me(), team=team, by=by, page=number)
    if not work.items and work.page > 1:
        return redirect(url_for("reporting.worklist", by=by, team="1" if team else None), 303)
    shown = {child.public_id: child for item in work.items for child in item.children}
    audit.read(me(), "worklist", me(), children=shown.values(), of_team=team)

    def address(page: int) -> str:
        return url_for("reporting.worklist", by=by, team="1" if team else None, page=page)

    return render_template(
        "reporting/worklist.html",
        work=work,
        groups=[(group_title(items[0], by), items[0].in_group, items) for items in work.groups()],
        line_of=line_of,
        by=by,
        groupings=queries.GROUPINGS,
        manages=manages,
        team=team,
        has_cases=me().role not in WITHOUT_CASES,
        pager=Page(work.items, work.page, work.total, work.size, address),
    )
