"""What the demonstration writes into the children's records between meetings."""

import struct
import zlib
from io import BytesIO

from children import commands
from convenor.demo.stage import Stage, Story
from foundation.drawings import PNG
from foundation.uploads import picture_or_document

MISSING = (-38, -27, -13)


def incidents(stage: Stage) -> Story:
    """Tobi is missing for the third time within two months, and once it was written down late."""
    for number, day in enumerate(MISSING):
        yield stage.at(day + (7 if number == 1 else 1), "09:10")
        commands.add_chronology(
            stage.who("dan"), stage.child("dan", "tobi"), happened_on=stage.day(day), kind="fact", incident="missing",
            text="Not home by midnight; found the next morning.", source="Report of a missing person",
        )  # fmt: skip
    yield stage.at(-12, "16:20")
    commands.add_chronology(
        stage.who("ola"), stage.child("ola", "tobi"), happened_on=stage.day(-12), kind="family_view",
        text="“He is with friends, that is all.”", source="Mother, by telephone",
    )  # fmt: skip


def asking(stage: Stage) -> Story:
    """Jack’s father: asked about once, and again without an answer; Mina’s: asked once. About Tobi’s nobody has asked."""
    for day, child, whom, steps in (
        (-30, "jack", "his mother", "She would not say; the birth certificate is asked for."),
        (
            -9,
            "jack",
            "his mother and his nan",
            "No father on the certificate; school asked for its emergency contacts.",
        ),
        (-6, "mina", "her grandmother", "She will ask Sky; Sam Worker asks again at the next visit."),
    ):
        yield stage.at(day, "11:40")
        commands.ask_about_adult(
            stage.who("sam"),
            stage.child("sam", child),
            adult="father",
            answer="not_known",
            asked_whom=whom,
            steps=steps,
        )
    yield stage.at(-5, "14:10")
    mina = stage.child("sam", "mina")
    commands.add_family_member(
        stage.who("sam"), mina, name="Fran Elder", relation="grandmother", note="Mina lives with her now."
    )
    commands.ask_about_adult(
        stage.who("sam"), mina, adult="partner", answer="nobody", asked_whom="Sky Elder",
        steps="Seen at the flat twice without notice; nobody else lives there.",
    )  # fmt: skip


def thinking(stage: Stage) -> Story:
    """A summary of Jack, new; one of Tobi that has grown old; and what is thought about Tobi, with what else it could be."""
    yield stage.at(-62, "16:00")
    commands.write_summary(
        stage.who("ola"), stage.child("ola", "tobi"),
        who="Tobi is fourteen, quick and funny, and knows every bus in town. He sleeps badly and is often out.",
        risks="Out late with people whom nobody knows; meals and money run short at home.",
        what_is_different="Nothing yet that Tobi would notice.",
        needs_next="Somebody whom he can ring at night.",
    )  # fmt: skip
    yield stage.at(-11, "10:30")
    seen = commands.add_chronology(
        stage.who("dan"), stage.child("dan", "tobi"), happened_on=stage.day(-12), kind="fact",
        text="A second telephone, which he did not buy.", source="Found with him",
    )  # fmt: skip
    commands.analyse(
        stage.who("ola"), stage.child("ola", "tobi"), kind="hypothesis", rests_on=[seen.public_id], confidence="medium",
        thinking="Somebody older gives Tobi lifts and a telephone, and asks for something in return.",
        alternatives="He earns money with a job that he hides; or he stays away from home, whoever takes him.",
        would_change="A name for the driver, or wages.",
    )  # fmt: skip
    yield stage.at(-4, "15:20")
    commands.write_summary(
        stage.who("sam"), stage.child("sam", "jack"),
        who="Jack is five. He draws all day, loves his nan and counts cars. At home it is calmer than in spring.",
        risks="Shouting at night when money is short; Jack hides under the table then.",
        steps_taken="Breakfast visits, a budget with mother, nan on two evenings.",
        what_is_different="He eats before school and is on time.",
        needs_next="A plan for the weekends before the evenings with nan end.",
    )  # fmt: skip


def hearing(stage: Stage) -> Story:
    """How Tobi is heard, what he needs and does not get, and a drawing of Jack’s with what it shows."""
    yield stage.at(-17, "15:10")
    tobi = stage.child("rob", "tobi")
    commands.record_listening(
        stage.who("rob"), tobi, trusts="Mr Head, and his cousin Ade.", advocacy="accepted", advocacy_on=stage.day(-17),
        aids="Walking rather than sitting; never in the car.", advocacy_note="“If she does not tell mum.”",
    )  # fmt: skip
    for need, state, evidence in (
        ("advocacy", "met", "He asked for an advocate himself and met her the same week."),
        ("stability", "not_met", "Third social worker this year; he says “why bother learning the name”."),
        ("explanation", "unknown", "Nobody wrote down what he was told of the conference. Ola asks him this week."),
    ):
        commands.record_need(stage.who("rob"), tobi, need=need, state=state, evidence=evidence)
    yield stage.at(-8, "09:40")
    jack = stage.child("tom", "jack")
    drawn = commands.record_voice(
        stage.who("tom"), jack, views="That is nan, that is me, and the big one is the noise.", how="drawing",
        tool_explanation="A house with three figures; the largest is black and has no face.",
    )  # fmt: skip
    commands.keep_file(
        stage.who("tom"), jack, drawn, picture_or_document(BytesIO(_a_drawing()), "file"),
        "Nan and Jack side by side; the black one stands between them and the bed.",
    )  # fmt: skip


def _a_drawing() -> bytes:
    """A small picture with two figures and a large dark one, as a child may put them on paper."""
    side = 120
    figures = ((22, 70, 8, (30, 120, 110)), (48, 78, 6, (200, 120, 20)), (88, 58, 24, (20, 20, 20)))
    rows = bytearray()
    for y in range(side):
        rows.append(0)
        for x in range(side):
            inked = (
                colour
                for left, top, size, colour in figures
                if (x - left) ** 2 + (y - top) ** 2 <= size**2 or (abs(x - left) < 3 and top < y < 108)
            )
            rows.extend(next(inked, (250, 248, 240)))

    def part(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return PNG + part(b"IHDR", head) + part(b"IDAT", zlib.compress(bytes(rows))) + part(b"IEND", b"")


RECORDS = (incidents, asking, thinking, hearing)
