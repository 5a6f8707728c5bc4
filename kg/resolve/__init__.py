"""From names to things: which IRI an entity of one document has in all documents, and what people hold of it."""

from kg.resolve.canonical import canonical_iri
from kg.resolve.judged import FactId, Judged, Unmatched, event_id, filler_id, relation_id, statement_id
from kg.resolve.judgements import Judgements, Link, Opinions
from kg.resolve.records import Judgement, Verdict

__all__ = [
    "FactId",
    "Judged",
    "Judgement",
    "Judgements",
    "Link",
    "Opinions",
    "Unmatched",
    "Verdict",
    "canonical_iri",
    "event_id",
    "filler_id",
    "relation_id",
    "statement_id",
]
