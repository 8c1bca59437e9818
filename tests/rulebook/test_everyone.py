"""What everybody has to know, as data: who does what at the table, threats to look for, where to read on (principle 9)."""

import shutil
from html import unescape
from pathlib import Path

import pytest
import yaml

import rulebook
from children.models import INCIDENTS
from rulebook import RuleBookError, book, read_book

DATA = Path(rulebook.__file__).parent / "data"


def test_every_agency_and_every_threat_stands_on_the_page(app):
    page = unescape(app.test_client().get("/who-does-what").text)
    assert set(book().agency_cards) == set(book().agencies), "an agency of the book without a card"
    for one in (*book().role_cards.values(), *book().agency_cards.values(), *book().threats.values()):
        assert f">{one.name}</h3>" in page
    assert all(link.address in page for link in book().links)


def test_a_threat_marks_what_happened_as_the_third_of_its_kind_is_seen():
    assert {key: INCIDENTS[key] for key in book().threats} == {key: one.name for key, one in book().threats.items()}
    assert all(len(key) <= 30 for key in INCIDENTS), "as long as the column"


def test_a_threat_is_added_without_code(tmp_path):
    folder = shutil.copytree(DATA, tmp_path / "data")
    written = yaml.safe_load((folder / "everyone.yaml").read_text())
    new = {**written["threats"][0], "key": "deepfakes", "name": "False pictures"}
    (folder / "everyone.yaml").write_text(yaml.safe_dump({**written, "threats": [*written["threats"], new]}))
    assert read_book(folder).threats["deepfakes"].name == "False pictures"


def test_a_link_without_https_is_named(tmp_path):
    folder = shutil.copytree(DATA, tmp_path / "data")
    text = (folder / "everyone.yaml").read_text().replace("https://foundations", "http://foundations")
    (folder / "everyone.yaml").write_text(text)
    with pytest.raises(RuleBookError, match="https"):
        read_book(folder)
