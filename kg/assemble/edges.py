"""Edges between things: relations and offices of documents, short forms of events, with what each rests on."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from itertools import product
from typing import TYPE_CHECKING

from kg.assemble.ledger import Ledger
from kg.assemble.standing import Standing
from kg.identity import slug
from kg.ontology import CORE, Ontology
from kg.outlines import Outline

if TYPE_CHECKING:
    from kg.assemble.account import Changes


class Edges:
    """The edges of the account. Each is kept with its sources: a document, or a happening.

    Args:
        ledger: where they are kept.
        ontology: the domain.
    """

    def __init__(self, ledger: Ledger, ontology: Ontology) -> None:
        self._ledger = ledger
        self._ontology = ontology
        self._short: dict[tuple[str, str], list[str]] = {}
        self._parties = [
            {role for role in ontology.roles if ontology.is_a(role, str(core))} for core in (CORE.actor, CORE.target)
        ]

    def forget(self, docs: Collection[int]) -> set[tuple[str, str, str, str]]:
        """Take out the relations of documents; return the edges."""
        return self.drop(iri for (iri,) in self._ledger.rows("SELECT iri FROM doc WHERE id IN ({})", docs))

    def take_in(self, outlines: Iterable[tuple[int, Outline, str, dict[str, str]]]) -> set[tuple[str, str, str, str]]:
        """Take in the relations of documents, given with their things; return the edges.

        An edge is subject, predicate, object and, of an office, the slug of its title.
        """
        touched: set[tuple[str, str, str, str]] = set()
        rows, titles = [], []
        for _, outline, twin, entities in outlines:
            for tie in sorted(outline.ties, key=lambda tie: tie.confidence):  # of one told twice, the surest stays
                if tie.subject in entities and tie.object in entities:
                    office = slug(tie.title) if tie.title else ""
                    edge = entities[tie.subject], tie.predicate, entities[tie.object], office
                    rows.append((*edge, outline.iri, json.dumps([twin, tie.confidence, tie.accepted])))
                    titles += [(office, tie.title, outline.iri)] if office else []
                    touched.add(edge)
        self._put(rows)
        self._ledger.sql.executemany("INSERT OR IGNORE INTO title VALUES (?, ?, ?)", titles)
        return touched

    def put(self, happenings: Iterable[tuple[str, Standing]], changes: Changes) -> None:
        """Take in the short forms of happenings."""
        rows = []
        for happening, standing in happenings:
            shortcuts = self._shortcuts(standing)
            if not shortcuts:
                continue
            actors, targets = ({t for role, t in standing.things if role in roles} for roles in self._parties)
            for property_ in shortcuts:
                said = json.dumps([happening, standing.belief, False])
                for actor, target in product(sorted(actors), sorted(targets)):
                    edge = actor, property_, target, ""
                    rows.append((*edge, happening, said))
                    changes.edges.add(edge)
        self._put(rows)

    def _shortcuts(self, standing: Standing) -> list[str]:
        fitting = standing.type, standing.status
        if fitting not in self._short:
            self._short[fitting] = [
                shortcut.property
                for shortcut in self._ontology.shortcuts
                if standing.status in shortcut.statuses and self._ontology.is_a(standing.type, shortcut.event)
            ]
        return self._short[fitting]

    def drop(self, sources: Iterable[str]) -> set[tuple[str, str, str, str]]:
        """Take out what rests on some sources; return the edges."""
        them = list(sources)
        question = "SELECT subject, predicate, object, office FROM edge WHERE source IN ({})"
        found = {(s, p, o, t) for s, p, o, t in self._ledger.rows(question, them)}
        self._ledger.change("DELETE FROM edge WHERE source IN ({})", them)
        self._ledger.change("DELETE FROM title WHERE source IN ({})", them)
        return found

    def _put(self, rows: Iterable[tuple[str, ...]]) -> None:
        self._ledger.sql.executemany("INSERT OR REPLACE INTO edge VALUES (?, ?, ?, ?, ?, ?)", rows)
