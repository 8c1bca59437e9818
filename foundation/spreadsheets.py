"""Lists to take away as CSV. No cell of it is a formula to whoever opens it."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

# A spreadsheet takes a cell that begins with one of these for a formula; the last four are their full-width forms.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def cell(value: object) -> str:
    """`value` as a cell: text that would be taken for a formula gets an apostrophe before it; plain numbers do not."""
    text = "" if value is None else str(value)
    if isinstance(value, int | float) or not text.startswith(FORMULA_BEGINS):
        return text
    return f"'{text}"


def csv_answer(file_name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A download of `rows`. `file_name` says what kind of list it is, and never whom it is about."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    # The mark at the beginning tells spreadsheets that the text is UTF-8.
    answer = Response("\ufeff" + sheet.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer
