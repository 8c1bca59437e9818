"""Pages of lists: by number for people, by cursor for programs."""

import pytest
from sqlalchemy import select

from foundation.database import db
from foundation.identifiers import new_public_id
from foundation.lifecycles import BadInput
from foundation.paging import after, page_of
from people.models import Agency


@pytest.fixture
def agencies(unit):
    with unit():
        for number in range(30):
            db.session.add(Agency(public_id=new_public_id(), key=f"a{number:02d}", name="-", kind="health"))


def keys(rows):
    return [row.key for row in rows]


ALL = select(Agency.key).order_by(Agency.key)


@pytest.mark.parametrize(("asked", "number", "first", "rows"), [
    (1, 1, "a00", 25), (2, 2, "a25", 5), (99, 2, "a25", 5), (-3, 1, "a00", 25), (10**30, 2, "a25", 5),
])  # fmt: skip
def test_a_page_beyond_the_last_is_the_last(agencies, unit, asked, number, first, rows):
    with unit(writes=False):
        page = page_of(ALL, asked, str)
    assert (page.number, page.items[0].key, len(page.items), page.total, page.pages) == (number, first, rows, 30, 2)


def test_a_list_without_rows_has_one_empty_page(unit):
    with unit(writes=False):
        page = page_of(ALL, 3, str)
    assert (page.number, list(page.items), page.total, page.pages) == (1, [], 0, 1)


def test_a_program_that_follows_the_cursor_sees_every_row_once(agencies, unit):
    seen, cursor = [], None
    with unit(writes=False):
        while True:
            rows, cursor = after(ALL, Agency.id, cursor, 7)
            seen += keys(rows)
            if cursor is None:
                break
    assert seen == [f"a{number:02d}" for number in range(30)]


@pytest.mark.parametrize("limit", [0, -1, 5000])
def test_a_page_of_a_program_holds_one_to_a_hundred_rows(agencies, unit, limit):
    with unit(writes=False):
        assert 1 <= len(after(ALL, Agency.id, None, limit)[0]) <= 100


@pytest.mark.parametrize("cursor", ["x", "-1", "1; drop table agency", "9" * 40, "١"])
def test_a_cursor_that_nobody_gave_is_wrong_input(unit, cursor):
    with unit(writes=False), pytest.raises(BadInput):
        after(ALL, Agency.id, cursor)
