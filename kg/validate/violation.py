"""What is wrong with a graph, as people are told it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that a valid graph must not have.

    Attributes:
        document: the identifier of the document in whose graph it stands; the graph's IRI where it has none.
        focus: the IRI of the node that is wrong.
        path: the property that is wrong, as a prefixed name; "" when it is the node itself.
        value: the value that is wrong; "" when one is missing.
        message: what is right, in plain words.
        focus_label: what the node is called.
        sentence: the words from which the node was read; "" where it has no evidence.
    """

    document: str
    focus: str
    path: str
    value: str
    message: str
    focus_label: str
    sentence: str

    def __str__(self) -> str:
        where = f"{self.path} " if self.path else ""
        value = f" (is {self.value})" if self.value else ""
        words = f' — "{self.sentence}"' if self.sentence else ""
        return f"{self.document}: {self.focus_label}: {where}{self.message}{value}{words}"
