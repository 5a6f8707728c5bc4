"""What prepared queries are asked with, how an answer is known again, and how long it takes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import blake2b
from statistics import median
from typing import Any

KNOWN = 50  # articles that tell of a thing whose name is asked for, at most: others take all there is
UNION = "?thing a ir:TradeUnion"
BALLOTED = f"?event a ir:Ballot ; ir:actor ?thing ; ir:outcome ?outcome . {UNION}"  # they strike and dispute, too
NAMED = {  # whose names are asked for, by parameter: those of most articles first
    "union": UNION,
    "employer": "?event a ir:Offer ; ir:actor ?thing . ?thing a ir:Company",
    "party": BALLOTED,
    "speaker": "?statement ir:stance ir:demands ; ir:speaker ?mention . ?mention core:mentionOf ?thing",
    "name": UNION,
    "organization": UNION,
}
OTHERS = {  # the same for single queries, so that there is something to find
    "strikes": {"union": BALLOTED},
    "ballots": {"union": BALLOTED},
    "ballot-results": {"union": BALLOTED},
    "measures": {"employer": "?event a ir:EmployerMeasure ; ir:actor ?thing . ?thing a ir:Company"},
}
ASIDE = {"speaks-for": ("name",)}  # parameters that are not asked with: others of the query are
NUMBERS = ("integer", "decimal", "double", "float", "int", "boolean")

Ask = Callable[[], bytes]  # answers in the JSON format of SPARQL 1.1


def values(opened: Any, query: Any, number: int, labels: Callable[[str], list[str]]) -> Iterator[dict[str, str]]:
    """Yield values of the parameters of a query: names of things of most articles, or sources.

    Args:
        opened: the graph.
        query: the prepared query.
        number: how many sources.
        labels: gives the names of the things of a pattern.
    """
    parameters = {parameter.name for parameter in query.parameters} - {*ASIDE.get(query.name, ())}
    named = NAMED | OTHERS.get(query.name, {})
    name = next((one for one in named if one in parameters), None)
    if name is not None:
        yield from ({name: label} for label in labels(named[name]))
    elif "source" in parameters:
        rows = opened.query("SELECT DISTINCT ?source WHERE { ?document dcterms:source ?source } ORDER BY ?source")
        yield from ({"source": row.source} for row in rows[:number])
    else:
        yield {}


def asked(opened: Any, names: list[str], number: int) -> dict[str, list[tuple[dict[str, str], str]]]:
    """Return the values that each prepared query is asked with, and the SPARQL that kg makes of it, with prefixes."""
    from kg.query import load_query
    from kg.query.called import things_called

    @cache
    def named(text: str) -> list[str] | None:
        return things_called(opened.store.raw, text, ontology=ontology, names=opened.store.names)

    @cache
    def labels(pattern: str) -> list[str]:
        rows = opened.query(
            f"SELECT DISTINCT ?label ?documents WHERE {{ {pattern} . ?thing rdfs:label ?label ; "
            f"core:documents ?documents FILTER(?documents <= {KNOWN}) }} "
            f"ORDER BY DESC(?documents) ?label LIMIT {number}"
        )
        return [row.label for row in rows]

    ontology = opened.ontology
    prefixes = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in ontology.prefixes.items())
    made: dict[str, list[tuple[dict[str, str], str]]] = {}
    for name in names:
        query = load_query(ontology, name)
        made[name] = []
        for given in values(opened, query, number, labels):
            things = {one: named(given[one]) for one in query.naming & given.keys()}
            known = {one: iris for one, iris in things.items() if iris is not None}
            made[name].append((given, prefixes + query.bind(given, ontology=ontology, things=known)))
    return made


def timed(asks: list[Ask], runs: int, slow: float) -> dict[str, Any]:
    """Ask each some times; return the median of their medians, the rows of all, and what is in each answer.

    Args:
        asks: of one query, with other values each.
        runs: of each; one where it takes as long as `slow`.
        slow: in seconds.
    """
    medians, said = [], []
    for ask in asks:
        spent: list[float] = []
        answer = b""
        while len(spent) < runs and not (spent and spent[0] >= slow):
            began = time.perf_counter()
            answer = ask()
            spent.append(time.perf_counter() - began)
        medians.append(median(spent))
        said.append(digest(answer))
    return {
        "seconds": median(medians),
        "rows": sum(one["rows"] for one in said) / len(said),
        "said": said,
    }


def digest(answer: bytes) -> dict[str, Any]:
    """Return the number of rows of an answer, and what they hold, in their order and in any.

    Numbers count by their value: not all engines keep their digits. So do truth values, which some write as numbers.
    """
    found = json.loads(answer)
    names = found["head"]["vars"]
    rows = [json.dumps([_cell(row.get(name)) for name in names]) for row in found["results"]["bindings"]]
    return {"rows": len(rows), "ordered": _hash(rows), "sorted": _hash(sorted(rows))}


def _cell(term: dict[str, str] | None) -> Any:
    if term is None:
        return None
    if term["type"] in ("literal", "typed-literal"):
        kind = term.get("datatype", "").rpartition("#")[2]
        if kind in NUMBERS:
            value = {"true": "1", "false": "0"}.get(term["value"], term["value"])
            return round(float(value), 9)
        return term["value"]
    return "_" if term["type"] == "bnode" else f"<{term['value']}>"


def _hash(rows: list[str]) -> str:
    return blake2b("\n".join(rows).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
