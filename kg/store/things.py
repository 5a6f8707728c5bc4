"""What the things of all documents are called and are, for exports that show names beside IRIs."""

from __future__ import annotations

from kg.model import Event, Value
from kg.ontology import CORE, Ontology
from kg.store import terms as t
from kg.store.account import Assembled
from kg.store.graph import GraphStore


class Things:
    """Label and class of each node of the assembled layer, the thing of each mention, the event of each report."""

    def __init__(self, store: GraphStore) -> None:
        assembled = Assembled(store.raw, store.ontology)
        self.labels, self.classes, self.of_mention, self.of_report = (
            {node: values[0] for node, values in assembled.column(predicate).items()}
            for predicate in (t.LABEL, t.TYPE, t.MENTION_OF, t.REPORT_OF)
        )


def when(event: Event, ontology: Ontology) -> str:
    """Return the days of an event, joined by "; ", as EDTF has them.

    A span is `2023-02-01/2023-02-07`, with ".." for an open end; an unknown year is `XXXX`.
    """
    days: dict[str, list[str]] = {"startDate": [], "endDate": [], "": []}
    for iri, fillers in event.roles:
        role = ontology.roles.get(iri)
        if role is not None and role.kind == "date":
            part = next((name for name in ("startDate", "endDate") if ontology.is_a(iri, str(CORE[name]))), "")
            days[part] += [_day(filler.lexical) for filler in fillers if isinstance(filler, Value)]
    if days["startDate"] or days["endDate"]:
        days[""].append(f"{min(days['startDate'], default='..')}/{max(days['endDate'], default='..')}")
    return "; ".join(sorted(days[""]))


def _day(lexical: str) -> str:
    return f"XXXX{lexical[1:]}" if lexical.startswith("--") else lexical
