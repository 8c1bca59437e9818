"""The meetings of the demonstration: one story for each household, so that every state of a meeting stands somewhere."""

from actions import commands as actions
from children import commands as children
from children.queries import voice_entry
from convenor.demo.gathering import Gathering
from convenor.demo.stage import Stage, Story
from meetings import commands
from people import commands as people

INVITED_BY_US = "They were told by telephone on the day the invitation went out."
THRESHOLD, ENQUIRY = "threshold_decision", "strategy_s47.initiated_s47"


def alder(stage: Stage) -> Story:
    """A strategy meeting tomorrow at two, and police have not answered: its quorum is at risk."""
    here = Gathering(stage, "alder", "sam", "mia", "freya", "noah", "baby_alder")
    yield stage.at(-1, "15:40")
    bruise = children.add_chronology(
        stage.who("ned"), stage.child("ned", "freya"), happened_on=stage.day(-2), kind="fact",
        text="A bruise of 3 cm on the left upper arm, seen when Freya rolled up her sleeve.", source="Seen at the clinic",
    )  # fmt: skip
    children.add_chronology(
        stage.who("ned"), stage.child("ned", "freya"), happened_on=stage.day(-1), kind="professional_judgement",
        text="The account given does not explain the bruise.", rests_on=[bruise.public_id],
        reason="A fall from a trampoline leaves marks on knees and elbows, not the shape of a grip.",
    )  # fmt: skip
    yield stage.ago(170)
    here.propose("sam", "strategy_s47", THRESHOLD, stage.ago(190), "Decide whether to start a section 47 enquiry")
    here.schedule(stage.at(1, "14:00"), "nia", "ned", "pip", "tia", "molly")
    yield stage.ago(155)
    here.invite()
    yield stage.ago(120)
    here.answers("accepted", "mia", "nia")
    yield stage.ago(95)
    here.answers("accepted", "ned")
    here.answers("tentative", "tia", comment="After assembly, if it starts on time.")


def ash(stage: Stage) -> Story:
    """A strategy discussion that could not wait: it runs now, and the police officer joined by video."""
    here = Gathering(stage, "ash", "sam", "mia", "leo")
    yield stage.ago(70)
    here.propose("sam", "strategy_s47", THRESHOLD, stage.ago(80), "Leo told his teacher that he is afraid to go home")
    yield stage.ago(25)
    commands.hold_now(stage.who("mia"), here.id, stage.who("mia"))
    for name, means in (("sam", "in_person"), ("nia", "telephone"), ("pip", "video"), ("tom", "telephone")):
        commands.join(stage.who("mia"), here.id, stage.who(name), means=means)
    yield stage.ago(18)
    here.say("tom", "child_voice", "I don’t want to go home when he is there.", source="Leo, to his teacher, today")
    fact = here.say(
        "pip", "fact", "Police were called to the address twice in the last three months.", source="Police log"
    )
    here.judge(
        "nia", "Leo is likely to be frightened of the partner in the home.", [fact], "His words and the two calls."
    )
    here.say("sam", "family_view", "“He is only strict.”", source="Mother, by telephone, today")
    commands.protect(
        stage.who("mia"), here.id, "interim_safety",
        "Leo stays with his aunt tonight; Sam Worker telephones at eight, and it is looked at again tomorrow.",
    )  # fmt: skip


def beech(stage: Stage) -> Story:
    """A conference concluded on the last working day: the chair has the decision letter to approve."""
    here = Gathering(stage, "beech", "erin", "judy", "ivy")
    everybody = ("sam", "ned", "dan", "rob", "gil", "dora")
    yield stage.at(-14, "10:00")
    here.propose("sam", "icpc", ENQUIRY, stage.at(-15, "11:00"), "Decide whether Ivy needs a child protection plan",
                 coordinator="erin")  # fmt: skip
    yield stage.at(-13, "11:30")
    here.schedule(stage.at(-1, "09:30"), *everybody, minutes=120)
    yield stage.at(-13, "11:45")
    here.invite(family_told=INVITED_BY_US, interpreter="Booked through the language service, female, Polish")
    yield stage.at(-12, "09:10")
    here.answers("accepted", "judy", "sam", "ned", "dan", "dora")
    yield stage.at(-10, "12:00")
    here.answers("accepted", "rob")
    here.answers("declined", "gil", comment="Surgery; a report follows.")
    yield stage.at(-7, "13:00")
    here.report("gil", "Seen twice this year. No concern about growth; missed one appointment.")
    here.report("sam", "Assessment and chronology, shared with mother through the interpreter.")
    here.reports("ned", "dan", "rob", "dora")
    yield stage.at(-1, "09:30")
    here.open("sam", "ned", "dan", "rob", "dora")
    yield stage.at(-1, "10:20")
    threat = here.say("dan", "fact", "A threat to find the new address was sent by message last week.", source="Police",
                      confidential=True)  # fmt: skip
    here.judge("dora", "The risk rises when contact is refused.", [threat], "It did so twice before.")
    here.hear("ivy", "dora", "I like it where we are now. I don’t want him to know.", how="talked")
    yield stage.at(-1, "11:05")
    here.decide("ivy", "plan", "Ivy has seen violence over years and is afraid of being found.", category="emotional",
                alternatives="A child in need plan: it would not hold against pressure from the father.",
                next_dates={"core_group.first": stage.day(7).isoformat(), "rcpc.first": stage.day(55).isoformat()})  # fmt: skip
    here.act("dora", "Agree a safety plan with Ivy and her mother", "Both know what to do when they are afraid", stage.day(3),
             priority="safety")  # fmt: skip
    here.act("rob", "Take the family’s old address off the school’s system", "Nobody can find Ivy through the school",
             stage.day(1), priority="safety")  # fmt: skip
    here.act(
        "gil",
        "Change the surgery’s record so that letters go nowhere",
        "No letter gives the address away",
        stage.day(2),
    )
    sender = here.act(
        "dan",
        "Find out who sent the message",
        "The family knows what it has to reckon with",
        stage.day(2),
        priority="safety",
    )
    sender_id = sender.public_id
    here.nobody_dissents()
    here.challenges(
        "rob", "The plan says nothing about her way to school, where she is watched.", immediate_risk=False,
        outcome_sought="A way to school with somebody at her side, in the plan from tomorrow.",
        effect_on_child="She stays at home, or is met on the way.",
        interim_safety="Her mother and a neighbour walk with her.",
    )  # fmt: skip
    here.dissents("ned", "The plan names nobody who sees Ivy alone each week.")
    here.conclude(
        analysis="The danger is outside the home and knows the family well. What protects Ivy is distance and quiet."
    )
    yield stage.at(-1, "16:30")
    here.write("decision_letter", approve=False)
    actions.accept(stage.who("dan"), sender_id)


def birch(stage: Stage) -> Story:
    """From a strategy meeting to a conference whose letter is out and whose record is being written; its actions live."""
    first = Gathering(stage, "birch_strategy", "sam", "mia", "omar", "zara")
    yield stage.at(-34, "14:00")
    first.propose("sam", "strategy_s47", THRESHOLD, stage.at(-34, "11:00"), "Two children alone at home overnight")
    first.schedule(stage.at(-33, "11:00"), "nia", "pip", "tia", "sam")
    first.invite()
    yield stage.at(-33, "08:30")
    first.answers("accepted", "mia", "nia", "pip", "tia", "sam")
    yield stage.at(-33, "11:00")
    first.open("sam", "nia", "pip", "tia")
    fact = first.say("pip", "fact", "Found alone at 23:40; the door was open.", source="Police report")
    first.judge("nia", "Neither child is safe alone at night.", [fact], "They are ten and six.")
    first.hear("omar", "tia", "I look after her. I know what to do.", how="talked")
    first.not_heard("zara", "Asleep when the police came; seen at school the next day.")
    for child in ("omar", "zara"):
        first.decide(child, "s47_joint", "Left alone overnight, not for the first time.")
    seen = first.act("sam", "See both children at home and at school", "Each can say how it is", stage.day(-28))
    seen_id = seen.public_id
    first.nobody_dissents()
    yield stage.at(-33, "11:50")
    for child in ("omar", "zara"):
        stage.lead("mia", child, "sam")
    first.conclude()
    yield stage.at(-32, "10:00")
    first.issue_record()
    actions.accept(stage.who("sam"), seen_id)

    here = Gathering(stage, "birch", "erin", "judy", "omar", "zara")
    yield stage.at(-30, "09:40")
    here.propose("sam", "icpc", ENQUIRY, stage.at(-33, "12:00"), "Decide whether Omar and Zara need a plan",
                 coordinator="erin")  # fmt: skip
    here.schedule(stage.at(-20, "10:00"), "sam", "ned", "pip", "tia", "gil", "hana", minutes=120)
    here.invite(family_told=INVITED_BY_US)
    yield stage.at(-29, "16:00")
    actions.claim_done(
        stage.who("sam"),
        seen_id,
        evidence="Seen twice at home and once at school; notes on file.",
        effect_for_child="Omar said that he is tired of being the grown-up.",
    )
    yield stage.at(-28, "15:00")
    actions.confirm_done(stage.who("mia"), seen_id)
    here.answers("accepted", "judy", "sam", "ned", "pip", "tia", "hana")
    here.answers("declined", "gil", comment="On leave; my report is with you.")
    yield stage.at(-27, "16:00")
    here.report("gil", "Both children are up to date with their immunisations.")
    here.report("sam", "The assessment, shared with both parents.")
    here.reports("ned", "pip", "tia", "hana")
    yield stage.at(-20, "10:00")
    here.open("sam", "ned", "pip", "tia", "hana")
    fact = here.say("hana", "fact", "Rent is three months behind; notice has not been served.", source="Tenancy file")
    here.judge(
        "sam", "Money and drink together leave the children without an adult.", [fact], "The dates fall together."
    )
    here.hear("omar", "tia", "I want dad to come home before it is dark.", how="talked")
    here.hear("zara", "tia", "She drew the house with one window lit.", how="drawing", tool="Drawing",
              tool_explanation="She drew her home at night and pointed to her brother’s room.")  # fmt: skip
    dates = {"core_group.first": stage.day(-12).isoformat(), "rcpc.first": stage.day(40).isoformat()}
    for child in ("omar", "zara"):
        here.decide(child, "plan", "Repeated neglect of supervision, with no change after support.", category="neglect",
                    next_dates=dates)  # fmt: skip
    late = here.act(
        "sam", "See Zara alone at school each week", "Zara can speak freely", stage.day(-2), "zara", priority="safety"
    )
    claimed = here.act(
        "pip", "Check the address for earlier calls", "The conference knows how often it happened", stage.day(-5)
    )
    declined = here.act("hana", "Refer the family to the debt adviser", "The rent stops being a danger", stage.day(3))
    longer = here.act("ned", "Arrange the development review of Zara", "Zara’s hearing is known", stage.day(-4), "zara")
    asked = here.act(
        "tom", "Keep a weekly note of how Omar comes to school", "What Omar carries is seen early", stage.day(4), "omar"
    )
    soon = here.act("tia", "Offer Omar a place in the breakfast club", "Omar eats before lessons", stage.day(2), "omar")
    ids = {one: a.public_id for one, a in (("late", late), ("claimed", claimed), ("declined", declined), ("longer", longer),
                                           ("asked", asked), ("soon", soon))}  # fmt: skip
    here.nobody_dissents()
    here.conclude(
        analysis="The parents love the children and are not there at night. Support without checking has failed twice."
    )
    yield stage.at(-19, "12:00")
    here.issue_letter()
    yield stage.at(-18, "09:15")
    for who, one in (("sam", "late"), ("pip", "claimed"), ("ned", "longer"), ("tia", "soon")):
        actions.accept(stage.who(who), ids[one])
    yield stage.at(-17, "16:00")
    actions.decline(
        stage.who("hana"), ids["declined"], reason="The debt adviser takes referrals from social care only."
    )
    yield stage.at(-6, "11:00")
    actions.claim_done(stage.who("pip"), ids["claimed"], evidence="Four calls in two years; list sent to the chair.",
                       effect_for_child="No change yet; the plan rests on firmer ground.")  # fmt: skip
    yield stage.at(-5, "10:00")
    actions.extend(
        stage.who("ned"), ids["longer"], due_on=stage.day(6), reason="The audiology clinic’s first free day."
    )
    yield stage.at(-3, "14:00")
    here.write("minutes", approve=False)


def cedar(stage: Stage) -> Story:
    """A review on the last working day found inquorate: the chair has to find a new date."""
    here = Gathering(stage, "cedar", "erin", "judy", "tobi")
    yield stage.at(-16, "10:30")
    here.propose("ola", "rcpc", "rcpc.held", stage.at(-55, "10:00"), "Is Tobi safer than six months ago?",
                 coordinator="erin")  # fmt: skip
    here.schedule(stage.at(-1, "14:00"), "ola", "rob", "dan", "carol", minutes=90)
    here.invite(family_told=INVITED_BY_US, missing_reasons={
        "gp": "The family has no surgery at present.",
        "adult_services_working_with_a_parent": "His mother’s outreach sends a report; she asked them not to sit with her son.",
    })  # fmt: skip
    yield stage.at(-9, "09:00")
    here.answers("accepted", "judy", "ola", "rob")
    here.answers("declined", "dan", comment="In court all day.")
    here.reports("ola", "rob")
    yield stage.at(-1, "14:00")
    here.open("ola")
    yield stage.at(-1, "14:25")
    commands.find_inquorate(stage.who("judy"), here.id)
    commands.protect(stage.who("judy"), here.id, "interim_safety",
                     "The plan stands as it is; Ola Outreach sees Tobi tomorrow after school.")  # fmt: skip


def elder(stage: Stage) -> Story:
    """A conference that could not decide sits again in four working days, with the same list."""
    here = Gathering(stage, "elder", "erin", "judy", "mina")
    yield stage.at(-12, "09:00")
    here.propose("sam", "icpc", ENQUIRY, stage.at(-13, "15:00"), "Decide whether Mina needs a plan",
                 coordinator="erin")  # fmt: skip
    here.schedule(stage.at(-4, "10:00"), "sam", "ned", "pip", "gil", minutes=90)
    here.invite(family_told=INVITED_BY_US, missing_reasons={"education_or_early_years": "Mina goes to no nursery."})
    yield stage.at(-11, "10:00")
    here.answers("accepted", "judy", "sam", "ned")
    here.reports("sam", "ned", "gil")
    yield stage.at(-4, "10:00")
    here.open("sam", "ned")
    yield stage.at(-4, "10:30")
    commands.find_inquorate(stage.who("judy"), here.id)
    _, again = commands.reconvene(
        stage.who("judy"), here.id, starts_at=stage.at(4, "10:00"),
        interim_plan="Mina stays with her grandmother; Ned Nurse visits twice a week.",
    )  # fmt: skip
    stage.meetings["elder_again"] = again.public_id
    next_time = Gathering(stage, "elder_again", "erin", "judy", "mina")
    yield stage.at(-3, "09:20")
    next_time.invite()
    yield stage.at(-2, "11:00")
    next_time.answers("accepted", "judy", "sam")
    next_time.answers("accepted", "gil")


def hazel(stage: Stage) -> Story:
    """A midwife asks for a pre-birth conference; it has no date yet."""
    here = Gathering(stage, "hazel", "erin", "judy", "baby_hazel")
    yield stage.at(-3, "11:10")
    here.propose("molly", "icpc_prebirth", ENQUIRY, stage.at(-4, "14:00"), "Is it safe for the baby to go home after birth?",
                 coordinator="erin")  # fmt: skip


def holly(stage: Stage) -> Story:
    """A core group: its plan has been sent round, and one thing keeps it from being closed."""
    here = Gathering(stage, "holly", "sam", "sam", "jack")
    yield stage.at(-20, "10:00")
    here.propose(
        "sam", "core_group", "core_group.held", stage.at(-32, "10:00"), "Is the plan for Jack being carried out?"
    )
    here.schedule(stage.at(-8, "15:30"), "ned", "tia", "tom", place="Elm Park Primary School")
    here.invite(family_told=INVITED_BY_US)
    yield stage.at(-17, "13:00")
    here.answers("accepted", "sam", "ned", "tia", "tom")
    yield stage.at(-8, "15:30")
    here.open("ned", "tia", "tom")
    here.hear("jack", "tom", "I like Tuesdays. On Tuesdays nan comes.", how="talked")
    here.say("tia", "fact", "Jack has been at school every day for four weeks.", source="Register")
    here.decide("jack", "plan_updated", "School and home say the same: mornings are calmer.",
                next_dates={"core_group.subsequent": stage.day(20).isoformat()})  # fmt: skip
    here.act("ned", "Visit at breakfast time once a month", "Somebody sees Jack’s mornings", stage.day(5))
    here.nobody_dissents()
    here.conclude(missing_reasons={"fathers_and_partners": "His mother would not say; the certificate names nobody."})
    yield stage.at(-6, "09:30")
    here.issue_record()
    yield stage.at(-4, "12:00")
    commands.correct(stage.who("ned"), here.id, "The visits are monthly, not weekly.", "Taken down wrongly.")


def larch(stage: Stage) -> Story:
    """A child in need review with a date and no invitations yet; nobody leads for the two since the day before yesterday."""
    here = Gathering(stage, "larch", "ola", "mia", "ella", "max")
    yield stage.at(-6, "13:30")
    here.propose("ola", "cin_review", "cin_review.held", stage.at(-16, "13:30"), "What do Ella and Max need now?")
    here.schedule(stage.at(8, "13:30"), "rob", "hana", place="St Brannock’s High School")
    actions.set_action(
        stage.who("ola"),
        text="Hold the notice on the flat until the review",
        outcome_wanted="Ella and Max do not lose their home before a plan is made",
        owner=stage.who("hana"),
        due_on=stage.day(1),
        child_ids=[stage.children["ella"], stage.children["max"]],
    )
    yield stage.at(-2, "10:00")
    for child in ("ella", "max"):
        children.end(stage.who("mia"), stage.child("mia", child), "Ola Outreach takes over the care leavers’ work.")


def maple(stage: Stage) -> Story:
    """A strategy meeting long closed; the family is back, and a lead is asked for."""
    here = Gathering(stage, "maple", "ola", "mia", "sofia", "luca")
    yield stage.at(-48, "10:00")
    here.propose("ola", "strategy_s47", THRESHOLD, stage.at(-48, "09:00"), "Unexplained absence from school")
    here.schedule(stage.at(-47, "15:00"), "nia", "pip", "tia", "ola")
    here.invite()
    yield stage.at(-47, "09:00")
    here.answers("accepted", "mia", "nia", "pip", "tia", "ola")
    yield stage.at(-47, "15:00")
    here.open("nia", "pip", "tia", "ola")
    fact = here.say("tia", "fact", "The family was abroad; the school was told too late.", source="Mother")
    here.judge("nia", "There is no sign of harm.", [fact], "Both children were seen and well.")
    here.hear("sofia", "tia", "We went to see grandad. He has a donkey.", how="talked")
    here.not_heard("luca", "He is two and was seen playing; his mother’s account fits.")
    for child in ("sofia", "luca"):
        here.decide(child, "no_s47_no_further_action", "The absence is explained and neither child was harmed.")
        stage.lead("mia", child, "ola")
    here.nobody_dissents()
    here.conclude()
    yield stage.at(-46, "14:00")
    here.issue_record()
    for child in ("sofia", "luca"):
        children.record_sharing_decision(
            stage.who("ola"), stage.child("ola", child), shared=True, what="That the children were seen and well",
            with_whom="Elm Park Primary School", purpose="So that the school does not ask again", lawful_basis="public_task",
            consent="given",
        )  # fmt: skip
    yield stage.at(-44, "10:00")
    commands.close(stage.who("ola"), here.id)
    yield stage.at(-40, "11:00")
    for child in ("sofia", "luca"):
        children.set_plan(stage.who("mia"), stage.child("mia", child), "none")
        children.end(stage.who("mia"), stage.child("mia", child), "No plan follows.")
    yield stage.at(-1, "11:30")
    for child in ("sofia", "luca"):
        children.nominate(stage.who("mia"), stage.child("mia", child), stage.who("ola"))


def oak(stage: Stage) -> Story:
    """A professionals' meeting that was put off. One social worker of the team is the boy's aunt: for her he is not there."""
    here = Gathering(stage, "oak", "ola", "mia", "ben")
    yield stage.at(-28, "09:00")
    children.declare_conflict(stage.who("heidi"), stage.child("ola", "ben"), stage.who("heidi"), "His aunt.")
    yield stage.at(-9, "10:00")
    here.propose(
        "ola", "professionals", "requested", stage.at(-9, "10:00"), "School and health see Ben differently: why?"
    )
    here.schedule(stage.at(-5, "11:00"), "rob", "ned")
    here.invite(family_told=INVITED_BY_US)
    yield stage.at(-7, "12:00")
    here.answers("accepted", "mia", "ned")
    here.answers("declined", "rob", comment="Examinations that week.")
    yield stage.at(-6, "09:30")
    commands.postpone(stage.who("ola"), here.id, reason="The school cannot come that week.", by=stage.day(6))


def rowan(stage: Stage) -> Story:
    """A leaver's hand-over, a review that was called off, and a request that was declined with a reason."""
    here = Gathering(stage, "rowan", "ivan", "mia", "ava")
    yield stage.at(-22, "10:00")
    here.propose("ivan", "cin_review", "cin_review.held", stage.at(-34, "10:00"), "How is Ava growing?")
    here.schedule(stage.at(-10, "10:00"), "ivan", "ned", "hana")
    here.invite(family_told=INVITED_BY_US)
    yield stage.at(-19, "10:00")
    here.answers("accepted", "mia", "ivan", "ned", "hana")
    yield stage.at(-14, "15:00")
    commands.cancel(stage.who("kit"), here.id, "superseded", "A home visit of all three takes its place.")
    actions.set_action(
        stage.who("ivan"), text="Visit Ava at home together with Ned Nurse", outcome_wanted="Ava’s growth is known",
        owner=stage.who("ivan"), due_on=stage.day(3), child_ids=[stage.children["ava"]],
    )  # fmt: skip
    refused = Gathering(stage, "rowan_refused", "ivan", "mia", "ava")
    yield stage.at(-11, "09:00")
    refused.propose(
        "hana", "professionals", "requested", stage.at(-11, "09:00"), "The flat is to be given up: who pays?"
    )
    yield stage.at(-10, "12:30")
    commands.decline(stage.who("ivan"), refused.id, "Answered by telephone: the rent is paid.")
    yield stage.at(-3, "17:00")
    people.leave(stage.who("frank"), stage.who("ivan"), stage.who("ola"))


def voices(stage: Stage) -> Story:
    """What children said between meetings, one of them taken back later; and what agencies wrote down."""
    yield stage.at(-40, "15:00")
    children.record_voice(stage.who("tia"), stage.child("tia", "freya"), views="I like school. It is warm.")
    children.add_chronology(
        stage.who("tia"), stage.child("tia", "freya"), happened_on=stage.day(-41), kind="fact",
        text="Came to school without a coat.", source="Class teacher",
    )  # fmt: skip
    yield stage.at(-26, "15:30")
    told = children.record_voice(
        stage.who("rob"), stage.child("rob", "tobi"), views="There is a man who gives me lifts.", how="talked",
        told_not_to_talk=True,
    )  # fmt: skip
    told_id = told.public_id
    yield stage.at(-24, "12:00")
    children.add_chronology(
        stage.who("dan"), stage.child("dan", "tobi"), happened_on=stage.day(-25), kind="fact",
        text="Seen in a car late at night, ten miles from home.", source="Patrol",
    )  # fmt: skip
    yield stage.at(-18, "15:30")
    tobi = stage.child("rob", "tobi")
    children.retract_voice(
        stage.who("rob"), tobi, voice_entry(stage.who("rob"), tobi, told_id), views="There is no man. I made it up.",
        why_retracted="He came to school with a new telephone and was afraid of being seen with me.",
        discussed="That he can say it again at any time, and to whom.",
    )  # fmt: skip
    yield stage.at(-7, "14:00")
    children.record_voice(
        stage.who("sam"), stage.child("sam", "zara"), views="I sleep in Omar’s bed now.", how="play",
        tool="Dolls’ house", tool_explanation="She put both children into one bed and the parents outside.",
    )  # fmt: skip


NOTES = (
    ("ned", "noah", "Weighed and measured; growth follows its line."),
    ("tia", "freya", "On time every day this week; ate little at lunch."),
    ("sam", "omar", "Home visit: both parents there, the fridge full."),
    ("tia", "zara", "Fell asleep in the afternoon lesson."),
    ("ned", "zara", "Hearing test asked for."),
    ("pip", "omar", "No call to the address this month."),
    ("sam", "ivy", "Mother telephoned: a car she did not know stood in the street."),
    ("dora", "ivy", "Safety plan looked at with mother and Ivy."),
    ("tom", "jack", "Brought a drawing of his nan to show the class."),
    ("ned", "jack", "Breakfast visit: calm, both parents up."),
    ("sam", "jack", "Core group’s plan gone through with mother."),
    ("rob", "tobi", "Absent three afternoons out of five."),
    ("ola", "tobi", "Missed appointment; found at the bus station, came along willingly."),
    ("ned", "mina", "Settled at her grandmother’s; sleeps through."),
    ("hana", "mina", "A two-room flat is offered for next month."),
    ("molly", "baby_hazel", "Third appointment kept; the cot is bought."),
    ("rob", "ella", "Works hard for her examinations, and alone."),
)


def notes(stage: Stage) -> Story:
    """What those who work with the children wrote down lately, each in their own agency’s words."""
    for number, (who, child, text) in enumerate(NOTES):
        yield stage.at(-17 + number, f"1{number % 7}:15") if number < 16 else stage.at(-1, "17:15")
        children.add_chronology(
            stage.who(who),
            stage.child(who, child),
            happened_on=stage.day(-18 + min(number, 16)),
            kind="fact",
            text=text,
        )


def absences(stage: Stage) -> Story:
    """Somebody is away soon, and says who stands in."""
    yield stage.at(-2, "16:00")
    people.plan_absence(stage.who("ned"), stage.who("ned"), stage.day(9), stage.day(14), stage.who("nia"))


def mornings(stage: Stage) -> Story:
    """At eight each morning the reminders go out, also where nothing else happens."""
    for days in range(-64, 0):
        yield stage.at(days, "08:00")


STORIES = (
    mornings, alder, ash, beech, birch, cedar, elder, hazel, holly, larch, maple, oak, rowan, voices, notes, absences,
)  # fmt: skip
