"""What is written about the house agrees with what stands."""

import re
import runpy

import pytest

from convenor.rooms import ROOT
from convenor.settings import from_environment

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_the_diagrams_show_the_machines_as_they_are():
    """Where this fails, run `python docs/developers/state_diagrams.py`."""
    script = runpy.run_path(str(ROOT / "docs/developers/state_diagrams.py"))
    assert script["text"]() == script["PAGE"].read_text()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(document):
    links = re.findall(r"(?<!!)\[[^]]*\]\(([^)#]+)", document.read_text())
    assert [link for link in links if "://" not in link and not (document.parent / link).exists()] == []


def test_every_setting_that_is_described_is_read(monkeypatch):
    described = set(
        re.findall(r"^\| `(CONVENOR_\w+)`", (ROOT / "docs/administrators/README.md").read_text(), re.MULTILINE)
    )
    asked = set()

    class Environment(dict):
        def get(self, name, default=None):
            asked.add(name)
            return default

    from_environment(Environment())
    assert described <= asked
