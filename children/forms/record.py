"""What is typed on the pages of the children's room."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional

from children.models import (
    ACCOUNTS,
    CONFIDENCE,
    CONSENTS,
    HOW_HEARD,
    INCIDENTS,
    INVOLVEMENT_ROLES,
    LAWFUL_BASES,
    PARENTAL_RESPONSIBILITY,
    RELATIONS,
    SHOWS,
    SPECIAL_CONDITIONS,
    STATEMENT_KINDS,
)
from foundation.fields import DateParts, Line, Text
from people.forms import Typed

LINE, PARAGRAPH, PAGE = Length(max=200), Length(max=4000), Length(max=20000)
YES_NO = [("", "Not asked"), ("yes", "Yes"), ("no", "No")]


def truth(value: str | None) -> bool | None:
    """A yes, a no, or not asked."""
    return {"yes": True, "no": False}.get(value or "")


class ChildForm(Typed):
    """A child, or an unborn child."""

    name = Line("Name", validators=[InputRequired("Enter the child's name."), LINE])
    date_of_birth = DateParts("Date of birth", needed=False, description="For example 27 3 2019")
    expected_date_of_birth = DateParts(
        "Or, for an unborn child, the date expected",
        needed=False,
        description="Leave this empty for a child who is born",
    )
    first_language = Line("First language", validators=[Length(max=100)])
    interpreter_needed = BooleanField("An interpreter is needed")
    communication_needs = Text(
        "How the child communicates", description="Aids, signs, who understands the child best", validators=[PARAGRAPH]
    )
    school = Line("School, nursery or setting", validators=[LINE])
    sibling = SelectField("Brother or sister of", default="")
    relation = SelectField("What they are to each other", choices=list(RELATIONS.items()), default="sibling")
    same_household = BooleanField("They live in the same household", default=True)
    address = Text("Address, where it is another household", validators=[Length(max=500)])
    restricted_address = BooleanField(
        "Keep this address from everybody but the lead professional",
        description="For example where somebody must not learn where the child lives",
    )
    what = Line("What you do for the child", description="Such as “health visitor”", validators=[LINE])
    looked = BooleanField("None of these is the child whom I want to add")


class PersonForm(Typed):
    """Somebody of the partnership, named by their address."""

    person = Line(
        "Person",
        description="Their e-mail address, or a name that only one person has",
        validators=[InputRequired("Name the person."), Length(max=254)],
    )


class InvolvementForm(PersonForm):
    """Who works with the child, as what, and from when."""

    role = SelectField("Role in this case", choices=list(INVOLVEMENT_ROLES.items()))
    what = Line("What they do", description="Such as “health visitor”", validators=[LINE])
    holiday_cover = Line(
        "Who is reached in the school holidays?",
        description="For somebody of a school: a name and a number",
        validators=[LINE],
    )
    from_on = DateParts("From", needed=False, description="Today, where you leave it empty")
    to_on = DateParts("To", needed=False, description="Leave it empty where it is not known")
    direct_contact = BooleanField("They see the child or the family themselves", default=True)


class FamilyMemberForm(Typed):
    """Somebody of the family."""

    name = Line(
        "Name",
        description="Or “not known”, with the steps taken in the note",
        validators=[InputRequired("Enter the name."), LINE],
    )
    relation = Line(
        "What they are to the child", validators=[InputRequired("Enter what they are to the child."), Length(max=100)]
    )
    parental_responsibility = SelectField(
        "Parental responsibility", choices=list(PARENTAL_RESPONSIBILITY.items()), default="not_known"
    )
    lives_here = BooleanField("Lives in the household", default=True)
    email = Line("E-mail address", validators=[Length(max=254)])
    telephone = Line("Telephone number", validators=[Length(max=40)])
    contact_is_safe = BooleanField(
        "These reach nobody else", description="Nothing is ever sent where this is not ticked"
    )
    language = Line(
        "The language that they speak best", description="Where it is not English", validators=[Length(max=100)]
    )
    interpreter_needed = BooleanField(
        "They need an interpreter", description="Never one of the family, and never a child"
    )
    note = Text("Note", validators=[PARAGRAPH])


class VoiceForm(Typed):
    """What the child said or showed."""

    views = Text(
        "What did the child say or show?",
        description="In the child's own words. Of a baby: what they show with face, voice and body",
        validators=[InputRequired("Write down what the child said or showed."), PAGE],
    )
    daily_life = Text(
        "What is daily life like for this baby?",
        description="Who holds, feeds and settles the baby, where they sleep, what a night is like; before the birth, "
        "what is ready and who will be there",
        validators=[PAGE],
    )
    feelings = Text("Feelings that you saw", validators=[PARAGRAPH])
    expressed_on = DateParts("When", needed=False, description="Today, where you leave it empty")
    place = Line("Where", validators=[LINE])
    how = RadioField(
        "How the child was heard",
        choices=list(HOW_HEARD.items()),
        validators=[InputRequired("Say how the child was heard.")],
    )
    tool = Line("Tool, where you used one", description="Such as “Three houses”", validators=[Length(max=100)])
    tool_explanation = Text(
        "What the tool or the drawing shows",
        description="Always needed for a drawing",
        validators=[PARAGRAPH],
    )
    present = Text("Who else was there", validators=[PARAGRAPH])
    told_what_next = Text("What you told the child would happen", validators=[PARAGRAPH])
    what_changed = Text("What changed because of what the child said", validators=[PARAGRAPH])
    told_outcome = RadioField("Was the child told the outcome?", choices=YES_NO, default="")
    told_not_to_talk = RadioField("Has anyone told the child not to talk?", choices=YES_NO, default="")


class RetractionForm(Typed):
    """The child took something back."""

    views = Text(
        "What was taken back, in the child's words", validators=[InputRequired("Write down what the child said."), PAGE]
    )
    expressed_on = DateParts("When", needed=False, description="Today, where you leave it empty")
    how = RadioField(
        "How the child was heard",
        choices=list(HOW_HEARD.items()),
        validators=[InputRequired("Say how the child was heard.")],
    )
    present = Text("To whom, and who else was there", validators=[PARAGRAPH])
    why_retracted = Text(
        "Why might a child of this age take this back?",
        validators=[InputRequired("Say why this may have been taken back."), PARAGRAPH],
    )
    discussed = Text("What did you discuss?", validators=[InputRequired("Say what you discussed."), PARAGRAPH])
    means_for_seeking_help = Text("What does it mean for how the child seeks help?", validators=[PARAGRAPH])


class ChronologyForm(Typed):
    """Something that happened or was said."""

    happened_on = DateParts("The day it happened", description="Not the day on which you write it down")
    happened_to = DateParts("Last day, where it went on for longer", needed=False)
    about = BooleanField("The day is not known exactly")
    kind = RadioField("What it is", choices=list(STATEMENT_KINDS.items()), default="fact")
    incident = SelectField(
        "Is this an incident?",
        description="Of a fact; the third of a kind within a year is marked",
        choices=[("", "No"), *INCIDENTS.items()],
        default="",
    )
    text = Text("What happened, or what was said", validators=[InputRequired("Write down what happened."), PAGE])
    source = Text("Where you know it from", validators=[PARAGRAPH])
    significance = Text("Why it matters", validators=[PARAGRAPH])
    effect_on_child = Text("Its effect on the child", validators=[PARAGRAPH])
    rests_on = SelectMultipleField("The judgement rests on", validators=[Optional()])
    reason = Text("How you come from these to the judgement", validators=[PARAGRAPH])
    confidence = RadioField("How sure are you?", choices=[("", "Not said"), *CONFIDENCE.items()], default="")
    would_change = Text("What would change your mind?", validators=[PARAGRAPH])
    what_else = Text(
        "What else could explain this?",
        description="Of what somebody of the family says: with respect, and without taking it as the only answer",
        validators=[PARAGRAPH],
    )
    serious_incident = BooleanField(
        "This is a serious incident", description="Everybody who works with the child is offered a debrief"
    )
    linked_causes = Text(
        "What else in this child’s life may it be linked to?",
        description="Always needed for self-harm: bullying, loss, abuse, exploitation, school, the child’s own words",
        validators=[PARAGRAPH],
    )
    safety_plan = Text(
        "Safety plan",
        description="Always needed for self-harm: what keeps the child safe, and who",
        validators=[PARAGRAPH],
    )
    shows = SelectField(
        "For reading it all together: is it one of these?", choices=[("", "None of these"), *SHOWS.items()], default=""
    )
    account_of = SelectField("Whose account is it?", choices=[("", "Not said"), *ACCOUNTS.items()], default="")
    differs_from = SelectField("It says otherwise than", choices=[("", "No other entry")], default="")
    again = BooleanField("It happened again: keep both entries")
    plan = BooleanField("Plan 30 minutes to write up", description="It stands among your work today")


class SharingForm(Typed):
    """Information was shared, or was not."""

    shared = RadioField(
        "Was it shared?",
        choices=[("yes", "Yes, shared"), ("no", "No, not shared")],
        validators=[InputRequired("Say whether it was shared.")],
    )
    what = Text("What information", validators=[InputRequired("Say what the information is."), PARAGRAPH])
    with_whom = Line(
        "With whom: person and agency", validators=[InputRequired("Name the person and the agency."), LINE]
    )
    purpose = Text("What for", validators=[InputRequired("Say what it is for."), PARAGRAPH])
    lawful_basis = SelectField(
        "Lawful basis",
        description="For most who safeguard children it is the public task; consent is seldom the right one",
        choices=list(LAWFUL_BASES.items()),
        default="public_task",
    )
    special_category_condition = SelectField(
        "Condition for health, ethnicity and other special data",
        description="The safeguarding condition lets you share without consent where asking would put a child at risk, "
        "or consent cannot be had",
        choices=[("", "No special data in it"), *((words, words) for words in SPECIAL_CONDITIONS.values())],
        default="",
    )
    consent = SelectField(
        "Consent",
        description="You do not need it where a child may be at risk; say what you did",
        choices=[("", "Choose"), *CONSENTS.items()],
        default="",
    )
    reasons = Text(
        "Reasons",
        description="Always needed where it was not shared, and where consent was not safe to ask for or could not be had",
        validators=[PARAGRAPH],
    )
    urgent = BooleanField("It was urgent")
    copy_kept_at = Line("Where a copy is kept", validators=[LINE])


class ConflictForm(PersonForm):
    """Somebody who must not see this record."""

    reason = Text(
        "What the relation is",
        description="Only the keeper of this record reads it",
        validators=[InputRequired("Say what the relation is."), PARAGRAPH],
    )


class LeadForm(Typed):
    """What a move of the lead professional may ask for; each move reads its own."""

    event = StringField()
    person = Line("Person", validators=[Length(max=254)])
    starts_on = DateParts("First day", needed=False, description="Today, where you leave it empty")
    interim = BooleanField("Interim lead: at once, for two working days at most")
    load_agreed_by = Line(
        "Where their load is above the line: the manager who agrees",
        description="An e-mail address or a name. They are told that they are named",
        validators=[Length(max=254)],
    )
    load_reason = Text("Why it can be carried", validators=[PARAGRAPH])
    reason = Text("Reason", validators=[PARAGRAPH])
    handover_note = Text(
        "Handover note",
        description="The story so far, the child’s voice, the risks, open actions, dates, whom to tell",
        validators=[PAGE],
    )
    introduction = Text("Joint introduction to the child and the family", validators=[PARAGRAPH])
    introduction_skipped_reason = Text("Or why there was none", validators=[PARAGRAPH])
    from_on = DateParts("First day of the cover", needed=False)
    to_on = DateParts("Last day of the cover", needed=False)


class FamilyViewForm(Typed):
    """What the family says about who leads."""

    family_view = Text(
        "What the child and the family say about who leads",
        description="Or why they could not be asked yet",
        validators=[InputRequired("Write down what the family says."), PARAGRAPH],
    )


class DischargeForm(Typed):
    """When the child is to leave hospital."""

    planned_discharge_on = DateParts(
        "Planned day", needed=False, description="Leave it empty where no discharge is planned any longer"
    )


class BirthForm(Typed):
    """The child was born."""

    date_of_birth = DateParts("Day of birth")
    name = Line("Name, where the child has one now", validators=[LINE])


def chosen(form: Any, *names: str) -> dict[str, Any]:
    """What stands in the fields named, by name."""
    return {name: getattr(form, name).data for name in names}
