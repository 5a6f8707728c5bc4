"""What an update deletes and inserts, as quads with variables.

SPARQL writes quads nearly as TriG does, whose parser reads them here: variables become IRIs that nothing else has.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from kg.errors import QueryError
from kg.query.scan import Token, tokens

ENDS = ("", ".", "{", "}")
WORDS = frozenset({"GRAPH", "a", "true", "false"})
Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph


class Template:
    """Quads in which variables may stand.

    Args:
        text: what stands between the braces.
        prologue: the prefixes and the base that hold there, as SPARQL has them.
        base: to which IRIs are relative where the prologue does not say.
        graph: where triples go that name no graph.

    Raises:
        QueryError: the text cannot be read.
    """

    def __init__(self, text: str, *, prologue: str, base: str, graph: ox.NamedNode | ox.DefaultGraph) -> None:
        self._graph = graph
        self._mark = f"urn:x-kg-{secrets.token_hex(16)}:"
        self.variables: tuple[str, ...] = ()
        trig = f"{prologue}\n{self._trig(text)}"
        try:
            parsed = list(ox.parse(trig.encode(), ox.RdfFormat.TRIG, base_iri=base))
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"update: {' '.join(str(error).split())} (of `{text.strip()[:40]}`)") from None
        self.quads = [quad if quad.graph_name != ox.DefaultGraph() else self._put(quad, graph) for quad in parsed]

    @property
    def graphs(self) -> set[ox.NamedNode | ox.DefaultGraph]:
        """The graphs to which it surely belongs; those that a variable names are known with its values."""
        found = {quad.graph_name for quad in self.quads}
        return {g for g in found if not isinstance(g, ox.BlankNode) and self._variable(g) is None}

    @property
    def has_blank_nodes(self) -> bool:
        """Whether it makes new nodes for each solution."""
        return any(isinstance(node, ox.BlankNode) for quad in self.quads for node in (quad.subject, quad.object))

    def fill(self, values: Mapping[str, Value | None] | ox.QuerySolution) -> Iterator[ox.Quad]:
        """Yield the quads for one solution; none for what would be no quad, as the standard has it."""
        new: dict[ox.BlankNode, ox.BlankNode] = {}
        for quad in self.quads:
            nodes: list[Node | None] = []
            for node in (quad.subject, quad.predicate, quad.object, quad.graph_name):
                variable = self._variable(node)
                if variable is not None:
                    nodes.append(values[variable])
                elif isinstance(node, ox.BlankNode):
                    nodes.append(new.setdefault(node, ox.BlankNode()))
                else:
                    nodes.append(node)
            filled = _quad(*nodes)
            if filled is not None:
                yield filled

    def _variable(self, node: Node) -> str | None:
        if isinstance(node, ox.NamedNode) and node.value.startswith(self._mark):
            return self.variables[int(node.value.removeprefix(self._mark))]
        return None

    def _put(self, quad: ox.Quad, graph: ox.NamedNode | ox.DefaultGraph) -> ox.Quad:
        return ox.Quad(quad.subject, quad.predicate, quad.object, graph)

    def _trig(self, text: str) -> str:
        """Return the text as TriG: variables as IRIs, full stops where TriG wants them, and only there."""
        numbers: dict[str, int] = {}
        written: list[str] = []
        end = 0
        found = tokens(text)
        for i, token in enumerate(found):
            before = found[i - 1].text if i else ""
            _check_token(found, i)
            between = text[end : token.start]
            end = token.start + len(token.text)
            replaced = token.text
            if token.kind == "variable":
                replaced = f"<{self._mark}{numbers.setdefault(token.text[1:], len(numbers))}>"
            elif token.kind == "word" and token.text.upper() == "GRAPH" and before not in ENDS:
                replaced = f". {token.text}"
            elif token.text == "." and before == "}":
                replaced = ""
            written += between, replaced
        self.variables = tuple(numbers)
        last = found[-1].text if found else ""
        return "".join(written) + text[end:] + ("" if last in ENDS or last.endswith(".") else "\n.")


def resolved(name: str, *, prologue: str, base: str) -> ox.NamedNode:
    """Return the IRI that a name in an update means.

    Raises:
        QueryError: it means none.
    """
    template = Template(f"{name} a {name}", prologue=prologue, base=base, graph=ox.DefaultGraph())
    subject = template.quads[0].subject
    assert isinstance(subject, ox.NamedNode)
    return subject


def _check_token(found: list[Token], i: int) -> None:
    """Refuse what TriG has and SPARQL has not."""
    token = found[i]
    before = [t.text for t in found[max(0, i - 2) : i]]
    word = token.kind == "word" and token.text not in WORDS and token.text.upper() != "GRAPH"
    brace = token.text == "{" and (len(before) < 2 or before[0].upper() != "GRAPH")
    directive = token.kind == "language" and (i == 0 or found[i - 1].kind != "string")
    named = token.kind == "blank" and bool(before) and before[-1].upper() == "GRAPH"
    if word or brace or directive or named:
        raise QueryError(f"update: `{token.text[:40]}` does not fit between the braces of INSERT or DELETE")


def _quad(subject: Node | None, predicate: Node | None, object_: Node | None, graph: Node | None) -> ox.Quad | None:
    if (
        isinstance(subject, ox.NamedNode | ox.BlankNode)
        and isinstance(predicate, ox.NamedNode)
        and isinstance(object_, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple)
        and isinstance(graph, ox.NamedNode | ox.DefaultGraph)
    ):
        return ox.Quad(subject, predicate, object_, graph)
    return None
