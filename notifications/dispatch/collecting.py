"""Looking into the mailbox, beside everything else: a server that does not answer holds nothing up."""

from datetime import timedelta

import structlog

from notifications.dispatch.counts import Counts
from notifications.incoming import forget_old, mailbox

EVERY = timedelta(seconds=30)

log = structlog.get_logger()


def collect_mail(counts: Counts) -> None:
    """Take what is in the mailbox, and let go of the bytes of old mail."""
    try:
        counts.add("read", mailbox.collect())
    except mailbox.MailboxDown as trouble:
        log.warning("mailbox_not_reached", trouble=str(trouble))
    forget_old()
