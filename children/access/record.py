"""Who may see a child's record: whoever has a role in this case now. A job title opens nothing."""

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, false, or_, select, union
from sqlalchemy.orm import QueryableAttribute

from children.models import (
    LEADING,
    PENDING,
    AdultAsked,
    Analysis,
    AreaLived,
    AreaMove,
    CaseAudit,
    CaseSummary,
    Child,
    ChildRelation,
    ChronologyEntry,
    ConflictOfInterest,
    ContactRule,
    Explanation,
    FamilyMember,
    FreshEyes,
    Household,
    InformationRequest,
    Involvement,
    JointLook,
    LeadGap,
    LeadProfessional,
    Listening,
    NeedSeen,
    Referral,
    SharingDecision,
    VoiceEntry,
    VoiceFile,
)
from foundation import clock
from people.models import Absence, Person
from people.visibility import answers_for

# Those who run the system or look at the partnership as a whole work with no child.
WITHOUT_CASES = ("system_admin", "auditor", "agency_admin", "partner")


def children_visible_to(person: Person) -> Select[int]:
    """The ids of the children whose record `person` may see today, for `Model.child_id.in_(…)`.

    Their own current involvement or lead, that of somebody they manage, or of somebody they stand in for; their
    agency's involvement for its safeguarding lead; to read alone, a case that was drawn for them to audit, until they have
    graded it. Never where a conflict of interest stands.
    """
    if person.role in WITHOUT_CASES or person.left_on is not None:
        return select(Child.id).where(false())
    cases = union(*_cases_of(person)).subquery()
    barred = select(ConflictOfInterest.child_id).where(ConflictOfInterest.person_id == person.id)
    return select(cases.c.child_id).where(cases.c.child_id.not_in(barred))


def _cases_of(person: Person) -> list[Select[int]]:
    whose = or_(*_people_answered_for(person, Involvement.person_id))
    if person.role == "safeguarding_lead":
        whose = or_(whose, Involvement.agency_id == person.agency_id)
    leads = and_(
        LeadProfessional.state.in_((*LEADING, *PENDING)), or_(*_people_answered_for(person, LeadProfessional.person_id))
    )
    deputises = and_(LeadProfessional.state.in_(LEADING), deputises_today(person))
    audits = CaseAudit.auditor_id == person.id, CaseAudit.graded_at.is_(None), CaseAudit.due_on >= clock.today()
    return [
        select(CaseAudit.child_id).where(*audits),
        select(Involvement.child_id).where(is_current(), Involvement.role != "family", whose),
        select(LeadProfessional.child_id).where(or_(leads, deputises)),
    ]


def _people_answered_for(person: Person, column: QueryableAttribute[int]) -> list[ColumnElement[bool]]:
    """`column` names the person, somebody whom they manage, or somebody for whom they stand in today."""
    team = select(Person.id).where(Person.manager_id == person.id)
    return [column == person.id, column.in_(team), column.in_(covered_by(person))]


def answers_for_person(person: Person, column: QueryableAttribute[int]) -> ColumnElement[bool]:
    """The column names `person`, somebody whom they manage, or somebody for whom they stand in today."""
    return or_(*_people_answered_for(person, column))


def covered_by(person: Person) -> Select[int]:
    """The ids of those who are away today and named `person` to stand in."""
    today = clock.today()
    return select(Absence.person_id).where(
        Absence.deputy_id == person.id,
        Absence.from_on <= today,
        Absence.to_on >= today,
        Absence.withdrawn_at.is_(None),
    )


def leads_today(person: Person) -> ColumnElement[bool]:
    """A lead professional's row that is `person`'s, or that of somebody for whom they stand in."""
    return or_(LeadProfessional.person_id == person.id, LeadProfessional.person_id.in_(covered_by(person)))


def deputises_today(person: Person) -> ColumnElement[bool]:
    """A lead professional's row that names `person` as deputy for these days."""
    today = clock.today()
    return and_(
        LeadProfessional.deputy_id == person.id,
        LeadProfessional.deputy_from <= today,
        LeadProfessional.deputy_to >= today,
    )


def is_current() -> ColumnElement[bool]:
    """An involvement that holds today. One that was ended by hand opens nothing from that second on."""
    today = clock.today()
    return and_(
        Involvement.from_on <= today,
        or_(Involvement.to_on.is_(None), Involvement.to_on >= today),
        Involvement.ended_at.is_(None),
    )


@answers_for(Child)
def children(person: Person) -> ColumnElement[bool]:
    return Child.id.in_(children_visible_to(person))


@answers_for(Household)
def households(person: Person) -> ColumnElement[bool]:
    return Household.id.in_(_households(person))


@answers_for(FamilyMember)
def family(person: Person) -> ColumnElement[bool]:
    return FamilyMember.household_id.in_(_households(person))


@answers_for(ContactRule)
def contact_rules(person: Person) -> ColumnElement[bool]:
    return ContactRule.household_id.in_(_households(person))


@answers_for(InformationRequest)
def information_requests(person: Person) -> ColumnElement[bool]:
    return InformationRequest.child_id.in_(children_visible_to(person))


@answers_for(FreshEyes)
def fresh_eyes(person: Person) -> ColumnElement[bool]:
    return FreshEyes.child_id.in_(children_visible_to(person))


@answers_for(AdultAsked)
def adults_asked(person: Person) -> ColumnElement[bool]:
    return AdultAsked.child_id.in_(children_visible_to(person))


@answers_for(AreaMove)
def area_moves(person: Person) -> ColumnElement[bool]:
    return AreaMove.child_id.in_(children_visible_to(person))


@answers_for(AreaLived)
def areas_lived(person: Person) -> ColumnElement[bool]:
    return AreaLived.child_id.in_(children_visible_to(person))


@answers_for(CaseAudit)
def case_audits(person: Person) -> ColumnElement[bool]:
    """Whoever grades it; what was found, for those who may see the record."""
    seen = and_(CaseAudit.graded_at.is_not(None), CaseAudit.child_id.in_(children_visible_to(person)))
    return or_(CaseAudit.auditor_id == person.id, seen)


@answers_for(CaseSummary)
def summaries(person: Person) -> ColumnElement[bool]:
    return CaseSummary.child_id.in_(children_visible_to(person))


@answers_for(Analysis)
def analyses(person: Person) -> ColumnElement[bool]:
    return Analysis.child_id.in_(children_visible_to(person))


@answers_for(NeedSeen)
def needs(person: Person) -> ColumnElement[bool]:
    return NeedSeen.child_id.in_(children_visible_to(person))


@answers_for(Explanation)
def explanations(person: Person) -> ColumnElement[bool]:
    return Explanation.child_id.in_(children_visible_to(person))


@answers_for(Listening)
def listening(person: Person) -> ColumnElement[bool]:
    return Listening.child_id.in_(children_visible_to(person))


@answers_for(VoiceFile)
def voice_files(person: Person) -> ColumnElement[bool]:
    return VoiceFile.child_id.in_(children_visible_to(person))


@answers_for(ChildRelation)
def relations(person: Person) -> ColumnElement[bool]:
    """Both children must be visible: a restricted sibling is not even counted."""
    seen = children_visible_to(person)
    return and_(ChildRelation.child_id.in_(seen), ChildRelation.other_id.in_(seen))


@answers_for(Involvement)
def involvements(person: Person) -> ColumnElement[bool]:
    return Involvement.child_id.in_(children_visible_to(person))


@answers_for(VoiceEntry)
def voice(person: Person) -> ColumnElement[bool]:
    return VoiceEntry.child_id.in_(children_visible_to(person))


@answers_for(ChronologyEntry)
def chronology(person: Person) -> ColumnElement[bool]:
    return ChronologyEntry.child_id.in_(children_visible_to(person))


@answers_for(LeadProfessional)
def leads(person: Person) -> ColumnElement[bool]:
    return LeadProfessional.child_id.in_(children_visible_to(person))


@answers_for(LeadGap)
def gaps(person: Person) -> ColumnElement[bool]:
    return LeadGap.child_id.in_(children_visible_to(person))


@answers_for(SharingDecision)
def sharing_decisions(person: Person) -> ColumnElement[bool]:
    """Practitioners see their own and their team's, a safeguarding lead the agency's; who leads, chairs, coordinates
    or manages the case sees all of them."""
    decider = SharingDecision.decided_by_id
    whose = or_(*_people_answered_for(person, decider))
    if person.role == "safeguarding_lead":
        whose = or_(whose, decider.in_(select(Person.id).where(Person.agency_id == person.agency_id)))
    return and_(
        SharingDecision.child_id.in_(children_visible_to(person)),
        or_(whose, SharingDecision.child_id.in_(_cases_run_by(person))),
    )


@answers_for(Referral)
def referrals(person: Person) -> ColumnElement[bool]:
    """Whoever made it or follows it up, their manager and their stand-in, and their agency's safeguarding lead; the agency
    that it was made to; whoever leads, chairs, coordinates or manages the case. No other agency. Who referred keeps their
    own in sight when their role with the child has ended: a refusal is not the end of it."""
    if person.role in WITHOUT_CASES or person.left_on is not None:
        return false()
    whose = or_(
        answers_for_person(person, Referral.made_by_id),
        answers_for_person(person, Referral.followed_by_id),
        Referral.to_agency_id == person.agency_id,
        Referral.child_id.in_(_cases_run_by(person)),
    )
    if person.role == "safeguarding_lead":
        whose = or_(whose, Referral.from_agency_id == person.agency_id)
    barred = select(ConflictOfInterest.child_id).where(ConflictOfInterest.person_id == person.id)
    return or_(
        and_(Referral.child_id.in_(children_visible_to(person)), whose),
        and_(Referral.followed_by_id == person.id, Referral.child_id.not_in(barred)),
    )


@answers_for(JointLook)
def joint_looks(person: Person) -> ColumnElement[bool]:
    """That a pattern exists is for everybody who sees the child; of what it is made, nothing stands in it."""
    return JointLook.child_id.in_(children_visible_to(person))


@answers_for(ConflictOfInterest)
def conflicts(person: Person) -> ColumnElement[bool]:
    """The marker is for the keeper of the record, who leads, alone."""
    led = select(LeadProfessional.child_id).where(
        LeadProfessional.person_id == person.id, LeadProfessional.state.in_(LEADING)
    )
    return and_(ConflictOfInterest.child_id.in_(led), ConflictOfInterest.child_id.in_(children_visible_to(person)))


def _cases_run_by(person: Person) -> CompoundSelect[int]:
    return union(
        select(Involvement.child_id).where(
            is_current(),
            Involvement.person_id == person.id,
            Involvement.role.in_(("chair", "coordinator", "manager")),
        ),
        select(LeadProfessional.child_id).where(
            LeadProfessional.state.in_(LEADING),
            or_(
                LeadProfessional.person_id == person.id,
                LeadProfessional.person_id.in_(select(Person.id).where(Person.manager_id == person.id)),
            ),
        ),
    )


def _households(person: Person) -> Select[int]:
    return select(Child.household_id).where(Child.id.in_(children_visible_to(person)))
