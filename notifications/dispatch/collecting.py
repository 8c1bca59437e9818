"""Looking into the mailbox, beside everything else: a server that does not answer holds nothing up, and is named."""

from datetime import timedelta

from foundation import clock
from foundation.unit_of_work import unit_of_work
from notifications import queries
from notifications.dispatch.counts import Counts
from notifications.dispatch.mail_server import note_down, note_up
from notifications.incoming import forget_old, mailbox

EVERY = timedelta(seconds=30)


def collect_mail(counts: Counts) -> None:
    """Take what is in the mailbox, and let go of the bytes of old mail. Since when it cannot be read is kept for whoever
    looks after the installation."""
    try:
        counts.add("read", mailbox.collect())
    except mailbox.MailboxDown as trouble:
        note_down(mailbox.address(), str(trouble), "in")
    else:
        if _was_down():
            note_up("in")
    forget_old()


def _was_down() -> bool:
    with unit_of_work(writes=False):
        return queries.backlog(clock.now()).mailbox is not None
