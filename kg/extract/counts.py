"""Tells which numbers count the people of an event, and which shares are its result."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc, Token

from kg.annotations import Figure
from kg.extract.entities import Entities
from kg.extract.nouns import names_people
from kg.extract.untold import is_wanted
from kg.frames import UNITS, Frame, Language, RoleRule

_NEAR = 8  # tokens around a figure in which a frame's `near` and `far` words are looked for
_COUNTING = frozenset({"number", "figure", "count", "counted", "strength"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "dobj"})
# "a union that has 40,000 members", "which employs 900": how many there are, not how many take part
_HAVING = frozenset(
    {"have", "represent", "employ", "boast", "organise", "organize", "claim", "comprise", "number", "speak"}
)
_HARM = frozenset("kill injure hurt wound die arrest detain jail imprison".split())
_SIZED = frozenset({"strong", "member"})
_BEFORE = frozenset({"compound", "amod", "nmod", "poss", "case", "punct"})
_AGES = range(14, 100)  # of those whom news names
_FEWEST = 3
_FEWEST_AWAY = 10  # in another sentence than the event's
_BESIDE = 4  # tokens between a share and its name, there
_FAR = 4  # edges above a share in which its verb is looked for


class Counts:
    """Decides which figures of a document may fill a role.

    Args:
        doc: a document that went through the whole pipeline.
        language: the domain's lexicon.
        entities: the entities of the same document.
    """

    def __init__(self, doc: Doc, language: Language, entities: Entities) -> None:
        self.doc = doc
        self.lexicon = language.lexicon
        self.entities = entities
        self.group, self.person = language.ontology.term("Group"), language.ontology.term("Person")
        self._bodies = frozenset(t for side in language.parties.values() for t in side)
        self._fits: dict[tuple[int, int, int, bool], bool] = {}
        self._words: dict[tuple[int, int, bool], dict[str, int]] = {}
        self._numbers = {i: f for f in doc._.kg_figures for i in range(f.start, f.end)}

    def fits(self, frame: Frame, rule: RoleRule, figure: Figure, *, away: bool = False) -> bool:
        """Tell whether a figure can be the number that a role of a frame wants; `away`: from another sentence."""
        key = (id(frame), id(rule), id(figure), away)
        found = self._fits.get(key)
        if found is None:
            found = self._fits[key] = self._fit(frame, rule, figure, away=away)
        return found

    def _fit(self, frame: Frame, rule: RoleRule, figure: Figure, *, away: bool) -> bool:
        if away and not self._by_itself(rule, figure):
            return False
        if self.wanted(frame, figure):
            return False
        if rule.unit == "people":
            if figure.unit or figure.value != int(figure.value) or figure.value < _FEWEST or self.is_age(figure):
                return False
            return self._people(figure, frame) and not self._aside(figure)
        if rule.unit == "poll" and figure.unit == "":
            return figure.value <= 100 and self._named(rule, figure)
        if figure.unit not in UNITS[rule.unit]:
            return False
        if figure.unit == "poll":
            return True
        verb = self._verb(figure)
        if verb & rule.near or verb & rule.far:
            return bool(verb & rule.near)
        words = self._around(figure, wide=figure.unit == "share")
        if not rule.near and not rule.far:
            return True
        near = min((words[w] for w in rule.near if w in words), default=99)
        far = min((words[w] for w in rule.far if w in words), default=99)
        if figure.unit == "share":
            return near < 99
        return near < 99 and near <= far if rule.near else far > 5

    def _by_itself(self, rule: RoleRule, figure: Figure) -> bool:
        """Tell whether a figure says without the event's own sentence what it is the number of."""
        if rule.unit != "people":
            words = self._around(figure)
            return any(words.get(w, 99) <= _BESIDE for w in rule.near)
        head = self.doc[figure.head] if figure.head >= 0 else None
        trade = head is None or head.lemma_.lower() in {
            *self.lexicon.generic,
            *self.lexicon.named,
            *self.lexicon.counted,
        }
        return figure.value >= _FEWEST_AWAY and trade

    def _verb(self, figure: Figure) -> frozenset[str]:
        """Return the forms of the verb that a share is the subject of: "48 per cent of those eligible had voted"."""
        at = self.doc[figure.start : figure.end].root
        for _ in range(_FAR):
            if at.dep_ in {"nsubj", "nsubjpass"}:
                return frozenset({at.head.lemma_.lower(), at.head.lower_})
            if at.head.i == at.i or at.pos_ in {"VERB", "AUX"}:
                break
            at = at.head
        return frozenset()

    def _named(self, rule: RoleRule, figure: Figure) -> bool:
        """Tell whether a bare number follows its name: "a turnout of 52"."""
        at = figure.start - 1
        while at > 0 and self.doc[at].lower_ in {"just", "only", "about", "some"}:
            at -= 1
        return at > 0 and self.doc[at].lower_ in {"of", "was", "at"} and self.doc[at - 1].lower_ in rule.near

    def _around(self, figure: Figure, *, wide: bool = False) -> Mapping[str, int]:
        """Return the words of a figure's sentence, as they are and as lemmas, by how far away they stand."""
        known = self._words.get((figure.start, figure.end, wide))
        if known is not None:
            return known
        found = self._words[figure.start, figure.end, wide] = dict[str, int]()
        sentence = self.doc[figure.start].sent
        reach = len(sentence) if wide else _NEAR
        for i in range(max(sentence.start, figure.start - reach), min(sentence.end, figure.end + reach)):
            away = figure.start - i if i < figure.start else i - figure.end + 1
            token = self.doc[i]
            for word in (token.lower_, token.lemma_.lower()):
                found[word] = min(away, found.get(word, 99))
        return found

    def _people(self, figure: Figure, frame: Frame) -> bool:
        if figure.head < 0:
            return bool(_COUNTING & self._around(figure).keys()) or self._acts(figure)
        head = self.doc[figure.head]
        if head.lower_ in {"them", "us", "those"}:
            return True
        entity = self.entities.at.get(head.i)
        if entity is not None and entity.type == self.group:
            return True
        lemma = head.lemma_.lower()
        if lemma in self.lexicon.counted:  # jobs go; they do not act
            return not any(self.group in r.fill for r in frame.roles[:1])
        return self.group in {self.lexicon.generic.get(lemma), self.lexicon.named.get(lemma)} or names_people(head)

    def _acts(self, figure: Figure) -> bool:
        """Tell whether a number without a noun stands for people: "600 would go", "a crowd of 1,500"."""
        token = self.doc[figure.start : figure.end].root
        if token.dep_ == "pobj" and token.head.lower_ == "of":
            lemma = token.head.head.lemma_.lower()
            return self.group in {self.lexicon.generic.get(lemma), self.lexicon.named.get(lemma)} or lemma == "crowd"
        return token.dep_ in {"nsubj", "nsubjpass"} and figure.value >= 20 and token.head.pos_ == "VERB"

    def _aside(self, figure: Figure) -> bool:
        """Tell whether a number of people is one by the way: all there are, a part's whole, those hurt."""
        first = figure.start
        before = self.doc[first - 1] if first else None
        after = self.doc[figure.end] if figure.end < len(self.doc) else None
        if (before is not None and before.text == "(") or (after is not None and after.text == "-"):
            return True
        if before is not None and before.lower_ == "but" and self.doc[first - 2].lower_ in {"all", "none"}:
            return True
        return self._whole(figure) or self._governed(figure)

    def is_age(self, figure: Figure) -> bool:
        """Tell whether a number is somebody's age: "said Ann Lee, 34."."""
        at = figure.start - 2
        entity = self.entities.at.get(at) if at >= 0 and self.doc[at + 1].text in {",", "("} else None
        if entity is None or entity.type != self.person or figure.end - figure.start != 1:
            return False
        return figure.value in _AGES and self.doc[figure.end : figure.end + 1].text in {",", ".", ")", ";"}

    def wanted(self, frame: Frame, figure: Figure) -> bool:
        """Tell whether a share is what somebody wants, for an event that is none where it is wanted: "wants 10%"."""
        if "wanted" not in frame.untold or figure.unit != "percent":
            return False
        at = self.doc[figure.start : figure.end].root
        while at.dep_ in _BEFORE | {"nummod", "quantmod"} or (at.dep_ == "pobj" and at.head.lower_ == "of"):
            at = at.head.head if at.dep_ == "pobj" else at.head
        return is_wanted(at)

    def sizes(self, figure: Figure) -> bool:
        """Tell whether a number says how large a body is: "the 44,000-strong union", but no branch of one."""
        rest = self.doc[figure.end : figure.end + 2]
        if [t.text for t in rest[:1]] != ["-"] or rest[-1].lower_ not in _SIZED:
            return False
        noun = next((t for t in self.doc[figure.end + 2 : figure.end + 8] if t.dep_ not in _BEFORE), None)
        entity = self.entities.at.get(noun.i) if noun is not None else None
        type_ = entity.type if entity else noun and self.lexicon.generic.get(noun.lemma_.lower())
        return type_ is not None and type_ != self.group and type_ in self._bodies - self.lexicon.units

    def _whole(self, figure: Figure) -> bool:
        """Tell whether a number is that of which another is a part: "620 of the 850", "90 per cent of their 4,000"."""
        for at in range(figure.start - 1, max(0, figure.start - 5), -1):
            if self.doc[at].lower_ == "of":
                part = self._numbers.get(at - 1)
                return part is not None and part.unit in {"", "percent"}
            if self.doc[at].pos_ not in {"DET", "PRON", "PROPN", "PART", "ADP", "ADV", "NOUN"}:
                return False
        return False

    def _governed(self, figure: Figure) -> bool:
        if figure.head < 0:
            return self._all_there_are(self.doc[figure.start : figure.end].root)
        head = self.doc[figure.head]
        if head.dep_ == "poss":
            return True
        verb = head.head
        if verb.lemma_.lower() in _HARM and head.dep_ in _SUBJECTS:
            return True
        joined = any(c.dep_ in {"acl", "relcl"} for c in head.children)  # "has 168 members taking part"
        if verb.lower_ in {"for", "with"} and head.dep_ == "pobj":
            has = verb.lower_ == "with" or verb.head.lemma_.lower() in _HAVING
            return has and self._is_membership(head) and not joined
        return head.dep_ in {"dobj", "attr"} and verb.lemma_.lower() in _HAVING and not joined

    def _all_there_are(self, number: Token) -> bool:
        """Tell whether a number without a noun is that of all: "which employs 900", "a workforce of 900"."""
        if number.dep_ == "pobj" and number.head.lower_ == "of":
            return number.head.head.lower_ in {"workforce", "membership"}
        return number.dep_ in {"dobj", "attr"} and number.head.lemma_.lower() in _HAVING

    def _is_membership(self, head: Token) -> bool:
        return self.group in {
            self.lexicon.generic.get(head.lemma_.lower()),
            self.lexicon.named.get(head.lemma_.lower()),
        }
