"""What is mailed about children: a reference or a link, never a name."""

from children.messages import leads_and_voice, moving, referrals, services

__all__ = ["leads_and_voice", "moving", "referrals", "services"]
