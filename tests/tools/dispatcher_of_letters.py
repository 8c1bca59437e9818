"""The command line with one kind of mail more, so that real processes have something to send before any room is asked."""

from convenor.cli import convenor
from notifications.composing import Message, composes


@composes("letter_notice")
def letter(row):
    return Message(f"Letter {row.about_id}", "OFFICIAL-SENSITIVE\n\nA letter.\n")


if __name__ == "__main__":
    convenor()
