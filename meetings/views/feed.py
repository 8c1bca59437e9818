"""Somebody's private calendar, for a calendar program that subscribes to it: no session, no way in but the secret address."""

import hashlib
from types import SimpleNamespace

from flask import Response, request
from flask.typing import ResponseReturnValue

import audit
from meetings.queries.feed import children_of, feed_for
from meetings.views import pages
from notifications.calendar import feed_to_ical
from people import links
from people.sign_in import opens
from people.views.links import link_is_over

opens("meetings.feed")


@pages.get("/feeds/<token>.ics")
def feed(token: str) -> ResponseReturnValue:
    """The same 404 for an address that never was, that was replaced, and that nobody fetched for 90 days."""
    link = links.opened(token, "feed")
    if link is None or not links.feed_is_in_use(link):
        return link_is_over(None)
    links.note_use(link)
    found = feed_for(link.person)
    body = feed_to_ical(found.entries)
    # Only the tag decides: a meeting that somebody was taken off makes the newest change older, not newer.
    tag = hashlib.sha256(body).hexdigest()[:40]
    if request.if_none_match.contains(tag):
        answer = Response(status=304)
    else:
        answer = Response(body, content_type="text/calendar; charset=utf-8")
        answer.headers["Content-Disposition"] = 'inline; filename="meetings.ics"'
        children = [SimpleNamespace(public_id=one) for one in children_of(found.meetings)] if found.meetings else []
        audit.read(link.person, "feed", link.person, children=children, meetings=len(found.meetings))
    answer.set_etag(tag)
    answer.last_modified = found.changed_at or link.made_at
    answer.headers["Cache-Control"] = "private, max-age=0, must-revalidate"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
