"""The links of owners without an account: one action, one person, and the text only after a code sent to their address."""

import audit
from actions.queries.parts import ActionLink
from people import links


def ask_for_code(here: ActionLink) -> None:
    """Mail a one-time code to the owner's address. Raises `TooManyCodes`."""
    if links.ask_for_code(here.link, here.action.reference):
        audit.record(here.person, "action.code_asked", here.action, children=here.action.children)


def read_with_code(here: ActionLink, code: str) -> bool:
    """Whether `code` shows the text. Raises `TooManyCodes` after five wrong ones."""
    if not links.code_is_right(here.link, code):
        audit.refused(here.person, "action.read", "action", here.action.public_id)
        return False
    audit.read(here.person, "action", here.action, children=here.action.children, by="link and code")
    return True
