"""From names to things: which things of several documents are one, and what people hold of it."""

from kg.resolve.judged import FactId, Judged, Unmatched, event_id, filler_id, relation_id, statement_id
from kg.resolve.judgements import Judgements, Link, Opinions
from kg.resolve.records import Judgement, Verdict
from kg.resolve.resolution import Resolved, Resolver

__all__ = [
    "FactId",
    "Judged",
    "Judgement",
    "Judgements",
    "Link",
    "Opinions",
    "Resolved",
    "Resolver",
    "Unmatched",
    "Verdict",
    "event_id",
    "filler_id",
    "relation_id",
    "statement_id",
]
