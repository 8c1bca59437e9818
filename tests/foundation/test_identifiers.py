"""Identifiers for addresses, references for people, secrets that are kept only as hashes."""

import re

from foundation import identifiers


def test_an_address_says_nothing_and_no_two_are_alike():
    found = {identifiers.new_public_id() for _ in range(2000)}
    assert len(found) == 2000
    assert all(re.fullmatch("[a-z2-7]{20}", one) for one in found)


def test_a_secret_survives_a_mail_system_that_changes_its_case():
    token = identifiers.new_token()
    assert identifiers.hash_of(f" {token.upper()}\n") == identifiers.hash_of(token)
    assert token not in identifiers.hash_of(token)


def test_references_are_counted_within_the_year_and_never_used_twice(unit, clock):
    with unit():
        assert [identifiers.next_reference("M") for _ in range(2)] == ["M-2026-0001", "M-2026-0002"]
        assert identifiers.next_reference("A") == "A-2026-0001"
    with unit():
        assert identifiers.next_reference("M") == "M-2026-0003"
    clock.set("2027-01-04 09:00")
    with unit():
        assert identifiers.next_reference("M") == "M-2027-0001"


def test_a_reference_of_a_unit_that_failed_is_given_again(unit, clock):
    try:
        with unit():
            identifiers.next_reference("E")
            raise LookupError
    except LookupError:
        pass
    with unit():
        assert identifiers.next_reference("E") == "E-2026-0001"


def test_two_who_ask_for_the_first_reference_of_a_year_at_once_get_two(app, clock):
    from concurrent.futures import ThreadPoolExecutor

    from foundation.unit_of_work import unit_of_work

    def ask(_):
        with app.app_context(), unit_of_work():
            return identifiers.next_reference("M")

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(ask, range(16))) == [f"M-2026-{n:04d}" for n in range(1, 17)]
