"""What holds for every escalation, and the processes that are kept apart from it.

Public: `SeparateProcess`, `MachineRule`.
"""

from dataclasses import dataclass

from rulebook.dated_rules import DatedRule, read_timer
from rulebook.entries import Entry
from rulebook.sources import Library, Source
from rulebook.words import Words


@dataclass(frozen=True)
class SeparateProcess:
    """A process kept apart from escalation: dissent, the IRO's dispute, whistleblowing, a family's complaint."""

    key: str
    name: str
    is_signpost: bool
    stores_nothing: bool
    timers: tuple[DatedRule, ...]
    modes: tuple[str, ...]
    rules: tuple[str, ...]
    may_refer_to: str | None
    source: Source


@dataclass(frozen=True)
class MachineRule:
    """A rule that holds for every escalation, in words; `timer` where it has a limit, `fields` what a closing needs."""

    key: str
    text: str
    fields: tuple[str, ...]
    timer: DatedRule | None
    source: Source


def read_process(entry: Entry, words: Words, library: Library) -> SeparateProcess:
    key, name = entry.text("key"), entry.text("name")
    timers = []

    def add(part: Entry, suffix: str, what: str, trigger: str | None = None) -> None:
        source = library.source_of(part)
        timers.append(
            read_timer(
                part, f"{key}.{suffix}", what, part="process", triggers=words.triggers, source=source, trigger=trigger
            )
        )

    if "window" in entry:
        add(entry.entry("window"), "window", "Turn recorded dissent into a challenge")
    for other in entry.entries("alternatives") if "alternatives" in entry else ():
        add(other, other.text("locality"), "Appeal against a conference decision")
    for stage in entry.entries("stages", "stage") if "stages" in entry else ():
        add(stage, stage.text("stage"), "Answer the dispute informally", f"{key}.raised")
    if "total" in entry:
        add(entry.entry("total"), "total", "Settle the dispute, all stages together", f"{key}.raised")
    if not entry.flag("not_an_escalation"):
        raise entry.fault("a separate process says 'not_an_escalation: true'.")
    process = SeparateProcess(
        key=key,
        name=name,
        is_signpost=entry.one_of("kind", ("separate_process", "signpost")) == "signpost",
        stores_nothing=entry.flag("stores_nothing", False),
        timers=tuple(timers),
        modes=entry.texts("modes", ()),
        rules=entry.texts("rules", ()),
        may_refer_to=entry.text_or_none("may_refer_to"),
        source=library.source_of(entry),
    )
    entry.done()
    return process


def read_machine_rule(entry: Entry, words: Words, library: Library) -> MachineRule:
    key, text = entry.text("key"), entry.text("text")
    fields, source = entry.texts("fields", ()), library.source_of(entry)
    timer = None
    if "amount" in entry:
        timer = read_timer(entry, f"escalation.{key}", text, part="escalation", triggers=words.triggers, source=source)
    entry.done()
    return MachineRule(key, text, fields, timer, source)
