"""The terms in which the graph is written, as nodes of pyoxigraph."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple
from rdflib import RDF, RDFS, SKOS
from rdflib.namespace import DCTERMS, ORG, XSD

from kg.ontology import CORE, Ontology

OA = "http://www.w3.org/ns/oa#"
SCHEMA = "https://schema.org/"

TYPE = NamedNode(RDF.type)
VALUE = NamedNode(RDF.value)
EDGE = NamedNode(RDF.Statement)
SUBJECT = NamedNode(RDF.subject)
PREDICATE = NamedNode(RDF.predicate)
OBJECT = NamedNode(RDF.object)
LABEL = NamedNode(RDFS.label)
ALT_LABEL = NamedNode(SKOS.altLabel)

IDENTIFIER = NamedNode(DCTERMS.identifier)
TITLE = NamedNode(DCTERMS.title)
SOURCE = NamedNode(DCTERMS.source)
ARTICLE = NamedNode(f"{SCHEMA}Article")
PUBLISHED = NamedNode(f"{SCHEMA}datePublished")
URL = NamedNode(f"{SCHEMA}url")
BODY = NamedNode(f"{SCHEMA}articleBody")

HAS_SOURCE = NamedNode(f"{OA}hasSource")
START = NamedNode(f"{OA}start")
END = NamedNode(f"{OA}end")
EXACT = NamedNode(f"{OA}exact")

MEMBER = NamedNode(ORG.member)
ORGANIZATION = NamedNode(ORG.organization)
OFFICE = NamedNode(ORG.role)
OFFICE_CLASS = NamedNode(ORG.Role)

DOCUMENT = NamedNode(CORE.Document)
DIGEST = NamedNode(CORE.digest)
VERSION = NamedNode(CORE.version)
FIELD = NamedNode(CORE.field)
IDENTITY = NamedNode(CORE.identity)
FIGURE = NamedNode(CORE.figure)
FIGURE_OF = NamedNode(CORE.figureOf)
FIGURE_QUALIFIER = NamedNode(CORE.qualifier)
RULE = NamedNode(CORE.rule)
CONFIDENCE = NamedNode(CORE.confidence)
MARK = NamedNode(CORE.mark)
MARKED_ROLE = NamedNode(CORE.markedRole)
MENTION_OF = NamedNode(CORE.mentionOf)
DOCUMENTS = NamedNode(CORE.documents)
SOURCES = NamedNode(CORE.sources)
BELIEF = NamedNode(CORE.belief)
LINK_MENTION = NamedNode(CORE.mention)
LINK_ENTITY = NamedNode(CORE.entity)
JUDGEMENT = NamedNode(CORE.judgement)
SCORE = NamedNode(CORE.score)
WHY = NamedNode(CORE.why)
AUTHOR = NamedNode(CORE.author)
REPORT_OF = NamedNode(CORE.reportOf)
REPORT = NamedNode(CORE.report)
ON = NamedNode(CORE.on)
STATE_OF = NamedNode(CORE.stateOf)
CLAIM_OF = NamedNode(CORE.claimOf)
CLAIM_ROLE = NamedNode(CORE.claimRole)
CLAIMANT = NamedNode(CORE.claimant)
ON_BEHALF_OF = NamedNode(CORE.onBehalfOf)
IN_COURSE = NamedNode(CORE.inCourse)
STEP_KIND = NamedNode(CORE.stepKind)
STEP_EVENT = NamedNode(CORE.event)
FIRST_DAY = NamedNode(CORE.firstDay)
LAST_DAY = NamedNode(CORE.lastDay)
COPY_OF = NamedNode(CORE.copyOf)

INTEGER = NamedNode(XSD.integer)
DECIMAL = NamedNode(XSD.decimal)
DATE = NamedNode(XSD.date)
ANY_URI = NamedNode(XSD.anyURI)


def value(node: NamedNode | BlankNode | Literal | Triple | DefaultGraph) -> str:
    """Return an IRI or what a literal says."""
    return node.value if isinstance(node, NamedNode | Literal) else str(node)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a domain calls the core terms that stand on its events and statements."""

    status: NamedNode
    qualifier: NamedNode
    statement_class: NamedNode
    speaker: NamedNode
    text: NamedNode
    stance: NamedNode
    about: NamedNode
    evidence_class: NamedNode
    evidence: NamedNode

    @classmethod
    def of(cls, ontology: Ontology) -> Terms:
        """Return the names that a domain has for the core terms."""
        names = ("status", "qualifier", "Statement", "speaker", "text", "stance", "about", "Evidence", "evidence")
        return cls(*(NamedNode(ontology.term(name)) for name in names))
