"""Every page and every answer of the API, opened in the demonstration: none fails, none asks the database too often."""

from collections import defaultdict

import pytest
from northshire import ACCOUNTS, BY_NOBODY, Walk

from foundation.unit_of_work import unit_of_work
from people import commands as people_commands
from people import queries as people_queries

# The one of the sign-in and the three of the entry about what was read included.
ANY, MEETING, WORKLIST = 15, 10, 6
MOST = defaultdict(lambda: ANY, {"meetings.show": MEETING, "reporting.worklist": WORKLIST})
READERS = ("sam", "mia", "judy", "erin", "ola", "ned", "frank", "grace")


@pytest.fixture
def walk(northshire, signed_in, count_queries):
    made = Walk(northshire, count_queries)
    for who in READERS:
        client = signed_in(ACCOUNTS[who])
        with northshire.app_context(), unit_of_work():
            person = people_queries.person_by_email(ACCOUNTS[who])
            token = people_commands.create_token(None, person)
        made.answers(northshire.test_client(), token, made.pages(client))
    return made


def test_every_route_answers_and_asks_few_queries(walk):
    assert walk.failed == []
    too_many = {name: found for name, found in walk.most.items() if found[0] > MOST[name]}
    assert too_many == {}, "these ask the database too often"
    assert sorted(set(walk.rules) - walk.opened - BY_NOBODY) == [], "nobody of the demonstration opened these"
