"""The operations of a SPARQL update, found in its text.

Source: https://www.w3.org/TR/sparql11-query/#rUpdate (the grammar). What is not understood is refused. Nothing
rests on this being read as the engine reads it: what is written is checked where it is known quad by quad.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.errors import QueryError
from kg.query.scan import Token, place

MANAGEMENT = frozenset({"CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"})
KINDS = frozenset({"DEFAULT", "NAMED", "ALL"})


@dataclass(frozen=True, slots=True)
class Management:
    """An operation on whole graphs. A graph is `DEFAULT`, `NAMED`, `ALL`, or an IRI as written."""

    verb: str
    silent: bool
    graph: str
    target: str = ""
    prologue: str = ""


@dataclass(frozen=True, slots=True)
class Modification:
    """An operation on quads. `delete` and `insert` are what stands between the braces, `where` has its braces.

    Without `where` it is done once. `with_` and `using` are IRIs as written.
    """

    delete: str = ""
    insert: str = ""
    where: str | None = None
    with_: str = ""
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()
    prologue: str = ""


@dataclass(slots=True)
class _Reader:
    text: str
    found: list[Token]
    at: int = 0
    prologue: list[str] = field(default_factory=list)

    def peek(self) -> str:
        """Return the next token, words in capitals; "" at the end."""
        if self.at >= len(self.found):
            return ""
        token = self.found[self.at]
        return token.text.upper() if token.kind == "word" else token.text

    def take(self, *words: str) -> bool:
        """Go on if the next token is one of some words or marks."""
        fits = self.peek() in words
        self.at += fits
        return fits

    def need(self, *words: str) -> None:
        """Go on.

        Raises:
            QueryError: something else stands here.
        """
        if not self.take(*words):
            raise self.misfit(" or ".join(words))

    def misfit(self, wanted: str) -> QueryError:
        """Return the error that something else should stand here."""
        start = self.found[self.at].start if self.at < len(self.found) else len(self.text)
        here = f"`{self.found[self.at].text[:40]}`" if self.at < len(self.found) else "the end"
        return QueryError(f"update:{place(self.text, start)}: {wanted} is expected, and there is {here}")

    def name(self) -> str:
        """Return an IRI as written."""
        if self.at < len(self.found) and self.found[self.at].kind in ("iri", "name"):
            self.at += 1
            return self.found[self.at - 1].text
        raise self.misfit("an IRI")

    def block(self) -> str:
        """Return the text from `{` to the `}` that closes it."""
        if self.peek() != "{":
            raise self.misfit("{")
        start, depth = self.found[self.at].start, 0
        while self.at < len(self.found):
            token = self.found[self.at]
            if token.kind == "mark":
                depth += (token.text == "{") - (token.text == "}")
            self.at += 1
            if depth == 0:
                return self.text[start : token.start + 1]
        raise self.misfit("}")


def operations(text: str, found: list[Token]) -> list[Management | Modification]:
    """Return the operations of an update.

    Args:
        text: the update.
        found: its tokens.

    Raises:
        QueryError: it holds something that is no operation, or LOAD, which is never done.
    """
    reader = _Reader(text, found)
    read: list[Management | Modification] = []
    while True:
        _prologue(reader)
        if not reader.peek():
            return read
        read.append(_operation(reader))
        if reader.peek():
            reader.need(";")


def _prologue(reader: _Reader) -> None:
    while reader.peek() in ("PREFIX", "BASE"):
        start = reader.at
        reader.at += 1
        if reader.found[start].text.upper() == "PREFIX":
            reader.name()
        reader.name()
        reader.prologue.append(" ".join(token.text for token in reader.found[start : reader.at]))


def _operation(reader: _Reader) -> Management | Modification:
    prologue = "\n".join(reader.prologue)
    verb = reader.peek()
    if verb.startswith("LOAD"):
        raise QueryError("LOAD is not allowed: this server fetches nothing; send the triples with the update")
    if reader.take(*MANAGEMENT):
        return _management(reader, verb, prologue)
    if reader.take("WITH"):
        return _modification(reader, reader.name(), prologue)
    if verb in ("INSERT", "DELETE"):
        following = reader.found[reader.at + 1].text.upper() if reader.at + 1 < len(reader.found) else ""
        if following not in ("DATA", "WHERE"):
            return _modification(reader, "", prologue)
        reader.at += 2
        block = reader.block()
        if following == "WHERE":
            return Modification(delete=block[1:-1], where=block, prologue=prologue)
        inner = block[1:-1]
        return Modification(
            insert=inner if verb == "INSERT" else "", delete=inner if verb == "DELETE" else "", prologue=prologue
        )
    raise reader.misfit("INSERT, DELETE, WITH, CLEAR, DROP, CREATE, ADD, MOVE or COPY")


def _modification(reader: _Reader, with_: str, prologue: str) -> Modification:
    delete = insert = ""
    if reader.peek() not in ("DELETE", "INSERT"):
        raise reader.misfit("DELETE or INSERT")
    if reader.take("DELETE"):
        delete = reader.block()[1:-1]
    if reader.take("INSERT"):
        insert = reader.block()[1:-1]
    using: dict[bool, list[str]] = {False: [], True: []}
    while reader.take("USING"):
        named = reader.take("NAMED")
        using[named].append(reader.name())
    reader.need("WHERE")
    where = reader.block()
    return Modification(delete, insert, where, with_, tuple(using[False]), tuple(using[True]), prologue)


def _management(reader: _Reader, verb: str, prologue: str) -> Management:
    silent = reader.take("SILENT")
    if verb == "CREATE":
        reader.need("GRAPH")
        return Management(verb, silent, reader.name(), prologue=prologue)
    if verb in ("CLEAR", "DROP"):
        kind = reader.peek()
        if reader.take(*KINDS):
            return Management(verb, silent, kind, prologue=prologue)
        reader.need("GRAPH")
        return Management(verb, silent, reader.name(), prologue=prologue)
    graph = _graph_or_default(reader)
    reader.need("TO")
    return Management(verb, silent, graph, _graph_or_default(reader), prologue)


def _graph_or_default(reader: _Reader) -> str:
    if reader.take("DEFAULT"):
        return "DEFAULT"
    reader.take("GRAPH")
    return reader.name()
