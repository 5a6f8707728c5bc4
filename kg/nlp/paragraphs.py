"""Tells the parser that a new paragraph is a new sentence, and that one may begin after "Ltd."."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.frames.states import is_date_word, is_state

_CLOSING = frozenset({"ltd.", "co.", "inc.", "corp.", "bros.", "p.m.", "a.m.", "plc."})
_OPENING = frozenset("the a an it he she they we but and in on at this that these those mr mrs miss meanwhile".split())


class ParagraphStarts:
    """The component `kg_paragraphs`: the first word after a line break begins a sentence.

    So does a capitalised function word after an abbreviation that often ends one, "struck Thames Ltd. The men", and any
    capitalised word but a day after that of a state, behind which a sentence goes on with a comma: "in Reno, Nev. Men".

    Args:
        states: abbreviations of parts of countries.
    """

    def __init__(self, states: frozenset[str] = frozenset()) -> None:
        self._states = states

    def __call__(self, doc: Doc) -> Doc:
        """Mark the sentence starts of a tokenised, not yet parsed document."""
        after_break, before = False, ""
        for token in doc:
            if token.is_space:
                after_break = after_break or "\n" in token.text
                continue
            if after_break or (before in _CLOSING and _opens(token)) or self._after_state(token):
                token.is_sent_start = True
            after_break, before = False, token.lower_.split()[-1]
        return doc

    def _after_state(self, token: Token) -> bool:
        """Tell whether a capitalised word stands after the state of a town."""
        if not token.text[:1].isupper() or is_date_word(token.text):
            return False
        return is_state([t.text for t in token.doc[max(0, token.i - 3) : token.i]], self._states)


def _opens(token: Token) -> bool:
    return token.text[:1].isupper() and token.lower_.rstrip(".") in _OPENING
