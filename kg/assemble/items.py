"""Things across documents: keeps them in the ledger and has them resolved again where something about them changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from kg.assemble.ledger import Groups, Ledger, chunks, key_of, packed, reach
from kg.assemble.things import Thing
from kg.ontology import Ontology
from kg.outlines import Mention, Outline

if TYPE_CHECKING:
    from kg.assemble.account import Changes

ITEMS = 1 << 16  # things of one document at most, so that their numbers follow from the document's
HELD = 500  # things of which all mentions are held at once
TOGETHER = 20_000  # cases that are held at once
SOLE = (1.0, "", None)  # score, reason and author where nothing else is of the same thing

Pair = tuple[str, str, str]  # two nodes, and who judged
Keys = tuple[str, ...]
Row = tuple[Any, ...]  # what a case comes to: thing, score, reason, author, and what else it may be


class Reason(Protocol):
    """Why a case is one with others."""

    @property
    def score(self) -> float:
        """The share of such pairs that are one."""

    @property
    def words(self) -> str:
        """The reason."""


class Resolved(Protocol):
    """What cases come to; see `kg.resolve`."""

    @property
    def entities(self) -> Mapping[str, str]:
        """The thing of each node."""

    @property
    def reasons(self) -> Mapping[str, Reason]:
        """Why it is that."""

    @property
    def doubts(self) -> Iterable[tuple[str, str, Reason]]:
        """The other things that a node may be."""

    @property
    def judged(self) -> Mapping[str, str]:
        """Who said so, where somebody did."""


class Resolver(Protocol):
    """Tells which things of several documents are one; see `kg.resolve.Resolver`."""

    def alone(self, type_: str) -> bool:
        """Tell whether things of a class are resolved by themselves, before the others."""

    def case(
        self,
        document: str,
        mention: Mention,
        *,
        country: str,
        twin: str,
        own: Iterable[str],
        around: Iterable[str],
        beside: frozenset[str],
    ) -> Any:
        """Return a thing of a document with what tells whether it is that of another."""

    def sole(self, case: Any) -> str:
        """Return what the thing is called of which this is the only case."""

    def keys(self, case: Any) -> Collection[str]:
        """Return what two cases must share one of to be looked at together."""

    def resolve(
        self, cases: Sequence[Any], *, together: Iterable[tuple[str, str, str]], apart: Iterable[tuple[str, str]]
    ) -> Resolved:
        """Tell which cases are of one thing."""

    def scene(self, outline: Outline) -> frozenset[str]:
        """Return what is known to stand beside each thing of a document."""


class Judged:
    """People's judgements on pairs of nodes, each as (left, right, author).

    Args:
        together: they are of one thing.
        apart: they are of two.
        open_: nobody can tell.
    """

    def __init__(self, together: Iterable[Pair] = (), apart: Iterable[Pair] = (), open_: Iterable[Pair] = ()) -> None:
        self.together = sorted(together)
        self.apart = sorted(apart)
        self.open = sorted(open_)
        self.pairs: dict[str, list[tuple[str, str]]] = {}
        for left, right, _ in (*self.together, *self.apart, *self.open):
            self.pairs.setdefault(left, []).append((left, right))
            self.pairs.setdefault(right, []).append((left, right))

    def keys(self, node: str) -> Iterator[str]:
        """Yield what the two of a judged pair share."""
        for left, right in self.pairs.get(node, ()):
            yield f"judged {left} {right}"

    def beside(self, nodes: Iterable[str]) -> set[str]:
        """Return the nodes that are judged together with some."""
        if not self.pairs:
            return set()
        return {other for node in nodes for pair in self.pairs.get(node, ()) for other in pair}


class Items:
    """The things of all documents.

    Args:
        ledger: where they are kept.
        ontology: the domain.
        resolver: tells which are one.
        judged: what people said of them.
    """

    def __init__(self, ledger: Ledger, ontology: Ontology, resolver: Resolver, judged: Judged) -> None:
        self._ledger = ledger
        self._resolver = resolver
        self._judged = judged
        self._actor, self._target = ontology.term("actor"), ontology.term("target")
        self._group = ontology.term("Group")
        self._is_a = ontology.is_a

    # -- taking in and out ------------------------------------------------------------------

    def drop(self, docs: Collection[int], changes: Changes, *, alone: bool) -> set[int]:
        """Take out the things of documents that are resolved by themselves, or the others.

        Return the keys that they shared.
        """
        ledger = self._ledger
        which = f"(SELECT id FROM item WHERE doc IN ({{}}) AND alone = {int(alone)})"
        keys = {key for (key,) in ledger.rows(f"SELECT DISTINCT key FROM share WHERE item IN {which}", docs)}
        question = f"SELECT node, entity FROM item WHERE doc IN ({{}}) AND alone = {int(alone)}"
        for node, entity in ledger.rows(question, docs):
            changes.mentions.add(node)
            if entity:
                changes.entities.add(entity)
        for table in ("share", "doubt"):
            ledger.change(f"DELETE FROM {table} WHERE item IN {which}", docs)
        ledger.change(f"DELETE FROM item WHERE doc IN ({{}}) AND alone = {int(alone)}", docs)
        return keys

    def put(self, doc: int, outline: Outline, *, alone: bool, twin: str, entities: Mapping[str, str]) -> set[int]:
        """Take in those things of a document that are resolved by themselves, or the others; return their keys.

        `entities` are what the former were resolved to, by key.
        """
        found: set[int] = set()
        items, shares = [], []
        acting = [] if alone else [(r.entities(self._actor), r.entities(self._target)) for r in outline.reports]
        around = sorted({entities[k] for parties in acting for side in parties for k in side if k in entities})
        for number, mention in enumerate(outline.mentions):
            if self._resolver.alone(mention.type) is not alone:
                continue
            own = [] if alone else self._own(outline, mention, entities, acting)
            said = [
                mention.key,
                mention.type,
                mention.names,
                mention.identity,
                own,
                around,
                mention.given,
            ]
            item = doc * ITEMS + number
            case = self._case(outline.iri, said, outline.country, twin, frozenset())
            judged = (f"{key} {alone}" for key in self._judged.keys(case.node))  # a person is no place whoever says so
            keys = {key_of(key) for key in (*self._resolver.keys(case), *judged)}
            items.append((item, doc, case.node, alone, packed(said), self._resolver.sole(case)))
            shares += [(key, item) for key in sorted(keys)]
            found |= keys or {-item}
        into = "INSERT INTO item (id, doc, node, alone, said, sole) VALUES (?, ?, ?, ?, ?, ?)"
        self._ledger.sql.executemany(into, items)
        self._ledger.sql.executemany("INSERT INTO share VALUES (?, ?)", shares)
        return found

    def _own(
        self, outline: Outline, mention: Mention, entities: Mapping[str, str], acting: Iterable[tuple[Keys, Keys]]
    ) -> list[str]:
        """Return what a thing belongs to: where it holds an office or speaks.

        Of people at work, against or with whom they act. `acting` are who acts in the document's reports, and on whom.
        """
        own = {tie.object for tie in outline.ties if tie.subject == mention.key}
        if self._is_a(mention.type, self._group):
            own |= {key for actors, targets in acting if mention.key in actors for key in (*actors, *targets)}
        return sorted({entities[key] for key in own if key in entities})

    def _case(self, document: str, said: Sequence[Any], country: str, twin: str, beside: frozenset[str]) -> Any:
        key, type_, names, identity, own, around, _ = said
        mention = Mention(key, type_, tuple(names), identity)
        return self._resolver.case(document, mention, country=country, twin=twin, own=own, around=around, beside=beside)

    # -- resolving --------------------------------------------------------------------------

    def resolve(self, keys: Collection[int], changes: Changes, *, alone: bool) -> tuple[set[str], set[int]]:
        """Resolve again what shares any of the keys, directly or by way of others.

        Returns:
            the nodes of which anything changed; the documents of which a thing is another one now.
        """
        changed: set[str] = set()
        docs: set[int] = set()
        linked = self._linked(keys, alone=alone)
        self._resolve_sole([group[0] for group in linked if len(group) == 1], changed, docs, changes)
        for groups in self._groups(group for group in linked if len(group) > 1):
            cases, before = self._cases([item for group in groups for item in group])
            written = []
            for group in groups:
                rows = self._rows([cases[item] for item in group])
                for item in group:
                    now = rows[cases[item].node]
                    old, doc = before[item]
                    if now != old:
                        changed.add(cases[item].node)
                        written.append((item, old, now))
                    if now[0] != old[0]:
                        docs.add(doc)
                        changes.entities |= {name for name in (old[0], now[0]) if name}
            self._write(written)
        return changed, docs

    def _resolve_sole(self, items: Iterable[int], changed: set[str], docs: set[int], changes: Changes) -> None:
        """Resolve items again that have to do with no other, as most have not; note what `resolve` returns."""
        ledger = self._ledger
        question = "SELECT id, doc, node, sole, entity, score, reason, author FROM item WHERE id IN ({})"
        for some in chunks(sorted(items), TOGETHER):
            doubted = {item for (item,) in ledger.rows("SELECT item FROM doubt WHERE item IN ({})", some)}
            written = []
            for item, doc, node, sole, *before in ledger.rows(question, some):
                if before != [sole, *SOLE] or item in doubted:
                    changed.add(node)
                    written.append(item)
                if before[0] != sole:
                    docs.add(doc)
                    changes.entities |= {name for name in (before[0], sole) if name}
            now = "entity = sole, score = {}, reason = '{}', author = NULL".format(*SOLE)
            ledger.change(f"UPDATE item SET {now} WHERE id IN ({{}})", written)
            ledger.change("DELETE FROM doubt WHERE item IN ({})", doubted)

    def _groups(self, linked: Iterable[list[int]]) -> Iterator[list[list[int]]]:
        """Yield groups, some at a time."""
        batch: list[list[int]] = []
        held = 0
        for group in linked:
            batch.append(group)
            held += len(group)
            if held >= TOGETHER:
                yield batch
                batch, held = [], 0
        if batch:
            yield batch

    def _linked(self, keys: Collection[int], *, alone: bool) -> list[list[int]]:
        """Return the groups of items that have to do with each other, of those that share any of the keys."""
        ledger = self._ledger
        lonely = [-key for key in keys if key < 0]  # items that share nothing stand for themselves
        known = {key for key in keys if key >= 0}
        (documents,) = ledger.sql.execute("SELECT max(id) FROM doc").fetchone()
        groups: Groups[int] = Groups()
        if len(known) < documents:  # of which each has several
            seeds = {item for (item,) in ledger.rows("SELECT item FROM share WHERE key IN ({})", known)}

            def beside(items: Collection[int]) -> Iterator[int]:
                shared = {k for (k,) in ledger.rows("SELECT key FROM share WHERE item IN ({})", items)}
                return (i for (i,) in ledger.rows("SELECT item FROM share WHERE key IN ({})", shared))

            reached = reach(seeds, beside)
            pairs: Iterable[tuple[int, int]] = ledger.rows("SELECT key, item FROM share WHERE item IN ({})", reached)
        else:
            reached = set()
            question = "SELECT share.key, share.item FROM share JOIN item ON item.id = share.item WHERE item.alone = ?"
            pairs = ledger.sql.execute(question, (alone,))
        first: dict[int, int] = {}
        for key, item in pairs:
            groups.link(first.setdefault(key, item), item)
            if key in known:
                reached.add(item)
        found = [group for group in groups.all() if any(item in reached for item in group)]
        return found + [[item] for item in sorted(lonely)]

    def _cases(self, items: Collection[int]) -> tuple[dict[int, Any], dict[int, tuple[Row, int]]]:
        """Return items as cases, and what each came to before, with its document."""
        ledger = self._ledger
        doubts: dict[int, list[tuple[str, float, str]]] = {}
        for item, *doubt in ledger.rows("SELECT item, entity, score, reason FROM doubt WHERE item IN ({})", items):
            doubts.setdefault(item, []).append((doubt[0], doubt[1], doubt[2]))
        question = "SELECT id, doc, said, entity, score, reason, author FROM item WHERE id IN ({})"
        rows = list(ledger.rows(question, items))
        scenes = {}
        for doc, iri, twin, scene in ledger.rows(
            "SELECT id, iri, twin, scene FROM doc WHERE id IN ({})", {doc for _, doc, *_ in rows}
        ):
            country, beside = json.loads(scene)
            scenes[doc] = iri, country, twin, frozenset(beside)
        cases, before = {}, {}
        for item, doc, said, entity, score, reason, author in rows:
            iri, country, twin, beside = scenes[doc]
            cases[item] = self._case(iri, json.loads(said), country, twin, beside)
            before[item] = (entity, score, reason, author, tuple(sorted(doubts.get(item, ())))), doc
        return cases, before

    def _rows(self, cases: list[Any]) -> dict[str, Row]:
        """Return what each of some cases comes to."""
        nodes = {case.node for case in cases}
        here = {pair for node in nodes if node in self._judged.pairs for pair in self._judged.pairs[node]}
        together = [row for row in self._judged.together if (row[0], row[1]) in here] if here else []
        apart = [(left, right) for left, right, _ in self._judged.apart if (left, right) in here] if here else []
        resolved = self._resolver.resolve(cases, together=together, apart=apart)
        doubts: dict[str, dict[str, tuple[float, str]]] = {}
        for node, entity, why in resolved.doubts:
            told = doubts.setdefault(node, {})
            told[entity] = max(told.get(entity, (0.0, "")), (why.score, why.words))
        return {
            node: (
                entity,
                resolved.reasons[node].score,
                resolved.reasons[node].words,
                resolved.judged.get(node),
                tuple(sorted((other, score, words) for other, (score, words) in doubts.get(node, {}).items())),
            )
            for node, entity in resolved.entities.items()
        }

    def _write(self, rows: Sequence[tuple[int, Row, Row]]) -> None:
        sql = self._ledger.sql
        update = "UPDATE item SET entity = ?, score = ?, reason = ?, author = ? WHERE id = ?"
        sql.executemany(update, ((*now[:4], item) for item, _, now in rows))
        sql.executemany("DELETE FROM doubt WHERE item = ?", ((item,) for item, old, _ in rows if old[4]))
        sql.executemany(
            "INSERT INTO doubt VALUES (?, ?, ?, ?)", ((i, *doubt) for i, _, now in rows for doubt in now[4])
        )

    def summarise(self, entities: Collection[str], reclassed: set[str], relabelled: set[str]) -> Iterator[list[Thing]]:
        """Note the class and the label of things again; yield those that are there, some at a time.

        `reclassed` and `relabelled` are filled with those of which the class, and the label, is another now.
        """
        sql = self._ledger.sql
        for some in chunks(sorted(entities), HELD):
            things = list(self.things(some))
            before = self.known(some)
            now = {thing.iri: (thing.type, thing.label) for thing in things}
            changed = []
            for iri in some:
                (type_, label), (old_type, old_label) = now.get(iri, ("", "")), before.get(iri, ("", ""))
                if type_ != old_type:
                    reclassed.add(iri)
                if label != old_label:
                    relabelled.add(iri)
                if (type_, label) != (old_type, old_label):
                    changed.append(iri)
            self._ledger.change("DELETE FROM entity WHERE iri IN ({})", (iri for iri in changed if iri in before))
            rows = [(iri, *now[iri]) for iri in changed if iri in now]
            sql.executemany("INSERT INTO entity VALUES (?, ?, ?)", rows)
            yield things

    def things(self, entities: Iterable[str]) -> Iterator[Thing]:
        """Yield what the mentions of each thing agree on, sorted by IRI."""
        for some in chunks(sorted(set(entities)), HELD):
            found: dict[str, Thing] = {}
            for entity, doc, said in self._ledger.rows("SELECT entity, doc, said FROM item WHERE entity IN ({})", some):
                _, type_, names, *_, given = json.loads(said)
                found.setdefault(entity, Thing(entity)).add(doc, type_, names, given=given)
            for iri in sorted(found):
                yield found[iri]

    def known(self, entities: Iterable[str]) -> dict[str, tuple[str, str]]:
        """Return the class and the label of each thing, as they were noted."""
        rows = self._ledger.rows("SELECT iri, type, label FROM entity WHERE iri IN ({})", entities)
        return {iri: (type_, label) for iri, type_, label in rows}

    def entities(self, docs: Collection[int], *, alone: bool | None = None) -> dict[int, dict[str, str]]:
        """Return what the things of documents were resolved to, by the documents' numbers and the things' keys."""
        wanted = "" if alone is None else f" AND alone = {int(alone)}"
        found: dict[int, dict[str, str]] = {doc: {} for doc in docs}
        for doc, node, entity in self._ledger.rows(
            f"SELECT doc, node, entity FROM item WHERE doc IN ({{}}){wanted}", docs
        ):
            found[doc][node.partition("#entity-")[2]] = entity
        return found
