"""What stands over several rooms, for programs."""

from reporting.api import auditing, explaining, indicators, rules, timeline, worklist
from reporting.api.blueprint import api

__all__ = ["api", "auditing", "explaining", "indicators", "rules", "timeline", "worklist"]
