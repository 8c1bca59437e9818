"""One cleaning for every text that comes in."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.text import clean, clean_line, like, search_key

ANY = st.text(st.characters(), max_size=200)


@given(ANY)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(ANY)
def test_what_is_kept_fits_every_database_header_and_log(text):
    kept = clean(text)
    assert "\x00" not in kept and "\r" not in kept
    assert kept == unicodedata.normalize("NFC", kept) == kept.strip()
    kept.encode()  # no lone surrogates
    assert all(unicodedata.category(c) != "Cc" or c in "\n\t" for c in kept)
    assert len(clean_line(text).splitlines()) <= 1


@given(st.text(st.sampled_from("abc äöü'’-\n"), max_size=40))
def test_words_stay_as_they_were_typed(text):
    assert clean(text) == unicodedata.normalize("NFC", text).strip()


@pytest.mark.parametrize(("one", "other"), [
    ("Zoë O'Brien", "ZOE\u0308 o'brien"),         # composed or not, large or small
    ("Straße", "STRASSE"),
    ("  Sam \t Worker ", "sam worker"),
])  # fmt: skip
def test_people_find_each_other_however_the_name_is_typed(one, other):
    assert search_key(one) == search_key(other)


def test_a_per_cent_sign_finds_per_cent_signs():
    assert like("50%_\\") == "%50\\%\\_\\\\%"
