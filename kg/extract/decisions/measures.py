"""What is true of a figure or a time expression by itself, whatever event it may be one of."""

from __future__ import annotations

from math import log10

from kg.annotations import Figure, TimeExpression
from kg.extract.decisions.story import FAR, Row, Story

_AROUND = 6  # words beside a figure that say what it counts


class Measures:
    """Looks at each figure and each time expression of a document once.

    Args:
        story: the events of the document.
    """

    def __init__(self, story: Story) -> None:
        self.story = story
        self.context = story.context
        self.doc = story.doc
        self._figures: dict[int, tuple[int, Row]] = {}
        self._whens: dict[int, tuple[int, Row]] = {}

    def when(self, when: TimeExpression) -> tuple[int, Row]:
        """Return the token that a time expression hangs by, and what is true of it for every event."""
        known = self._whens.get(id(when))
        if known is not None:
            return known
        doc, value = self.doc, when.values[0]
        root = doc[when.start : when.end].root
        today = doc._.kg_published.isoformat() if doc._.kg_published else ""
        row: Row = {
            f"kind={when.kind}": 1,
            "values": len(when.values),
            "exact": len(value) == len("2023-02-01"),
            "yearless": value.startswith("-"),
            "vague": len(value) in {len("2023"), len("2023-02")},
            f"lead={doc[when.start - 1].lower_ if when.start else ''}": 1,
            "dated": bool(today),
            "future": bool(today) and value > today,
            "today": value == today,
            "year.past": bool(today) and value[:1] != "-" and value[:4] < today[:4],
            "sentence": min(FAR, self.context.sentence[when.start]),
            f"tense={doc[self.story.root(root.i)].tag_}": 1,
        }
        for above in root.ancestors:
            lemma = above.lemma_.lower()
            if above.pos_ in {"VERB", "AUX"}:
                row |= {f"verb={lemma}": 1, "said": (lemma,) in self.context.language.english.stance}
                break
            if above.pos_ in {"NOUN", "PROPN"}:
                row.setdefault(f"under={lemma}", 1)
        found = self._whens[id(when)] = root.i, row
        return found

    def figure(self, figure: Figure) -> tuple[int, Row]:
        """Return the token that a figure hangs by, and what is true of it, whatever it is the number of."""
        known = self._figures.get(id(figure))
        if known is not None:
            return known
        doc, value = self.doc, figure.value
        at = figure.head if figure.head >= 0 else doc[figure.start : figure.end].root.i
        row: Row = {
            f"bound={figure.bound}": 1,
            f"unit={figure.unit}": 1,
            "size": log10(value) if value > 0 else -1,
            "fraction": value != int(value),
            "counted": figure.head >= 0,
            f"case={self.context.case(at)}": 1,
        }
        if figure.head >= 0:
            row |= self._counted(figure.head)
        for i in range(max(0, figure.start - _AROUND), min(len(doc), figure.end + _AROUND)):
            if not figure.start <= i < figure.end:
                row[f"{'left' if i < figure.start else 'right'}={self.context.lemmas[i]}"] = 1
        found = self._figures[id(figure)] = at, row
        return found

    def _counted(self, i: int) -> Row:
        """Return what kind of thing a figure counts."""
        lexicon, lemma = self.context.language.lexicon, self.doc[i].lemma_.lower()
        return {
            f"counts={lexicon.generic.get(lemma, lexicon.named.get(lemma, ''))}": 1,
            f"counts.word={lemma}": 1,
            "counts.listed": lemma in lexicon.counted,
            "counts.entity": i in self.context.entities.at,
            "counts.plural": self.doc[i].tag_ in {"NNS", "NNPS"},
        }
