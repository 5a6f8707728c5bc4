"""A small domain without a mistake, and mistakes to plant in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FRAMES, LEXICON, DOMAIN = "frames.yaml", "lexicon.yaml", "domain.ttl"
SHAPES, NAMES, CORE = "shapes.ttl", "names/tides.csv", "../core.ttl"

CLEAN = {
    DOMAIN: """\
@prefix tide: <https://example.org/tide#> .
@prefix core: <https://w3id.org/kg/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/tide> a owl:Ontology ; core:base "https://example.org/" ; owl:versionInfo "1" .
tide:Port a owl:Class ; rdfs:subClassOf core:Organization ; rdfs:label "port"@en ; rdfs:comment "A port."@en .
tide:Water a owl:Class ; rdfs:subClassOf core:Event ; rdfs:label "water"@en ; rdfs:comment "Water moves."@en .
tide:Flood a owl:Class ; rdfs:subClassOf tide:Water ; rdfs:label "flood"@en ; rdfs:comment "Too much."@en .
tide:Ebb a owl:Class ; rdfs:subClassOf tide:Water ; rdfs:label "ebb"@en ; rdfs:comment "Too little."@en .
tide:height a owl:DatatypeProperty ; rdfs:subPropertyOf core:role ;
    rdfs:domain tide:Flood ; rdfs:range xsd:decimal ; rdfs:label "height"@en ; rdfs:comment "In metres."@en .
tide:cause a owl:ObjectProperty ; rdfs:subPropertyOf core:role ;
    rdfs:domain tide:Water ; rdfs:range tide:Cause ; rdfs:label "cause"@en ; rdfs:comment "Why."@en .
tide:Cause a skos:ConceptScheme , owl:Class ; rdfs:subClassOf skos:Concept ; rdfs:label "cause"@en ;
    rdfs:comment "Why water moves."@en ; skos:prefLabel "cause"@en .
tide:moon a skos:Concept ; skos:inScheme tide:Cause ; skos:prefLabel "moon"@en .
tide:storm a skos:Concept ; skos:inScheme tide:Cause ; skos:prefLabel "storm"@en .
""",
    FRAMES: """\
groups:
  ports: [tide:Port, core:Organization]
words:
  edges: [quay, sea wall]
frames:
  flood:
    event: tide:Flood
    verbs: [flood, overflow]
    nouns: [flood, spring tide]
    weak: [overflow]
    loose:
      verbs: ["drown/wash_over {edges}"]
      nouns: [deluge]
      clauses: [water rise/come]
    not: [flood light]
    needs: [core:target]
    roles:
      core:target: {slots: [done_to, clause], fill: [ports]}
      tide:height: {slots: [clause], unit: percent, near: [high]}
      tide:cause: {slots: [clause]}
    tells:
      tide:cause:
        tide:storm: [gale, storm]
    examples:
      - read: "The storm flooded Hull."
        gives: {tide:cause: tide:storm, core:status: core:occurred}
      - not: "The stage was in flood light."
  ebb:
    event: tide:Ebb
    verbs: [ebb]
    roles:
      core:target: {slots: [done_to], fill: [tide:Port]}
    examples:
      - read: "The tide ebbed."
      - not: "His strength ebbed away."
""",
    LEXICON: """\
nouns:
  tide:Port:
    generic: [port, harbour]
    named: [lighthouse]
  core:Group:
    generic: [crowd]
name_heads:
  tide:Port: [Port, Harbour]
offices:
  tide:Port: [harbour master, pilot]
speaks: [spokesman]
reasons:
  tide:moon: [moon]
  tide:storm: [storm, gale]
cues:
  tide:Port:
    after: [quay]
units: [tide:Port]
parties:
  ports: [tide:Port]
""",
    NAMES: """\
name,aliases,cautious,class,iri,country
Port of Hull,Hull Docks|Hull,,tide:Port,hull,GB
Port of Ayr,Ayr Docks,Ayr,tide:Port,ayr,GB
""",
    SHAPES: """\
@prefix tide: <https://example.org/tide#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://example.org/tide/shapes#> .
shape:Flood a sh:NodeShape ; sh:targetClass tide:Flood ;
    sh:property [ sh:path tide:height ; sh:maxCount 1 ] .
""",
}


@dataclass(frozen=True)
class Planted:
    """A mistake: `new` for `old` in a file; where it must be told, and in which words."""

    file: str
    old: str
    new: str
    at: str  # words of the line at which the mistake must be told, as it stands afterwards
    told: str
    elsewhere: str = ""  # the file in which it is told, where that is another
    last: bool = False  # the line is the last with these words

    def plant(self, root: Path) -> None:
        path = root / "tides" / self.file
        text = path.read_text(encoding="utf-8")
        assert text.count(self.old) == 1, f"{self.old!r} stands {text.count(self.old)} times in {self.file}"
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")

    def place(self, root: Path) -> str:
        path = (root / "tides" / (self.elsewhere or self.file)).resolve()
        lines = path.read_text(encoding="utf-8").splitlines()
        held = [n for n, words in enumerate(lines, start=1) if self.at in words]
        line = held[-1 if self.last else 0]
        return f"ontology/{path.relative_to(root.resolve())}:{line}: "
