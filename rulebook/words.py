"""The readable words for every key, and the roles that a meeting type invites or requires.

Public: `Agency`, `Role`, `Words`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rulebook.entries import Entry

ROLE_KINDS = ("agency", "discipline", "role", "family", "from_case", "named_for_meeting")
RESOLVED_FROM = (
    "lead_professional",
    "agency_of_the_lead_professional",
    "core_group",
    "owners_of_open_actions",
    "agencies_involved",
    "agency_of_the_referrer",
    "agency_of_the_proposer",
    "services_of_the_parents",
)
MEETING_EVENTS = {"held": "held", "start": "starts", "concluded": "concluded"}


@dataclass(frozen=True)
class Agency:
    """A kind of organisation, and the professions inside it by key and name."""

    key: str
    name: str
    disciplines: Mapping[str, str]


@dataclass(frozen=True)
class Role:
    """A role that a meeting type invites, or requires for its quorum, and how it becomes people.

    `kind`: `agency` (anyone from one of `agencies`), `discipline` (anyone from them in one of `disciplines`), `role`
    (anyone from them whose account holds `account_role`), `family`, `from_case` (read from the record, by
    `resolved_from`), `named_for_meeting` (written down with the proposal). Where `names_agency` is true the answer of
    the last two is one or more agencies, else people. `only_if` says when the role is wanted at all.
    """

    key: str
    name: str
    kind: str
    agencies: tuple[str, ...] = ()
    disciplines: tuple[str, ...] = ()
    account_role: str | None = None
    resolved_from: str | None = None
    names_agency: bool = False
    only_if: str | None = None

    @property
    def words(self) -> str:
        """As "Midwifery (if someone in the household is pregnant …)"."""
        return f"{self.name} (if {self.only_if})" if self.only_if else self.name

    def is_satisfied_by(self, agency: str, discipline: str | None = None, account_roles: Iterable[str] = ()) -> bool:
        """Whether somebody of this agency and discipline fills the role; False where only the case can answer."""
        if self.kind == "agency":
            return agency in self.agencies
        if self.kind == "discipline":
            return agency in self.agencies and discipline in self.disciplines
        if self.kind == "role":
            return agency in self.agencies and self.account_role in tuple(account_roles)
        return False


@dataclass(frozen=True)
class Words:
    """Readable words by key, one table for each kind of key."""

    forces: Mapping[str, str]
    roles: Mapping[str, Role]
    convenors: Mapping[str, str]
    subjects: Mapping[str, str]
    must_not_chair: Mapping[str, str]
    never_counts: Mapping[str, str]
    triggers: Mapping[str, str]
    opening_statements: Mapping[str, str]
    record_fields: Mapping[str, str]


def read_words(file: Entry, agencies: Mapping[str, Agency], meeting_names: Mapping[str, str]) -> Words:
    roles = {
        key: read_role(key, Entry(f"words.yaml.roles.{key}", value), agencies) for key, value in file.named("roles")
    }
    derived = {
        f"{key}.{event}": f"{name} {words}"
        for key, name in meeting_names.items()
        for event, words in MEETING_EVENTS.items()
    }
    words = Words(
        forces=file.labels("forces"),
        roles=roles,
        convenors={key: role.name for key, role in roles.items()} | file.labels("convenors"),
        subjects=file.labels("subjects"),
        must_not_chair=file.labels("must_not_chair"),
        never_counts=file.labels("never_counts"),
        triggers=derived | file.labels("triggers"),
        opening_statements=file.labels("opening_statements"),
        record_fields=file.labels("record_fields"),
    )
    file.done()
    return words


def read_agency(key: str, entry: Entry) -> Agency:
    agency = Agency(key=key, name=entry.text("name"), disciplines=entry.labels("disciplines"))
    entry.done()
    return agency


def read_role(key: str, entry: Entry, agencies: Mapping[str, Agency]) -> Role:
    """A role, whose agencies and disciplines must be ones that the book holds."""
    kind = entry.one_of("kind", ROLE_KINDS)
    role = Role(
        key=key,
        name=entry.text("name"),
        kind=kind,
        agencies=entry.texts("agencies", ()),
        disciplines=entry.texts("disciplines") if kind == "discipline" else (),
        account_role=entry.text("role") if kind == "role" else None,
        resolved_from=entry.one_of("resolved_from", RESOLVED_FROM) if kind == "from_case" else None,
        names_agency=entry.flag("names_agency", False),
        only_if=entry.text_or_none("only_if"),
    )
    entry.done()
    if kind in ("agency", "discipline", "role") and not role.agencies:
        raise entry.fault(f"a role of kind {kind} needs 'agencies'.")
    if unknown := [agency for agency in role.agencies if agency not in agencies]:
        raise entry.fault(f"names the unknown agency {', '.join(unknown)}.")
    known = {discipline for agency in role.agencies for discipline in agencies[agency].disciplines}
    if unknown := [discipline for discipline in role.disciplines if discipline not in known]:
        raise entry.fault(f"names the discipline {', '.join(unknown)}, which none of its agencies has.")
    return role
