"""What stands around the children: services that have confirmed and services that have not, one that stops, what is taken for
granted, and an adult whom one agency alone has seen."""

from children import commands, queries
from convenor.demo.stage import Stage, Story
from people.queries import agency_by_key


def services(stage: Stage) -> Story:
    """Everybody thinks that Tobi is seen by CAMHS; his mother’s service has confirmed; for Ivy nobody has asked."""
    yield stage.at(-26, "10:10")
    ola, tobi = stage.who("ola"), stage.child("ola", "tobi")
    camhs = commands.state_service(ola, tobi, agency_by_key("nhs"), "CAMHS", what="Said to see him every fortnight")
    harbour = commands.state_service(
        ola, tobi, agency_by_key("harbour"), "Outreach", used_by="parent", what="His mother, since the autumn"
    )
    commands.state_service(stage.who("sam"), stage.child("sam", "ivy"), agency_by_key("nhs"), "CAMHS")
    camhs_id, harbour_id = camhs.public_id, harbour.public_id
    yield stage.at(-12, "15:00")
    ola, tobi = stage.who("ola"), stage.child("ola", "tobi")
    commands.record_answer(
        ola, tobi, queries.use(ola, tobi, harbour_id), answer="confirmed", said_by="Harbour duty worker",
        words="Seen weekly; she came to all four.",
    )  # fmt: skip
    commands.count_on_service(ola, tobi, queries.use(ola, tobi, harbour_id), "Harm between the adults at home")
    yield stage.at(-2, "11:25")
    ola, tobi = stage.who("ola"), stage.child("ola", "tobi")
    commands.record_answer(
        ola, tobi, queries.use(ola, tobi, camhs_id), answer="denied", said_by="CAMHS duty line",
        words="Discharged in the summer after two missed appointments.",
    )  # fmt: skip


def a_service_stops(stage: Stage) -> Story:
    """The outreach that works with Tobi’s mother stops in two weeks; Ola has not said yet what takes its place."""
    yield stage.at(-1, "12:10")
    kit = stage.who("kit")
    outreach = commands.name_service(kit, agency_by_key("harbour"), "Outreach")
    commands.publish_change(
        kit, outreach, kind="service_stops", effective_on=stage.day(9),
        text="Funding ends with the month. The family hub takes new families from the first on.",
    )  # fmt: skip
    yield stage.at(-1, "14:45")
    commands.publish_tenancy_ending(
        stage.who("hana"), stage.child("hana", "ella"), effective_on=stage.day(20),
        text="A possession order was made for arrears; the council is told.",
    )  # fmt: skip


def taken_for_granted(stage: Stage) -> Story:
    """About Tobi, on a plan for neglect; one is tested, one has waited for too long. And what Ivy’s family believes."""
    yield stage.at(-25, "16:00")
    ola, tobi = stage.who("ola"), stage.child("ola", "tobi")
    commands.note_assumption(
        ola, tobi, text="He stays with friends when he is not at home.", held_by="His mother, and all of us",
        evidence_for="He says so.", evidence_against="No friend has been named.",
        how_to_test="Police ask for names; school asks whom he sits with.",
        like_for_child="He comes to school in the clothes of the day before, and hungry.",
    )  # fmt: skip
    first = commands.note_assumption(
        ola, tobi, text="There is food in the house.", held_by="Children’s social care",
        evidence_for="Seen once, on an announced visit.", how_to_test="Two visits that nobody announces.",
        like_for_child="He eats at the youth club on Thursdays.",
    ).public_id  # fmt: skip
    yield stage.at(-7, "17:10")
    ola, tobi = stage.who("ola"), stage.child("ola", "tobi")
    commands.record_test(
        ola, tobi, queries.assumption(ola, tobi, first), result="does_not_hold",
        words="Two visits before breakfast: there was bread, once.",
    )  # fmt: skip
    yield stage.at(-6, "10:30")
    commands.record_belief(
        stage.who("sam"), stage.child("sam", "ivy"), kind="belief", said_by="Ivy, and her mother",
        meaning="Sunday mornings are for church. Ivy sings there, and does not want to be fetched from it.",
    )  # fmt: skip
    yield stage.at(-5, "13:20")
    tia, omar = stage.who("tia"), stage.child("tia", "omar")
    commands.add_family_member(
        tia, omar, name="Dee Example", relation="mother’s partner", parental_responsibility="no",
        note="Fetched the children from school three times this month.",
    )  # fmt: skip


AROUND = (services, a_service_stops, taken_for_granted)
