"""How this child is heard: what children say they need, what was explained, whom the child trusts, drawings and letters."""

from datetime import date, datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from foundation.database import Base, Identified, Versioned

# What children have said that they need. Source: Working Together to Safeguard Children 2023, "A child-centred approach".
NEEDS = {
    "vigilance": "Vigilance: adults notice when things are troubling me",
    "understanding": "Understanding and action: I am heard and understood, and it is acted on",
    "stability": "Stability: an ongoing relationship of trust with those who help me",
    "respect": "Respect: I am treated as somebody who is competent, not who is not",
    "information": "Information and engagement: I am told and involved, in procedures, decisions, concerns and plans",
    "explanation": "Explanation: I am told the outcome and the reasons, also where my views were not followed",
    "support": "Support: I have support in my own right, and as a member of my family",
    "advocacy": "Advocacy: somebody helps me to put forward my views",
    "protection": "Protection: against all abuse, exploitation and discrimination, and for refugee children",
}
NEED_STATES = {"met": "Met", "not_met": "Not met", "unknown": "Not known"}
ADVOCACY = {
    "not_offered": "Not offered yet",
    "accepted": "Offered, and accepted",
    "refused": "Offered, and refused",
    "too_young": "Too young; somebody speaks for the child",
}


class NeedSeen(Identified, Versioned, Base):
    """Whether one of these needs is met for this child, by what evidence, on which day. The latest stands."""

    __tablename__ = "need_seen"
    __table_args__ = (Index("ix_need_seen_child", "child_id", "need"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    need: Mapped[str] = mapped_column(String(30))
    state: Mapped[str] = mapped_column(String(30))
    evidence: Mapped[str] = mapped_column(Text)
    seen_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class Explanation(Identified, Versioned, Base):
    """A decision was explained to the child, or was not and why. `about_id`: the decision's, where it stands here."""

    __tablename__ = "explanation"
    __table_args__ = (Index("ix_explanation_child", "child_id"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    about_id: Mapped[str | None] = mapped_column(String(20), index=True)
    about: Mapped[str] = mapped_column(Text)
    explained: Mapped[bool] = mapped_column(Boolean)
    how: Mapped[str] = mapped_column(Text)  # how it was explained, or why it was not
    explained_on: Mapped[date]
    child_said: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class Listening(Identified, Versioned, Base):
    """Whom the child trusts, how the child communicates, and whether an advocate was offered. The latest stands."""

    __tablename__ = "listening"
    __table_args__ = (Index("ix_listening_child", "child_id"),)

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"))
    trusts: Mapped[str] = mapped_column(Text)
    aids: Mapped[str] = mapped_column(Text, default="")
    advocacy: Mapped[str] = mapped_column(String(30))
    advocacy_on: Mapped[date | None]
    advocacy_note: Mapped[str] = mapped_column(Text, default="")
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]


class VoiceFile(Identified, Versioned, Base):
    """A drawing or a letter of the child, with what it shows. The name that it came under is not kept."""

    __tablename__ = "voice_file"

    child_id: Mapped[int] = mapped_column(ForeignKey("child.id"), index=True)
    voice_entry_id: Mapped[int] = mapped_column(ForeignKey("voice_entry.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))  # a key of `foundation.uploads.KINDS` or `foundation.drawings.KINDS`
    size: Mapped[int] = mapped_column(Integer)
    fingerprint: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bool] = mapped_column(Boolean)
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    explanation: Mapped[str] = mapped_column(Text)
    handed_in_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    handed_in_at: Mapped[datetime]
