"""What is mailed about children: a reference or a link, never a name."""

from children.messages import asking, auditing, engagement, leads_and_voice, moving, referrals

__all__ = ["asking", "auditing", "engagement", "leads_and_voice", "moving", "referrals"]
