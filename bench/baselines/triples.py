"""Triples of subject, verb and object, and the facts that they can be taken to tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from spacy.tokens import Doc, Token

from bench.baselines.vocabulary import OFFICE, Gathered, Vocabulary, named
from kg.frames import Frame
from kg.score import GoldDoc

_SUBJECTS, _OBJECTS = frozenset({"nsubj", "csubj"}), frozenset({"dobj", "dative", "attr", "oprd", "acomp"})
_AGAINST = frozenset({"", "at", "against", "with", "by", "to", "over", "from", "of", "for", "between"})
_WHERE = frozenset({"in", "at", "near", "outside", "across", "around", "from"})
_DOERS = frozenset({"by", "of", "with", "between"})


@dataclass(frozen=True, slots=True)
class Triple:
    """A verb with its subjects and objects; an object under a preposition comes with it."""

    subjects: tuple[Token, ...]
    verb: Token
    objects: tuple[tuple[str, Token], ...]


Walk = Callable[[Doc], Iterable[Triple]]


def plain(doc: Doc) -> Iterator[Triple]:
    """Yield the triples of a document by a walk over each verb's children."""
    for verb in doc:
        if verb.pos_ not in {"VERB", "AUX"} or verb.dep_ in {"aux", "auxpass"}:
            continue
        subjects, objects = _children(verb)
        at = verb
        while not subjects and at.dep_ in {"conj", "xcomp"}:
            at = at.head
            subjects = _children(at)[0]
        if subjects or objects:
            yield Triple(tuple(subjects), verb, tuple(objects))


def _children(verb: Token) -> tuple[list[Token], list[tuple[str, Token]]]:
    subjects: list[Token] = []
    objects: list[tuple[str, Token]] = []
    for child in verb.children:
        if child.dep_ in _SUBJECTS:
            subjects += _with_conjuncts(child)
        elif child.dep_ in _OBJECTS or child.dep_ == "nsubjpass":
            objects += (("", t) for t in _with_conjuncts(child))
        elif child.dep_ in {"prep", "agent"}:
            for inner in child.children:
                if inner.dep_ == "pobj" and child.dep_ == "agent":
                    subjects += _with_conjuncts(inner)
                elif inner.dep_ == "pobj":
                    objects += ((child.lower_, t) for t in _with_conjuncts(inner))
    return subjects, objects


def _with_conjuncts(token: Token) -> list[Token]:
    return [token, *(c for c in token.conjuncts if c.i > token.i)]


def has_textacy() -> bool:
    return find_spec("textacy") is not None


def by_textacy(doc: Doc) -> Iterator[Triple]:
    """Yield the triples that textacy finds (Apache-2.0; `pip install textacy`)."""
    from textacy.extract import subject_verb_object_triples  # type: ignore[import-not-found, unused-ignore]

    for triple in subject_verb_object_triples(doc):
        verb = next((t for t in reversed(triple.verb) if t.pos_ == "VERB"), triple.verb[-1])
        yield Triple(tuple(triple.subject), verb, tuple(("", t) for t in triple.object))


class TripleReader:
    """Reads documents by their triples.

    Args:
        vocabulary: what words tell.
        walk: gives the triples of a document.
    """

    def __init__(self, vocabulary: Vocabulary, walk: Walk) -> None:
        self.vocabulary = vocabulary
        self.walk = walk

    def read(self, doc: Doc) -> GoldDoc:
        gathered, frames = Gathered(), self.vocabulary.frames(doc)
        sentences = {s.start: n for n, s in enumerate(doc.sents)}
        for triple in self.walk(doc):
            for head in (triple.verb, *triple.subjects, *(t for _, t in triple.objects)):
                if head.i in frames:
                    self._event(gathered, frames[head.i], head, triple)
            self._statement(gathered, triple, sentences[triple.verb.sent.start])
            self._office(gathered, triple)
        return gathered.facts()

    def _event(self, gathered: Gathered, frame: Frame, head: Token, triple: Triple) -> None:
        sentence, vocabulary = triple.verb.sent, self.vocabulary
        draft = gathered.event(frame, sentence, vocabulary.status(triple.verb))
        doers = [] if head in triple.subjects else list(triple.subjects)
        done = [(prep, t) for prep, t in triple.objects if t is not head]
        if head is not triple.verb:  # "the strike by dockers at Santos"
            under = [(c.lower_, t) for c in head.children if c.dep_ in {"prep", "agent"} for t in _objects(c)]
            doers += [t for prep, t in under if prep in _DOERS]
            doers += [c for c in head.children if c.dep_ in {"poss", "compound"}]
            done += under
        for role, tokens in (
            ("actor", doers),
            ("target", [t for prep, t in done if prep in _AGAINST]),
            ("place", [t for prep, t in done if prep in _WHERE]),
        ):
            things = vocabulary.things(tokens)
            draft.add(role, named(t for t in things if vocabulary.fits(frame, role, t)))
        vocabulary.beside(draft, sentence)

    def _statement(self, gathered: Gathered, triple: Triple, number: int) -> None:
        stance = self.vocabulary.stance(triple.verb)
        speakers = self.vocabulary.things(triple.subjects)
        if stance is not None and speakers:
            gathered.say(speakers[0], stance, triple.verb.sent.text, number)

    def _office(self, gathered: Gathered, triple: Triple) -> None:
        """Add the office of "Ann Lee is secretary of the union"."""
        if triple.verb.lemma_ != "be":
            return
        for _, post in triple.objects:
            bodies = self.vocabulary.things(t for c in post.children if c.dep_ == "prep" for t in _objects(c))
            titles = list(self.vocabulary.offices(post.subtree))
            for person in self.vocabulary.things(triple.subjects):
                for body in bodies:
                    for title in titles[:1]:
                        gathered.relate(person, OFFICE, body, title)
                        gathered.relate(person, "speaksFor", body)


def _objects(preposition: Token) -> Iterator[Token]:
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield from _with_conjuncts(child)
