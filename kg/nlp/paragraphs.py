"""Tells the parser that a new paragraph is a new sentence, and that one may begin after "Ltd."."""

from __future__ import annotations

from spacy.tokens import Doc, Token

_CLOSING = frozenset({"ltd.", "co.", "inc.", "corp.", "bros.", "p.m.", "a.m.", "plc."})
_OPENING = frozenset("the a an it he she they we but and in on at this that these those mr mrs miss meanwhile".split())


class ParagraphStarts:
    """The component `kg_paragraphs`: the first word after a line break begins a sentence.

    So does a capitalised function word after an abbreviation that often ends one: "struck Thames Ltd. The men".
    """

    def __call__(self, doc: Doc) -> Doc:
        """Mark the sentence starts of a tokenised, not yet parsed document."""
        after_break, before = False, ""
        for token in doc:
            if token.is_space:
                after_break = after_break or "\n" in token.text
                continue
            if after_break or (before in _CLOSING and _opens(token)):
                token.is_sent_start = True
            after_break, before = False, token.lower_.split()[-1]
        return doc


def _opens(token: Token) -> bool:
    return token.text[:1].isupper() and token.lower_.rstrip(".") in _OPENING
