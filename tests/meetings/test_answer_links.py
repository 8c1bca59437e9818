"""Somebody who never signs in answers an invitation from the private link in its mail."""

import io
import re
import zipfile
from typing import Any

import pytest
from flask import Flask

from audit.models import AuditEntry
from foundation.database import db
from meetings import commands, queries
from meetings.models import Answer, Invitation, ReportFile
from people import queries as people_queries
from people.models import PrivateLink

DOCTOR = "gil.doctor@surgery.example.uk"


@pytest.fixture
def browser(app: Flask) -> Any:
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def asked(unit: Any, cast: Any, scheduled: Any, dispatch: Any) -> str:
    """A strategy discussion to which Gil, a doctor without an account, is invited with Nia, Pip and Tia; gives its id."""
    here = scheduled()
    with unit():
        doctor = commands.invitee(cast.sam, name="Gil Doctor", email=DOCTOR, agency=cast.nia.agency)
        commands.add_invitee(cast.sam, here, doctor, why="the family's doctor")
        commands.change(cast.sam, here, online_url="https://video.example.uk/room-7")
        commands.invite(cast.sam, here)
    dispatch()
    return here


def path_in(mail: Any) -> str:
    return re.search(r"http://convenor\.test(/r/[a-z2-7]+)", mail.text)[1]  # type: ignore[index]


@pytest.fixture
def path(asked: str, mailbox: Any) -> str:
    return path_in(mailbox.to(DOCTOR)[-1])


@pytest.fixture
def stands(unit: Any, asked: str) -> Any:
    """`stands("gil.doctor@…")`: the invitation of somebody, as it stands."""

    def read(email: str = DOCTOR) -> Any:
        with unit(writes=False):
            person = people_queries.person_by_email(email)
            row = db.session.scalars(db.select(Invitation).where(Invitation.person_id == person.id)).one()
            db.session.expunge_all()
            return row

    return read


def entries(unit: Any, action: str = "") -> int:
    with unit(writes=False):
        counted = db.select(db.func.count()).select_from(AuditEntry)
        return db.session.scalar(counted.where(AuditEntry.action == action) if action else counted) or 0


def code_from(mailbox: Any) -> str:
    return re.search(r"\b(\d{6})\b", mailbox.to(DOCTOR)[-1].text)[1]  # type: ignore[index]


def test_S27_looking_changes_nothing_and_signs_nobody_in(browser: Any, path: str, unit: Any, stands: Any) -> None:
    before, known = stands(), entries(unit)
    for headers in ({}, {"Purpose": "prefetch"}, {"User-Agent": "SafeLinks scanner"}):
        for _ in range(17):
            assert browser.get(path, headers=headers).status_code == 200
        assert browser.head(path).status_code == 200
        for link in set(re.findall(r'href="(/[^"#]*)', browser.get(path).text)):
            assert browser.get(link, headers=headers).status_code in (200, 303), link
    after = stands()
    assert (after.response, after.version) == (before.response, before.version) == ("no_reply", before.version)
    assert entries(unit) == known
    assert browser.get("/meetings").status_code == 303, "nobody is signed in by a link"


def test_S30_the_page_shows_when_where_and_who_asks_and_no_more(browser: Any, path: str) -> None:
    answer = browser.get(path)
    page = answer.text
    assert "M-2026-0001" in page and "Friday 27 February" in page and "Room 2" in page and "Sam Worker" in page
    assert "This link is for this one invitation. It works until" in page
    for secret in ("Freya", "Example Street", "Nia", "Pip", "Strategy", "section 47", "video.example.uk", "doctor"):
        assert secret not in page
    assert answer.headers["Referrer-Policy"] == "no-referrer" and answer.headers["Cache-Control"] == "no-store"


def test_S31_the_last_answer_counts_and_the_same_again_changes_nothing(
    browser: Any, path: str, stands: Any, unit: Any, mailbox: Any, dispatch: Any, clock: Any
) -> None:
    assert browser.post(f"{path}/answer", data={"response": "accepted"}).status_code == 303
    assert (stands().response, stands().response_source) == ("accepted", "link")
    again = browser.post(f"{path}/answer", data={"response": "accepted"}, follow_redirects=True)
    assert "We have this answer already" in again.text
    assert entries(unit, "invitation.answered") == 1
    clock.set("2026-02-26 17:00")
    wrong = browser.post(f"{path}/answer", data={"response": "declined"})
    assert wrong.status_code == 422 and "Say why you cannot come" in wrong.text
    apology = {"response": "declined", "comment": "I am in surgery all day."}
    assert browser.post(f"{path}/answer", data=apology).status_code == 303
    assert (stands().response, stands().comment) == ("declined", "I am in surgery all day.")
    with unit(writes=False):
        assert db.session.scalars(db.select(Answer.response).order_by(Answer.id)).all() == ["accepted", "declined"]
    dispatch()
    assert "An invitation is declined" in mailbox.to("sam.worker@social.example.uk")[-1].title
    assert browser.post(f"{path}/answer", data={"response": "nonsense"}).status_code == 422


def test_a_deputy_must_be_senior_enough_and_comes_only_when_invited(
    browser: Any, path: str, asked: str, stands: Any, unit: Any, cast: Any, mailbox: Any, dispatch: Any, client_as: Any
) -> None:
    named = {
        "response": "delegated",
        "deputy_name": "Dora Deputy",
        "deputy_email": "dora@surgery.example.uk",
        "deputy_seniority": "practitioner",
    }
    refused = browser.post(f"{path}/answer", data=named)
    assert refused.status_code == 422 and "must be a team manager or above" in refused.text
    assert "Dora Deputy" in refused.text, "what was typed stays"
    assert stands().response == "no_reply"
    for name, words in (("deputy_name", "Enter the name"), ("deputy_email", "Enter their e-mail address")):
        assert words in browser.post(f"{path}/answer", data={**named, name: ""}).text
    known = {**named, "deputy_email": "ned.nurse@nhs.example.uk", "deputy_seniority": "executive"}
    assert browser.post(f"{path}/answer", data=known).status_code == 422, "the record knows how senior Ned is"

    assert browser.post(f"{path}/answer", data={**named, "deputy_seniority": "manager"}).status_code == 303
    assert stands().deputy_named == {"name": "Dora Deputy", "email": "dora@surgery.example.uk", "seniority": "manager"}
    with unit(writes=False):
        assert people_queries.person_by_email("dora@surgery.example.uk") is None, "nobody is added by a link"
    dispatch()
    assert "A deputy is named" in mailbox.to("sam.worker@social.example.uk")[-1].title

    page = client_as("sam").get(f"/meetings/{asked}/invitations/{stands().public_id}").text
    assert "Gil Doctor names Dora Deputy" in page
    answer = client_as("sam").post(f"/meetings/{asked}/invitations/{stands().public_id}/deputy/invite")
    assert answer.status_code == 303
    dispatch()
    assert mailbox.to("dora@surgery.example.uk")[-1].calendar
    with unit(writes=False):
        dora = people_queries.person_by_email("dora@surgery.example.uk")
        assert dora is not None and (dora.role, dora.seniority, dora.agency.key) == (None, "manager", "health")


def test_another_deputy_is_asked_for(browser: Any, path: str, asked: str, stands: Any, unit: Any, cast: Any) -> None:
    named = {"deputy_name": "Dora", "deputy_email": "dora@surgery.example.uk", "deputy_seniority": "manager"}
    browser.post(f"{path}/answer", data={"response": "delegated", **named})
    with unit():
        commands.refuse_deputy(cast.sam, asked, stands().public_id)
    assert (stands().response, stands().deputy_named) == ("no_reply", {})


def document(*parts: str, **texts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for part in parts:
            file.writestr(part, texts.get("text", "<x/>"))
    return packed.getvalue()


GOOD = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n"
WORD = document("[Content_Types].xml", "word/document.xml")


def test_a_report_is_typed_or_handed_in_as_a_file(
    browser: Any, path: str, asked: str, stands: Any, unit: Any, client_as: Any, cast: Any
) -> None:
    assert browser.post(f"{path}/report").status_code == 422
    typed = browser.post(f"{path}/report", data={"report": "Two visits missed."}, follow_redirects=True)
    assert "Your report is here" in typed.text and "Two visits" not in typed.text
    for content in (GOOD, GOOD, WORD):
        sent = {"file": (io.BytesIO(content), "Freya Example report <b>.pdf")}
        assert browser.post(f"{path}/report", data=sent).status_code == 303
    assert stands().report == "Two visits missed."
    with unit(writes=False):
        files = db.session.scalars(db.select(ReportFile).order_by(ReportFile.id)).all()
        assert [(file.kind, file.size) for file in files] == [("pdf", len(GOOD)), ("docx", len(WORD))], "twice is once"
        first = files[0].public_id
    assert entries(unit, "invitation.reported") == 3
    way = f"/meetings/{asked}/invitations/{stands().public_id}/reports/{first}"
    answer = client_as("sam").get(way)
    assert answer.data == GOOD and answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="M-2026-0001-report.pdf"'
    assert (
        answer.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer.headers["Content-Security-Policy"]
    )
    assert client_as("nia").get(way).status_code == 404, "another invitee hears it read out"
    assert client_as("carol").get(way).status_code == 404
    assert entries(unit, "report.read") == 1


@pytest.mark.parametrize(("name", "content"), [
    ("a page", b"<html><script>alert(1)</script>"),
    ("a picture that acts", b"<svg xmlns='x' onload='alert(1)'/>"),
    ("a program", b"MZ\x90\x00\x03"),
    ("rich text", b"{\\rtf1 {\\object}}"),
    ("half a PDF", b"%PDF-1.7\nhalf"),
    ("a PDF that acts", b"%PDF-1.7 /OpenAction << /S /JavaScript >> %%EOF"),
    ("a document with macros", document("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
    ("a table", document("[Content_Types].xml", "xl/workbook.xml")),
    ("a bundle", document("a.txt")),
    ("a way out", document("[Content_Types].xml", "word/document.xml", "../../etc/passwd")),
    ("too many parts", document("[Content_Types].xml", "word/document.xml", *(f"{n}.xml" for n in range(2001)))),
    ("a broken bundle", b"PK\x03\x04 and no more"),
    ("nothing", b"  "),
    ("too much", GOOD + b" " * 11 * 2**20),
])  # fmt: skip
def test_files_that_could_do_harm_are_refused(browser: Any, path: str, unit: Any, name: str, content: bytes) -> None:
    answer = browser.post(f"{path}/report", data={"file": (io.BytesIO(content), "report.pdf")})
    assert answer.status_code == 422, name
    with unit(writes=False):
        assert db.session.scalar(db.select(db.func.count()).select_from(ReportFile)) == 0


def test_a_tightly_packed_bomb_is_refused_unopened(browser: Any, path: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<x/>")
        file.writestr("word/document.xml", b"0" * (101 * 2**20))
    answer = browser.post(f"{path}/report", data={"file": (io.BytesIO(packed.getvalue()), "report.docx")})
    assert answer.status_code == 422 and "cannot be read" in answer.text


def test_S30_the_practical_details_are_shown_once_for_a_code(
    browser: Any, path: str, dispatch: Any, mailbox: Any, clock: Any, unit: Any
) -> None:
    for _ in range(3):
        assert browser.post(f"{path}/code").status_code == 303
    dispatch()
    assert len([mail for mail in mailbox.to(DOCTOR) if "your code" in mail.title]) == 1, "at most one a minute"
    code = code_from(mailbox)
    shown = browser.post(f"{path}/details", data={"code": f"{code[:3]} {code[3:]}"}).text
    assert "https://video.example.uk/room-7" in shown and "Mia Manager" in shown and "Freya" not in shown
    assert browser.post(f"{path}/details", data={"code": code}).status_code == 422, "a code is good for one look"
    assert entries(unit, "invitation.read") == 1
    clock.set("2026-02-26 16:45")
    browser.post(f"{path}/code")
    dispatch()
    late = code_from(mailbox)
    clock.set("2026-02-26 17:01")
    assert "room-7" not in browser.post(f"{path}/details", data={"code": late}).text


def test_S31_five_wrong_codes_close_the_details(browser: Any, path: str, dispatch: Any, mailbox: Any) -> None:
    browser.post(f"{path}/code")
    dispatch()
    wrong = f"{(int(code_from(mailbox)) + 1) % 10**6:06d}"
    tries = [browser.post(f"{path}/details", data={"code": wrong}).status_code for _ in range(6)]
    assert tries == [422] * 5 + [429]
    assert browser.post(f"{path}/code").status_code == 429
    assert browser.post(f"{path}/answer", data={"response": "accepted"}).status_code == 303, "answering goes on"


@pytest.mark.parametrize("end", ["withdrawn", "called off", "over", "stopped", "replaced", "given back", "left"])
def test_S29_a_link_that_is_over_says_so_and_nothing_else(
    browser: Any,
    path: str,
    asked: str,
    stands: Any,
    unit: Any,
    cast: Any,
    clock: Any,
    dispatch: Any,
    mailbox: Any,
    end: str,
) -> None:
    with unit():
        if end == "withdrawn":
            commands.withdraw_invitee(cast.sam, asked, stands().public_id, "by mistake")
        elif end == "called off":
            commands.add_invitee(cast.sam, asked, cast.judy)
            commands.cancel(cast.judy, asked, "duplicate")
        elif end == "stopped":
            commands.stop_link(cast.sam, asked, stands().public_id)
        elif end == "replaced":
            commands.renew_link(cast.sam, asked, stands().public_id)
        elif end == "left":
            from people import commands as people_commands

            people_commands.leave(None, people_queries.person_by_email(DOCTOR), cast.nia)  # type: ignore[arg-type]
    if end == "over":
        clock.set("2026-02-28 14:01")
    if end == "given back":
        assert browser.post(f"{path}/return").status_code == 200
        dispatch()
        assert "reached the wrong person" in mailbox.to("sam.worker@social.example.uk")[-1].title
    posts = ("answer", "report", "code", "details", "return")
    answers = [browser.get(path), *(browser.post(f"{path}/{what}", data={"response": "accepted"}) for what in posts)]
    assert [answer.status_code for answer in answers] == [410] * 6
    assert "no longer in use" in answers[0].text and "M-2026" not in answers[0].text
    assert stands().response == "no_reply"
    never = browser.get("/r/" + "a" * 32)
    assert never.status_code == 404 and "no longer in use" in never.text
    if end == "replaced":
        dispatch()
        fresh = path_in(mailbox.to(DOCTOR)[-1])
        assert fresh != path and browser.get(fresh).status_code == 200


def test_S28_a_link_serves_one_purpose_and_is_kept_as_a_hash(browser: Any, path: str, unit: Any, stands: Any) -> None:
    token = path.removeprefix("/r/")
    for way in (f"/a/{token}", f"/feeds/{token}.ics", "/r/" + "a" * 32):
        assert browser.get(way).status_code == 404
    other = stands("nia.manager@nhs.example.uk").public_id
    smuggled = {"response": "accepted", "invitation_id": other, "token": other}
    assert browser.post(f"{path}/answer", data=smuggled).status_code == 303
    assert (stands().response, stands("nia.manager@nhs.example.uk").response) == ("accepted", "no_reply")
    assert browser.get("/", headers={"Authorization": f"Bearer {token}"}).status_code == 303
    assert browser.get("/api/v1/meetings", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    with unit(writes=False):
        kept = db.session.scalars(db.select(PrivateLink.token_hash)).all()
    assert all(token not in one for one in kept)


def test_S31_thirty_tries_in_a_minute_are_enough_for_one_address(browser: Any, path: str, clock: Any) -> None:
    for number in range(30):
        assert browser.get(f"/r/{'b' * 31}{'abcdefghijklmnopqrstuvwxyz2345'[number]}").status_code == 404
    for way in (path, "/a/" + "a" * 32, "/r/" + "a" * 32):
        answer = browser.get(way)
        assert answer.status_code == 429 and int(answer.headers["Retry-After"]) <= 60
    other = browser.get(path, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert other.status_code == 200
    clock.set("2026-02-26 16:41:30")
    assert browser.get(path).status_code == 200


def test_the_preview_makes_no_link_and_a_repeat_no_second_one(client_as: Any, scheduled: Any, unit: Any) -> None:
    here = scheduled()
    assert "/r/…" in client_as("sam").get(f"/meetings/{here}/invite").text
    with unit(writes=False):
        assert db.session.scalar(db.select(db.func.count()).select_from(PrivateLink)) == 0


def test_the_answer_page_asks_a_handful_of_queries(browser: Any, path: str, count_queries: Any) -> None:
    with count_queries() as asked:
        browser.get(path)
    assert len(asked) <= 6, asked


def test_reminders_lead_who_has_no_account_to_their_own_page(
    asked: str, mailbox: Any, dispatch: Any, clock: Any, unit: Any, cast: Any, stands: Any
) -> None:
    with unit():
        commands.remind(cast.sam, asked, stands().public_id)
        assert queries.meeting_for(cast.sam, asked).state == "invited"
    dispatch()
    assert "/r/" in mailbox.to(DOCTOR)[-1].text and "You have not answered" in mailbox.to(DOCTOR)[-1].text


def test_an_answer_after_the_meeting_began_is_refused_with_the_reason_and_what_was_written(
    browser: Any, path: str, stands: Any, clock: Any
) -> None:
    clock.set("2026-02-27 14:05")
    apology = {"response": "declined", "comment": "I am in surgery all day."}
    late = browser.post(f"{path}/answer", data=apology)
    assert late.status_code == 409 and "This changed while you were writing" in late.text
    assert "The meeting has begun: it takes no answers any longer" in late.text
    assert "You wrote: “I am in surgery all day.”" in late.text and stands().response == "no_reply"
