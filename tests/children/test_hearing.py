"""How a child is heard: the nine needs, what was explained, whom the child trusts, drawings and letters."""

import re
import struct
import zlib
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from scenes import a_child, a_led_child, involved
from sqlalchemy import select

from children import commands, queries
from children.models import NEEDS, VoiceFile
from foundation import drawings, uploads
from foundation.database import db
from foundation.lifecycles import BadInput, NotPermitted


def part(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(*more):
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return drawings.PNG + b"".join(
        [part(b"IHDR", head), *more, part(b"IDAT", zlib.compress(b"\0\1\2\3")), part(b"IEND", b"")]
    )


def jpeg(*more):
    def piece(mark, content):
        return bytes([0xFF, mark]) + struct.pack(">H", len(content) + 2) + content

    return b"\xff\xd8" + b"".join(
        [piece(0xE0, b"JFIF\0"), *(piece(*one) for one in more), piece(0xDA, b"\1\2"), b"\x11\xff\x00\x22", b"\xff\xd9"]
    )


@pytest.fixture
def freya(cast, unit):
    with unit():
        child = a_led_child(cast.sam, cast.mia)
        involved(cast.sam, child, cast.ned, cast.tia)
        entry = commands.record_voice(cast.tia, child, views="That is nan and that is me.")
        return child.public_id, entry.public_id


def test_each_of_the_nine_is_met_not_met_or_unknown_with_evidence_and_day(freya, client_as):
    child, _ = freya
    ned, here = client_as("ned"), f"/children/{child}/needs"
    page = ned.get(here).text
    assert page.count("Nobody has looked yet.") == len(NEEDS) == 9
    wrong = ned.post(here, data={"need": "stability", "state": "not_met", "evidence": " "})
    assert wrong.status_code == 422 and "Say how you know it" in wrong.text
    for state, evidence in (("not_met", "Third worker this year."), ("met", "Sam stays, and she knows it.")):
        given = {"need": "stability", "state": state, "evidence": evidence}
        assert ned.post(here, data=given).status_code == 303
    page = ned.get(here).text
    nine = page[page.index('id="nine"') : page.index("Record what you know")]
    assert "Sam stays" in nine and "Third worker" not in nine and "Third worker" in page
    assert "8 of nine not known" in ned.get(f"/children/{child}").text
    ned.post(here, data={"need": "respect", "state": "not_met", "evidence": "“They talk over me.”"})
    assert "Respect: not met" in ned.get(f"/children/{child}").text


@pytest.mark.parametrize(("act", "given", "field"), [
    ("record_need", {"need": "love"}, "need"), ("record_need", {"state": "partly"}, "state"),
    ("record_need", {"evidence": ""}, "evidence"), ("record_need", {"seen_on": date(2026, 2, 27)}, "seen_on"),
    ("record_explanation", {"about": ""}, "about"), ("record_explanation", {"how": " "}, "how"),
    ("record_explanation", {"explained_on": date(2026, 2, 27)}, "explained_on"),
    ("record_listening", {"trusts": ""}, "trusts"), ("record_listening", {"advocacy": "perhaps"}, "advocacy"),
    ("record_listening", {"advocacy": "accepted"}, "advocacy_on"),
    ("record_listening", {"advocacy_on": date(2026, 2, 27)}, "advocacy_on"),
])  # fmt: skip
def test_each_refusal_names_its_field(freya, cast, unit, act, given, field):
    right = {
        "record_need": {"need": "respect", "state": "met", "evidence": "She says so."},
        "record_explanation": {"about": "The plan", "explained": True, "how": "With pictures."},
        "record_listening": {"trusts": "Nan.", "advocacy": "not_offered"},
    }
    with pytest.raises(BadInput) as wrong, unit():
        getattr(commands, act)(cast.sam, queries.child(cast.sam, freya[0]), **{**right[act], **given})
    assert list(wrong.value.errors) == [field]


def test_whom_the_child_trusts_stands_where_the_child_is_heard(freya, client_as):
    child, _ = freya
    tia = client_as("tia")
    assert "whom the child trusts" in tia.get(f"/children/{child}/voice").text
    given = {"trusts": "Her nan.", "aids": "Pictures.", "advocacy": "refused", "advocacy_on-day": "20",
             "advocacy_on-month": "2", "advocacy_on-year": "2026"}  # fmt: skip
    assert tia.post(f"/children/{child}/listening", data={**given, "trusts": ""}).status_code == 422
    assert tia.post(f"/children/{child}/listening", data=given).status_code == 303
    assert "Trusts: Her nan." in tia.get(f"/children/{child}/voice").text
    assert "Offered, and refused, Friday 20 February 2026" in tia.get(f"/children/{child}/listening").text


def test_a_drawing_needs_its_explanation(freya, cast, unit):
    with pytest.raises(BadInput) as wrong, unit():
        commands.record_voice(cast.sam, queries.child(cast.sam, freya[0]), views="A house.", how="drawing")
    assert list(wrong.value.errors) == ["tool_explanation"]


def test_where_nobody_leads_the_managers_hear_that_a_child_was_told_not_to_talk(cast, unit, dispatch, mailbox):
    with unit():
        child = a_child(cast.sam)
        commands.record_voice(cast.sam, child, views="I must not say.", told_not_to_talk=True)
    dispatch()
    with unit(writes=False):
        assert len(mailbox.to(cast.mia)) == 1


def test_a_drawing_stands_beside_what_the_child_said(freya, client_as, unit):
    child, entry = freya
    here = f"/children/{child}/voice/{entry}/files"
    tia = client_as("tia")
    assert "A drawing or a letter" in tia.get(here).text
    for given, words in (
        ({"explanation": "Nan and me."}, "Choose a file."),
        ({"file": (BytesIO(png()), "freya.png")}, "Say what it shows."),
        ({"file": (BytesIO(b"GIF89a\x01\x00\xff"), "x.gif"), "explanation": "Nan."}, "an undamaged PNG or JPEG"),
        ({"file": (BytesIO(png()[:-9]), "freya.png"), "explanation": "Nan."}, "an undamaged PNG or JPEG"),
    ):
        answer = tia.post(here, data=given)
        assert answer.status_code == 422 and words in answer.text
    kept = png(part(b"tEXt", b"Location\0KX-HOME"))
    assert tia.post(here, data={"file": (BytesIO(kept), "freya.png"), "explanation": "Nan and me."}).status_code == 303
    page = client_as("ned").get(f"/children/{child}/voice").text
    address = re.search(r'<img class="cv-drawing" src="([^"]+)"', page)[1]
    assert "Nan and me." in page
    shown = client_as("ned").get(address)
    assert (shown.content_type, shown.data) == ("image/png", png())
    assert "freya" not in shown.headers["Content-Disposition"] and "sandbox" in shown.headers["Content-Security-Policy"]
    assert client_as("carol").get(address).status_code == 404
    other = address.replace(f"/voice/{entry}/", f"/voice/{'a' * 20}/")
    assert client_as("ned").get(other).status_code == 404


def test_with_a_key_the_database_holds_nothing_that_can_be_read(app, freya, cast, unit):
    app.config["CONVENOR"] = replace(app.config["CONVENOR"], field_key="a key outside the database")
    with unit():
        child = queries.child(cast.tia, freya[0])
        entry = queries.voice_entry(cast.tia, child, freya[1])
        kept = commands.keep_file(cast.tia, child, entry, uploads.Upload("txt", b"Dear nan"), "A letter to nan.")
        number = kept.public_id
    with unit(writes=False):
        child = queries.child(cast.ned, freya[0])
        row, content = queries.voice_file(cast.ned, child, queries.voice_entry(cast.ned, child, freya[1]), number)
        assert row.sealed and content == b"Dear nan"
        assert b"nan" not in db.session.scalars(select(VoiceFile.content)).one()


@pytest.mark.parametrize(("given", "kept"), [
    (png(), ("png", png())),
    (png(part(b"eXIf", b"GPS")), ("png", png())),
    (png() + b"<script>", ("png", png())),
    (jpeg(), ("jpg", jpeg())),
    (jpeg((0xE1, b"Exif\0\0GPS"), (0xFE, b"a comment")), ("jpg", jpeg())),
    (png()[:40], None), (jpeg()[:-2], None), (b"\xff\xd8\xff\xe0", None), (png().replace(b"IDAT", b"IDAX"), None),
    (b"%PDF-1.4", None),
])  # fmt: skip
def test_a_picture_is_kept_without_what_stands_beside_it(given, kept):
    assert drawings.drawing(given) == kept


def test_a_child_of_another_agencys_worker_is_heard_by_nobody_else(freya, cast, unit):
    with pytest.raises(NotPermitted), unit():
        commands.record_listening(cast.nia, queries.child(cast.nia, freya[0]), trusts="Nan.", advocacy="not_offered")


def test_programs_record_and_read_the_same(freya, api_as):
    child, _ = freya
    ned = api_as("ned")
    assert (
        ned.post(
            f"/children/{child}/needs", {"need": "respect", "state": "met", "evidence": "She says so."}
        ).status_code
        == 201
    )
    states = {one["need"]: one["state"] for one in ned.get(f"/children/{child}/needs").json["items"]}
    assert (len(states), states["respect"], states["support"]) == (9, "met", "unknown")
    assert ned.post(f"/children/{child}/listening", {"trusts": "Nan.", "advocacy": "not_offered"}).status_code == 201
    assert ned.get(f"/children/{child}/listening").json["items"][0]["trusts"] == "Nan."
    told = {"about": "The plan", "explained": False, "how": "She was ill; on Monday."}
    assert ned.post(f"/children/{child}/explanations", told).status_code == 201
    assert ned.get(f"/children/{child}/explanations").json["items"][0]["explained"] is False
    assert ned.post(f"/children/{child}/explanations", {**told, "decision": "a" * 20}).status_code == 422
    for path in ("needs", "listening", "explanations"):
        assert api_as("carol").get(f"/children/{child}/{path}").status_code == 404
