"""Types, the meeting lifecycle, invitations, attendance and quorum, statements, decisions, dissent, minutes."""
