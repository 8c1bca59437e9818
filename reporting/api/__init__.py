"""What stands over several rooms, for programs."""

from reporting.api import worklist
from reporting.api.blueprint import api

__all__ = ["api", "worklist"]
