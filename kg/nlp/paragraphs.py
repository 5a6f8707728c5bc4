"""Tells the parser that a new paragraph is a new sentence."""

from __future__ import annotations

from spacy.tokens import Doc


class ParagraphStarts:
    """The component `kg_paragraphs`: the first word after a line break begins a sentence."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the sentence starts of a tokenised, not yet parsed document."""
        after_break = False
        for token in doc:
            if token.is_space:
                after_break = after_break or "\n" in token.text
            else:
                if after_break:
                    token.is_sent_start = True
                after_break = False
        return doc
