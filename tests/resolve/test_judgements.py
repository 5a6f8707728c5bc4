"""What people judged holds whatever the order of the lines, and whatever keys a newer reading gives."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from kg.model import Concept, Document, Entity, Event, Evidence, Mark, Reading, Ref, Relation, Statement, Value
from kg.ontology import MEMBERSHIP, load
from kg.resolve import Judgement, Judgements, Verdict, event_id, filler_id
from kg.resolve.finding import event_fact, relation_fact, statement_fact
from kg.resolve.finding import given as value_of
from kg.resolve.lines import identified
from kg.resolve.records import CLASS, LABEL, Filling, Given, Named, Plain, Term, Thing

ONTOLOGY = load("industrial-relations")
IR, XSD = "https://w3id.org/industrial-relations/ontology#", "http://www.w3.org/2001/XMLSchema#"
STRIKE, ACTOR, TARGET, PLACE, STATUS = (f"{IR}{n}" for n in ("Strike", "actor", "target", "place", "status"))
WORKERS, OUTCOME = f"{IR}workersInvolved", f"{IR}outcome"
TEXT = "PCS struck at DWP on Monday. It may strike again. Later, PCS struck at DWP on Monday."


def evidence(sentence: str, words: str, *, text: str = TEXT, after: int = 0) -> Evidence:
    start = text.index(sentence, after)
    at = start + sentence.index(words)
    return Evidence(start, start + len(sentence), sentence, "r", 0.5, (Mark("", at, at + len(words)),))


def made(key: str, type_: str, *pieces: Evidence, status: str = "occurred", **roles: tuple[object, ...]) -> Event:
    filled = tuple((f"{IR}{role}", fillers) for role, fillers in sorted(roles.items()))
    return Event(key, f"{IR}{type_}", f"{IR}{status}", filled, pieces)  # type: ignore[arg-type]


def reading(*, keys: str = "", text: str = TEXT) -> Reading:
    """A reading; a newer extractor gives other keys."""
    pcs, dwp, john = f"pcs{keys}", f"dwp{keys}", f"john{keys}"
    struck = evidence("PCS struck at DWP on Monday.", "struck", text=text)
    again = evidence("It may strike again.", "strike", text=text)
    return Reading(
        Document("d", text, text),
        entities=(
            Entity(dwp, f"{IR}GovernmentDepartment", ("DWP", "Department for Work and Pensions"), "dwp"),
            Entity(john, f"{IR}Person", ("John Smith",), "person/john-smith"),
            Entity(pcs, f"{IR}TradeUnion", ("PCS",), "pcs"),
        ),
        events=(
            made(f"strike-1{keys}", "Strike", struck, actor=(Ref(pcs),), target=(Ref(dwp),)),
            made(f"strike-2{keys}", "Strike", again, status="possible", actor=(Ref(pcs),)),
        ),
        relations=(
            Relation(john, f"{IR}speaksFor", pcs, (struck,)),
            Relation(john, MEMBERSHIP, pcs, (struck,), title="branch secretary"),
        ),
        statements=(
            Statement("statement-001", john, f"{IR}claims", "It may strike again.", (again,), "strike-2" + keys),
        ),
    )


READ = reading()
FIRST, SECOND = (event_fact(READ, event) for event in READ.events)


def judgement(verdict: str, time: int = 0, **parts: object) -> Judgement:
    at = f"2026-01-01T00:00:{time:02}Z"
    return identified(Judgement("N. N.", at, Verdict(verdict), **parts), ONTOLOGY)  # type: ignore[arg-type]


def value(reading: Reading, key: str) -> Given:
    return value_of(Ref(key), reading.entities)


def applied(*lines: Judgement, to: Reading = READ) -> Reading:
    return Judgements(lines, ONTOLOGY).apply(to)


def statuses(found: Reading) -> list[str]:
    return [event.status.removeprefix(IR) for event in found.events]


# -- facts --------------------------------------------------------------------------------------


def test_nothing_judged_changes_nothing() -> None:
    assert applied() == READ
    assert applied(judgement("accept", fact=FIRST), judgement("unsure", fact=SECOND)) == READ


def test_a_rejected_event_is_gone_and_nothing_is_about_it() -> None:
    found = applied(judgement("reject", fact=SECOND))
    assert [event.key for event in found.events] == ["strike-1"]
    assert [statement.about for statement in found.statements] == [None]


def test_a_rejected_relation_office_and_statement_are_gone() -> None:
    speaks, office = (relation_fact(READ, relation) for relation in READ.relations)
    assert applied(judgement("reject", fact=speaks)).relations == READ.relations[1:]
    assert applied(judgement("reject", fact=office)).relations == READ.relations[:1]
    assert applied(judgement("reject", fact=statement_fact(READ, READ.statements[0]))).statements == ()


def test_a_rejected_filler_is_gone() -> None:
    found = applied(judgement("reject", fact=FIRST, role=TARGET, value=value(READ, "dwp")))
    assert (found.events[0].fillers(TARGET), found.events[0].fillers(ACTOR)) == ((), (Ref("pcs"),))


def test_corrections_of_a_role() -> None:
    dwp, pcs = value(READ, "dwp"), value(READ, "pcs")
    assert applied(judgement("correct", fact=FIRST, role=TARGET, value=dwp, new=pcs)).events[0].fillers(TARGET) == (
        Ref("pcs"),
    )
    assert applied(judgement("correct", fact=FIRST, role=TARGET, new=pcs)).events[0].fillers(TARGET) == (
        Ref("dwp"),
        Ref("pcs"),
    )
    assert applied(judgement("correct", fact=FIRST, role=TARGET, value=dwp)).events[0].fillers(TARGET) == ()


def test_a_thing_that_the_document_does_not_know_is_made() -> None:
    new = Named(("HMRC", "Revenue"), f"{IR}GovernmentDepartment", "hmrc")
    found = applied(judgement("correct", fact=FIRST, role=TARGET, value=value(READ, "dwp"), new=new))
    assert found.events[0].fillers(TARGET) == (Ref("hmrc"),)
    assert Entity("hmrc", f"{IR}GovernmentDepartment", ("HMRC", "Revenue"), "hmrc") in found.entities


def test_status_and_class_are_put_right() -> None:
    found = applied(
        judgement("correct", fact=FIRST, role=STATUS, new=Term(f"{IR}cancelled")),
        judgement("correct", fact=SECOND, role=CLASS, value=Term(STRIKE), new=Term(f"{IR}Rally")),
    )
    assert statuses(found) == ["cancelled", "possible"]
    assert [event.type for event in found.events] == [STRIKE, f"{IR}Rally"]


def test_a_number_becomes_more_or_less_exact() -> None:
    event = replace(READ.events[0], roles=((WORKERS, (Value("100", f"{XSD}integer", f"{IR}exactly"),)),))
    new = Plain("100", f"{XSD}integer", f"{IR}atLeast")
    found = applied(
        judgement("correct", fact=FIRST, role=WORKERS, new=new), to=replace(READ, events=(event, READ.events[1]))
    )
    assert found.events[0].fillers(WORKERS) == (Value("100", f"{XSD}integer", f"{IR}atLeast"),)


def test_a_role_of_one_filler_keeps_one() -> None:
    event = replace(READ.events[0], roles=((OUTCOME, (Concept(f"{IR}against"),)),))
    found = applied(
        judgement("correct", fact=FIRST, role=OUTCOME, new=Term(f"{IR}inFavour")), to=replace(READ, events=(event,))
    )
    assert found.events[0].fillers(OUTCOME) == (Concept(f"{IR}inFavour"),)


def test_class_and_label_of_a_thing() -> None:
    thing = Thing(("PCS",), f"{IR}TradeUnion", (("d", "pcs"),))
    found = applied(
        judgement("correct", things=(thing,), role=CLASS, new=Term(f"{IR}UnionBranch")),
        judgement("correct", things=(thing,), role=LABEL, new=Plain("PCS branch", f"{XSD}string")),
    )
    assert found.entities[-1] == Entity("pcs", f"{IR}UnionBranch", ("PCS branch", "PCS"), "pcs")


def test_accepted_facts_are_named() -> None:
    beside = (Filling(TARGET, value(READ, "dwp")), Filling(STATUS, Term(f"{IR}occurred")))
    lines = judgement("accept", fact=FIRST, beside=beside), judgement("unsure", fact=SECOND)
    found = Judgements(lines, ONTOLOGY).judge(READ)
    first, second = READ.events
    assert found.accepted == {
        event_id(first),
        filler_id(first.key, TARGET, Ref("dwp")),
        filler_id(first.key, STATUS, Concept(f"{IR}occurred")),
    }
    assert found.unsure == {event_id(second)}
    assert found.unmatched == ()


# -- which judgement counts ---------------------------------------------------------------------


def test_the_latest_counts() -> None:
    no, yes = judgement("reject", 1, fact=FIRST), judgement("accept", 2, fact=FIRST)
    assert len(applied(no, yes).events) == 2
    assert len(applied(judgement("accept", 1, fact=FIRST), judgement("reject", 2, fact=FIRST)).events) == 1
    corrected = [
        judgement("correct", n, fact=FIRST, role=STATUS, new=Term(f"{IR}{status}"))
        for n, status in enumerate(["planned", "cancelled", "denied"])
    ]
    assert statuses(applied(*reversed(corrected)))[0] == "denied"


def test_what_is_unsure_stands_as_it_was_read() -> None:
    no = judgement("reject", 1, fact=FIRST, role=TARGET, value=value(READ, "dwp"))
    perhaps = judgement("unsure", 2, fact=FIRST, role=TARGET, value=value(READ, "dwp"))
    assert applied(no, perhaps) == READ


def test_a_withdrawn_judgement_was_never_made() -> None:
    no = judgement("reject", 1, fact=FIRST)
    back = judgement("withdraw", 2, withdraws=no.id)
    again = judgement("withdraw", 3, withdraws=back.id)
    assert applied(no, back) == READ
    assert len(applied(no, back, again).events) == 1
    assert Judgements([no, back, again], ONTOLOGY).withdrawn == {back.id}


LINES = (
    *(judgement(verdict, n, fact=fact) for n, verdict in enumerate(["accept", "reject"]) for fact in (FIRST, SECOND)),
    judgement("reject", 1, fact=FIRST, role=TARGET, value=value(READ, "dwp")),
    judgement("correct", 2, fact=FIRST, role=TARGET, value=value(READ, "dwp"), new=value(READ, "pcs")),
    judgement("correct", 2, fact=FIRST, role=TARGET, new=Named(("HMRC",), f"{IR}Company")),
    judgement("correct", 2, fact=SECOND, role=TARGET, new=Named(("Hmrc", "H.M.R.C."), f"{IR}PublicBody")),
    judgement("correct", 3, fact=FIRST, role=STATUS, new=Term(f"{IR}denied")),
    judgement("correct", 3, fact=FIRST, role=STATUS, new=Term(f"{IR}planned")),
    judgement("correct", 1, fact=SECOND, role=CLASS, new=Term(f"{IR}Rally")),
    judgement("unsure", 4, fact=relation_fact(READ, READ.relations[0])),
    judgement("reject", 4, fact=relation_fact(READ, READ.relations[0])),
)


@st.composite
def histories(draw: DrawFn) -> list[Judgement]:
    """Some judgements, and withdrawals of some of them and of each other."""
    lines = draw(st.lists(st.sampled_from(LINES), min_size=1, unique=True))
    for n in range(draw(st.integers(0, 4))):
        lines.append(judgement("withdraw", 10 + n, withdraws=draw(st.sampled_from(lines)).id))
    return lines


@settings(max_examples=200, deadline=None)
@given(histories(), st.randoms(use_true_random=False), st.integers(0, 10))
def test_the_order_of_lines_does_not_count_nor_how_often_one_stands(lines: list[Judgement], random, again: int) -> None:  # type: ignore[no-untyped-def]
    others = [*lines, *lines[:again]]
    random.shuffle(others)
    one, other = (Judgements(some, ONTOLOGY).judge(READ) for some in (lines, others))
    assert one == other


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, unique=True), st.randoms(use_true_random=False))
def test_withdrawing_all_gives_back_what_was_read(lines: list[Judgement], random) -> None:  # type: ignore[no-untyped-def]
    lines = [*lines, *(judgement("withdraw", 20, withdraws=line.id) for line in lines)]
    random.shuffle(lines)
    assert applied(*lines) == READ


# -- after another reading ----------------------------------------------------------------------


def test_a_fact_is_found_again_under_other_keys_and_at_another_place() -> None:
    newer = reading(keys="-x", text=f"Updated at noon.\n\n{TEXT}")
    lines = (
        judgement("reject", fact=SECOND),
        judgement("correct", fact=FIRST, role=TARGET, value=value(READ, "dwp"), new=value(READ, "pcs")),
        judgement("reject", fact=relation_fact(READ, READ.relations[1])),
        judgement("reject", fact=statement_fact(READ, READ.statements[0])),
    )
    found = Judgements(lines, ONTOLOGY).judge(newer)
    assert [(event.key, event.fillers(TARGET)) for event in found.reading.events] == [("strike-1-x", (Ref("pcs-x"),))]
    assert [relation.title for relation in found.reading.relations] == [None]
    assert found.reading.statements == ()
    assert found.unmatched == ()


def test_a_sentence_that_is_cut_otherwise_is_found() -> None:
    wider = evidence("PCS struck at DWP on Monday. It may strike again.", "struck")
    newer = replace(READ, events=(replace(READ.events[0], evidence=(wider,)),))
    assert applied(judgement("reject", fact=FIRST), to=newer).events == ()


def test_an_event_is_found_by_its_other_words_when_the_first_are_not_read_any_more() -> None:
    struck, again = (event.evidence[0] for event in READ.events)
    once = replace(READ.events[0], evidence=(struck, again))
    fact = event_fact(replace(READ, events=(once,)), once)
    assert applied(judgement("reject", fact=fact), to=READ).events == READ.events[1:]
    later = replace(READ, events=READ.events[1:])
    assert applied(judgement("reject", fact=fact), to=later).events == ()


def test_an_event_of_which_other_words_name_several_is_that_of_most() -> None:
    pieces = [evidence(words, words.split()[0]) for words in ("struck at DWP", "It may strike", "again. Later")]
    whole = replace(READ.events[0], evidence=(evidence("PCS struck at DWP", "PCS"), *pieces))
    fact = event_fact(replace(READ, events=(whole,)), whole)
    parts = replace(READ.events[0], evidence=tuple(pieces[:2])), replace(READ.events[1], evidence=tuple(pieces[2:]))
    assert applied(judgement("reject", fact=fact), to=replace(READ, events=parts)).events == parts[1:]


def test_of_two_like_sentences_the_nearer_one_is_meant() -> None:
    late = evidence("PCS struck at DWP on Monday.", "struck", after=30)
    newer = replace(READ, events=(*READ.events, made("strike-3", "Strike", late)))
    kept = applied(judgement("reject", fact=event_fact(newer, newer.events[2])), to=newer)
    assert [event.key for event in kept.events] == ["strike-1", "strike-2"]


def test_what_was_put_right_may_be_read_right_by_now() -> None:
    newer = replace(READ, events=(replace(READ.events[0], type=f"{IR}Rally"), READ.events[1]))
    wrong = judgement("correct", 1, fact=FIRST, role=CLASS, value=Term(STRIKE), new=Term(f"{IR}Rally"))
    place = judgement("correct", 2, fact=FIRST, role=PLACE, new=Named(("Leeds",), f"{IR}Place"))
    found = Judgements([wrong, place], ONTOLOGY).judge(newer)
    assert (found.reading.events[0].type, found.reading.events[0].fillers(PLACE)) == (f"{IR}Rally", (Ref("leeds"),))
    assert found.unmatched == ()


def test_a_correction_is_not_overwritten_by_what_is_read_now() -> None:
    right = judgement("correct", fact=FIRST, role=STATUS, value=Term(f"{IR}occurred"), new=Term(f"{IR}planned"))
    newer = replace(READ, events=(replace(READ.events[0], status=f"{IR}denied"), READ.events[1]))
    assert statuses(applied(right, to=newer))[0] == "planned"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (judgement("reject", fact=replace(FIRST, sentence="Something else.")), "the event"),
        (judgement("reject", fact=replace(FIRST, words="walked out")), "the event"),
        (judgement("reject", fact=replace(FIRST, type=f"{IR}Rally")), "the event"),
        (judgement("accept", fact=FIRST, role=TARGET, value=Named(("HMRC",))), "target 'HMRC'"),
        (judgement("reject", fact=replace(relation_fact(READ, READ.relations[1]), title="clerk")), "the office"),
        (
            judgement("correct", things=(Thing(("X",), STRIKE, (("d", "x"),)),), role=LABEL, new=Plain("Y", "")),
            "the entity",
        ),
    ],
)
def test_what_is_not_read_any_more_is_told(line: Judgement, what: str) -> None:
    found = Judgements([line], ONTOLOGY).judge(READ)
    assert found.reading == READ
    assert [(lost.judgement, lost.what) for lost in found.unmatched] == [(line, what)]


# -- identities ---------------------------------------------------------------------------------

A, B = (Thing((name,), f"{IR}Person", ((document, "john"),)) for name, document in (("John", "a"), ("J. Smith", "b")))
BOTH = Thing(("John", "J. Smith"), f"{IR}Person", (("a", "john"), ("b", "john")))
C = Thing(("John",), f"{IR}Person", (("c", "john"),))
PEOPLE = {
    "a": [Entity("john", f"{IR}Person", ("John",))],
    "b": [Entity("john", f"{IR}Person", ("J. Smith",))],
    "c": [Entity("john", f"{IR}Person", ("John",))],
}


def test_an_opinion_on_two_mentions() -> None:
    found = Judgements([judgement("different", things=(A, B))], ONTOLOGY).opinions(PEOPLE)
    link = found.on_pair(("b", "john"), ("a", "john"))
    assert link is not None
    assert (link.verdict, link.left, link.right) == (Verdict.DIFFERENT, (("a", "john"),), (("b", "john"),))
    assert found.on_pair(("a", "john"), ("c", "john")) is None


def test_an_opinion_on_two_things_is_one_on_each_pair_of_their_mentions_and_the_latest_counts() -> None:
    lines = [judgement("same", 1, things=(BOTH, C)), judgement("different", 2, things=(C, A))]
    for order in (lines, lines[::-1]):
        found = Judgements(order, ONTOLOGY).opinions(PEOPLE)
        verdicts = [
            link.verdict if (link := found.on_pair((d, "john"), ("c", "john"))) else None for d in ("a", "b", "c")
        ]
        assert verdicts == ["different", "same", None]
        assert found.on_pair(("a", "john"), ("b", "john")) is None


def test_a_later_opinion_on_the_same_two_takes_the_place_of_the_earlier() -> None:
    lines = judgement("same", 1, things=(A, B)), judgement("unsure", 2, things=(B, A))
    assert [link.verdict for link in Judgements(lines, ONTOLOGY).opinions(PEOPLE).links] == ["unsure"]


def test_a_mention_is_found_by_its_names_when_its_key_has_changed() -> None:
    renamed = PEOPLE | {
        "b": [Entity("x", f"{IR}Person", ("Smith", "J.  SMITH")), Entity("y", f"{IR}Place", ("Leeds",))]
    }
    judgements = Judgements([judgement("same", things=(A, B))], ONTOLOGY)
    assert judgements.mentioned == {"a", "b"}
    assert judgements.opinions(renamed).on_pair(("a", "john"), ("b", "x")) is not None


def test_a_mention_that_is_gone_or_may_be_either_of_two_is_told() -> None:
    judgements = Judgements([judgement("same", things=(A, B))], ONTOLOGY)
    either = [Entity(key, f"{IR}Person", ("J. Smith",)) for key in ("x", "y")]
    for entities in (PEOPLE | {"b": []}, PEOPLE | {"b": either}):
        found = judgements.opinions(entities)
        assert (found.links, len(found.unmatched)) == ((), 1)
