"""The chained record of every change and every read. Other rooms call `record`, `read` and `refused`."""

from audit.commands import name_request, read, record, refused, request_id

__all__ = ["name_request", "read", "record", "refused", "request_id"]
