"""The fictional partnership: eight agencies, twenty-five people. Every one of them is invented."""

from dataclasses import dataclass

from convenor.demo.stage import Stage, Story
from people import commands, queries
from people.models import Person

PASSWORD = "demo-partnership"
DAYS_BEFORE = -66  # working days before today on which the partnership is set up

AGENCIES = (
    ("csc", "Northshire Children’s Social Care", "childrens_social_care", "01632 960100"),
    ("nhs", "Riverside NHS Trust", "health", "01632 960200"),
    ("surgery", "Brook Street Surgery", "health", "01632 960230"),
    ("police", "Northshire Police", "police", "01632 960300"),
    ("elm_park", "Elm Park Primary School", "education", "01632 960400"),
    ("st_brannock", "St Brannock’s High School", "education", "01632 960450"),
    ("housing", "Northshire Homes", "housing", "01632 960500"),
    ("harbour", "Harbour Domestic Abuse Service", "domestic_abuse_service", "01632 960600"),
)


@dataclass(frozen=True)
class Staff:
    """One member of an agency. `sees`: what stands on their home page, for the list that is printed."""

    key: str
    name: str
    agency: str
    role: str | None
    discipline: str | None = None
    seniority: str = "practitioner"
    manager: str = ""
    social_worker: bool = False
    sees: str = ""

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@{DOMAINS[self.agency]}"


DOMAINS = {
    "csc": "social.example.uk",
    "nhs": "nhs.example.uk",
    "surgery": "surgery.example.uk",
    "police": "police.example.uk",
    "elm_park": "school.example.uk",
    "st_brannock": "stbrannock.example.uk",
    "housing": "housing.example.uk",
    "harbour": "harbour.example.uk",
}
STAFF = (
    Staff("kit", "Kit Director", "csc", "manager", "social_work", "senior_manager", social_worker=True,
          sees="the team managers' work"),
    Staff("mia", "Mia Manager", "csc", "manager", "social_work", "manager", "kit", True,
          sees="a meeting in progress, a child for whom nobody leads, her team's work"),
    Staff("sam", "Sam Worker", "csc", "practitioner", "social_work", manager="mia", social_worker=True,
          sees="a strategy meeting tomorrow whose quorum is at risk, a late action, a core group that nobody called"),
    Staff("ola", "Ola Outreach", "csc", "practitioner", "social_work", manager="mia", social_worker=True,
          sees="a nomination to answer, and what a leaver handed over"),
    Staff("heidi", "Heidi Aunt", "csc", "practitioner", "social_work", manager="mia", social_worker=True,
          sees="nothing of the child whose aunt she is"),
    Staff("judy", "Judy Chair", "csc", "manager", "social_work", "senior_manager", social_worker=True,
          sees="an inquorate conference, a decision letter to approve, actions to check"),
    Staff("erin", "Erin Coordinator", "csc", "coordinator",
          sees="a conference to schedule, and one whose quorum is at risk"),
    Staff("ivan", "Ivan Leaver", "csc", "practitioner", "social_work", manager="mia", social_worker=True),
    Staff("grace", "Grace Auditor", "csc", "auditor", sees="no case"),
    Staff("frank", "Frank System", "csc", "system_admin", sees="no case"),
    Staff("nia", "Nia Manager", "nhs", "manager", "health_visiting", "manager",
          sees="her team's invitations and actions"),
    Staff("ned", "Ned Nurse", "nhs", "practitioner", "health_visiting", manager="nia",
          sees="invitations, actions, a report to hand in"),
    Staff("molly", "Molly Midwife", "nhs", "practitioner", "midwifery", manager="nia",
          sees="the pre-birth conference that she asked for"),
    Staff("carol", "Carol Outside", "nhs", "practitioner", "school_nursing", manager="nia",
          sees="nothing: she works with none of the children"),
    Staff("sue", "Sue Safeguarding", "nhs", "safeguarding_lead", "health_visiting", "manager",
          sees="every child with whom her trust works"),
    Staff("ada", "Ada Accounts", "nhs", "agency_admin", sees="no case"),
    Staff("gil", "Gil Doctor", "surgery", None, "gp"),
    Staff("pip", "Pip Sergeant", "police", "manager", "child_abuse_investigation", "manager",
          sees="invitations that police have not answered"),
    Staff("dan", "Dan Detective", "police", "practitioner", "child_abuse_investigation", manager="pip",
          sees="an action that keeps a child safe"),
    Staff("paula", "Paula Partner", "police", "partner", seniority="executive", sees="no case"),
    Staff("tia", "Tia Teacher", "elm_park", "safeguarding_lead", "school", "manager",
          sees="the children of her school, and an action"),
    Staff("tom", "Tom Tutor", "elm_park", "practitioner", "school", manager="tia", sees="an action to accept"),
    Staff("rob", "Rob Head", "st_brannock", "safeguarding_lead", "school", "senior_manager",
          sees="the older children, and an action to accept"),
    Staff("hana", "Hana Housing", "housing", "practitioner", "council_housing", sees="an action to accept"),
    Staff("dora", "Dora Advocate", "harbour", "practitioner", "domestic_abuse_service", sees="one family, an action to accept"),
)  # fmt: skip


def partnership(stage: Stage) -> Story:
    """The agencies and their people."""
    yield stage.at(DAYS_BEFORE, "09:00")
    for key, name, kind, telephone in AGENCIES:
        commands.add_agency(None, key, name, kind, telephone)
    for number, one in enumerate(STAFF):
        stage.people[one.key] = _add(stage, one, f"01632 96{number + 1:04d}").id


def _add(stage: Stage, one: Staff, telephone: str) -> Person:
    return commands.add_person(
        None,
        name=one.name,
        email=one.email,
        agency=queries.agency_by_key(one.agency),
        role=one.role,
        discipline=one.discipline,
        seniority=one.seniority,
        manager=stage.who(one.manager) if one.manager else None,
        registered_social_worker=one.social_worker,
        password=PASSWORD if one.role else None,
        telephone=telephone,
    )
