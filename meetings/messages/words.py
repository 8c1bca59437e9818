"""What mail about a meeting as a whole says."""

# Kinds of mail about a meeting as a whole: the heading, and what they ask of the reader.
WORDS = {
    "meeting_proposed": ("A meeting is asked for", "Somebody asks for this meeting. Please schedule it, or decline with a reason."),
    "court_review_asked": (
        "A court decided otherwise than planned: look at a child you lead for",
        "A court's decision for a family was not the one planned for. Please look at the child you lead for, and say how safe they are. "
        "A meeting is asked for too.",
    ),
    "meeting_declined": (
        "A meeting you asked for is declined",
        "The meeting you asked for will not be arranged. The reason stands on its page; if you do not agree, you can take it "
        "further from there in one step.",
    ),
    "meeting_declined_by": (
        "An invitation is declined: check the quorum",
        "Somebody who has to come cannot. The meeting's page shows which agency is missing now and how to reach it.",
    ),
    "meeting_deputy_named": (
        "A deputy is named: invite them or ask for another",
        "Somebody who is invited names a person to come instead. The meeting's page shows who it is; one press invites them.",
    ),
    "meeting_link_given_back": (
        "An invitation reached the wrong person",
        "Somebody says that an invitation was not meant for them. Its link is closed. Check the address, then send it again.",
    ),
    "meeting_answer_in_doubt": (
        "An answer waits for you to judge",
        "Something came back for this meeting that could not be taken as an answer for certain. Its page says why; nothing was "
        "changed.",
    ),
    "meeting_time_proposed": (
        "Another time is proposed",
        "Somebody who is invited proposes another time. The meeting stays where it is until you take it or refuse it on its page.",
    ),
    "meeting_not_reached": (
        "An invitation did not arrive: check the quorum",
        "Mail to somebody who is invited came back. The meeting's page shows who it is. Check the address, or telephone.",
    ),
    "meeting_inquorate": (
        "Your agency was missing from a meeting",
        "This meeting could not decide because your agency was not there. It sits again soon; please see that somebody comes.",
    ),
    "meeting_agency_absent": (
        "Nobody of your agency was at a meeting",
        "This meeting was held and nobody of your agency was there. Its record says what was decided, and what your agency takes on.",
    ),
    "decision_letter_issued": ("A decision letter is ready for you", "Sign in to read the decision letter of this meeting."),
    "minutes_issued": ("A record is ready for you", "Sign in to read the record of this meeting. Corrections can be asked for there."),
    "correction_asked": ("A correction is asked for", "Somebody asks for a correction of a record you approved. Please decide on it."),
    "correction_decided": ("Your correction is answered", "The chair has answered the correction you asked for."),
    "meeting.reply": ("Please answer an invitation", "You have not answered yet. Please answer from your calendar, or on the meeting's page."),
    "meeting.quorum_risk": (
        "Quorum at risk",
        "On the answers so far this meeting would not be quorate. Its page shows who has not answered and how to reach them.",
    ),
    "meeting.day_before": ("Your meeting on the next working day", "You are expected at this meeting on the next working day."),
    "meeting.report_due": ("A report is due", "A written report to this meeting is due. It is asked for whether or not you come."),
    "meeting.not_booked": ("A required meeting has no date", "A meeting that must be held has no date yet, or one after its limit. Please schedule it."),
    "meeting.limit_missed": ("A statutory limit has passed", "A meeting that is owed by law has not been held in time. The page shows by how much."),
    "meeting.decision_letter": ("A decision letter is due", "The decision letter of this meeting is due. Please approve and issue it."),
    "meeting.record_due": ("A record is due", "The record of this meeting is due. Please approve and issue it."),
    "meeting.reconvene": ("A meeting has to sit again", "This meeting was not quorate and has to sit again by the date on its page."),
    "meeting.dissent_window": ("Time left to challenge", "You recorded a dissent. There is one day left to turn it into a challenge."),
    "meeting.close_check": ("Open items stop a meeting from closing", "Something is still open on this meeting. Its page lists what."),
}  # fmt: skip
