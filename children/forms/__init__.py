"""What is typed on the pages of the children's room."""

from children.forms.family import AdultAskedForm
from children.forms.hearing import ExplanationForm, FileForm, ListeningForm, NeedForm
from children.forms.moving import AreaLivedForm, MoveAnswerForm, NoticeForm, PackForm
from children.forms.record import (
    LINE,
    PAGE,
    PARAGRAPH,
    YES_NO,
    BirthForm,
    ChildForm,
    ChronologyForm,
    ConflictForm,
    FamilyMemberForm,
    InvolvementForm,
    LeadForm,
    PersonForm,
    RetractionForm,
    SharingForm,
    Typed,
    VoiceForm,
    chosen,
    truth,
)
from children.forms.referring import LookForm, ReferralAnswerForm, ReferralForm, WatchForm
from children.forms.thinking import AnalysisForm, SummaryForm

__all__ = [
    "LINE",
    "PAGE",
    "PARAGRAPH",
    "YES_NO",
    "AdultAskedForm",
    "AnalysisForm",
    "AreaLivedForm",
    "BirthForm",
    "ChildForm",
    "ChronologyForm",
    "ConflictForm",
    "ExplanationForm",
    "FamilyMemberForm",
    "FileForm",
    "InvolvementForm",
    "LeadForm",
    "ListeningForm",
    "LookForm",
    "MoveAnswerForm",
    "NeedForm",
    "NoticeForm",
    "PackForm",
    "PersonForm",
    "ReferralAnswerForm",
    "ReferralForm",
    "RetractionForm",
    "SharingForm",
    "SummaryForm",
    "Typed",
    "VoiceForm",
    "WatchForm",
    "chosen",
    "truth",
]
