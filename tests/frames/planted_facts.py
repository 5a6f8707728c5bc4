"""Mistakes in gazetteers and Turtle files."""

from __future__ import annotations

from .tides import CORE, DOMAIN, FRAMES, NAMES, SHAPES, Planted

NAME_MISTAKES = [
    Planted(
        NAMES,
        "name,aliases",
        "name,alias",
        "name,alias",
        "the columns are name,alias,cautious,class,iri,country; name,aliases,",
    ),
    Planted(NAMES, ",ayr,GB", ",ayr", "Port of Ayr", "Port of Ayr: 5 fields; 6 are right"),
    Planted(NAMES, "tide:Port,ayr", "tide:Port,", "Port of Ayr", "Port of Ayr: no iri; every entry has one"),
    Planted(NAMES, "Port of Ayr", "", "Ayr Docks", "ayr: no name; every entry has one"),
    Planted(
        NAMES,
        "tide:Port,ayr",
        "tide:Port,Ayr Port",
        "Port of Ayr",
        "Port of Ayr: iri 'Ayr Port'; a-z, 0-9 and - are right",
    ),
    Planted(
        NAMES, "tide:Port,ayr", "tide:Port,hull", "Port of Ayr", "Port of Ayr: iri 'hull' stands twice, also on line 2"
    ),
    Planted(
        NAMES,
        "tide:Port,ayr",
        "tide:Prot,ayr",
        "Port of Ayr",
        "Port of Ayr: no class is called 'tide:Prot'. Did you mean tide:Port?",
    ),
    Planted(
        NAMES,
        "Ayr Docks,Ayr",
        "Ayr Docks,Hull",
        "Port of Hull",
        "Port of Hull: 'Hull' is also a name of Port of Ayr (on line 3); it must stand in the column cautious of both",
    ),
    Planted(NAMES, "Port of Ayr", '"Port of Ayr', '"Port of Ayr', "not CSV: "),
]

TURTLE_MISTAKES = [
    Planted(
        DOMAIN, ' ; core:base "https://example.org/"', "", "@prefix tide:", "core:base is given 0 times; once is right"
    ),
    Planted(
        DOMAIN, ' ; rdfs:label "port"@en', "", "tide:Port a", "tide:Port: no rdfs:label; it says what people call it"
    ),
    Planted(
        DOMAIN,
        ' ; rdfs:comment "Too much."@en',
        "",
        "tide:Flood a",
        "tide:Flood: no rdfs:comment; it says what it means",
    ),
    Planted(
        DOMAIN,
        "rdfs:domain tide:Flood ; ",
        "",
        "tide:height a",
        "tide:height: no rdfs:domain; it says whose property it is",
    ),
    Planted(
        DOMAIN,
        "rdfs:range xsd:decimal ; ",
        "",
        "tide:height a",
        "tide:height: no rdfs:range; it says what its values are",
    ),
    Planted(
        DOMAIN,
        "tide:Ebb a owl:Class ; rdfs:subClassOf tide:Water",
        "tide:Ebb a owl:Class ; rdfs:subClassOf core:Event",
        "tide:Ebb a",
        "tide:Ebb: stands directly below core:Event and so in no family of events",
    ),
    Planted(
        DOMAIN,
        "tide:Ebb a owl:Class ; rdfs:subClassOf tide:Water",
        "tide:Ebb a owl:Class ; rdfs:subClassOf tide:Watr",
        "tide:Ebb a",
        "tide:Ebb: tide:Watr is declared nowhere. Did you mean tide:Water?",
    ),
    Planted(
        DOMAIN,
        "tide:Port a owl:Class ; rdfs:subClassOf core:Organization",
        "tide:Port a owl:Class ; rdfs:subClassOf core:Organisation",
        "tide:Port a",
        "tide:Port: core:Organisation is declared nowhere. Did you mean core:Organization?",
    ),
    Planted(
        DOMAIN,
        "tide:moon a skos:Concept ; skos:inScheme tide:Cause",
        "tide:moon a skos:Concept",
        "tide:moon a",
        "tide:moon: no skos:inScheme; it names the scheme",
    ),
    Planted(
        DOMAIN,
        "tide:moon a skos:Concept ; skos:inScheme tide:Cause",
        "tide:moon a skos:Concept ; skos:inScheme tide:Port",
        "tide:moon a",
        "tide:moon: skos:inScheme tide:Port, which is no skos:ConceptScheme",
    ),
    Planted(
        DOMAIN,
        ' ; skos:prefLabel "storm"@en',
        "",
        "tide:storm a",
        "tide:storm: no skos:prefLabel; it says what people call it",
    ),
    Planted(
        DOMAIN,
        "<http://www.w3.org/2001/XMLSchema#>",
        "<http://www.w3.org/2001/Schema#>",
        "Schema#",
        "xsd: is <http://www.w3.org/2001/Schema#> here and <http://www.w3.org/2001/XMLSchema#> in rdflib; ",
    ),
    Planted(
        DOMAIN,
        "tide:Ebb a owl:Class ;",
        'tide:Tsunami a owl:Class ; rdfs:subClassOf tide:Water ; rdfs:label "tsunami"@en ;\n'
        '    rdfs:comment "Worse."@en .\ntide:Ebb a owl:Class ;',
        "frames:",
        "tide:Tsunami: no frame; an event class has one, or nothing is read",
        elsewhere=FRAMES,
    ),
    Planted(
        SHAPES,
        "sh:path tide:height",
        "sh:path tide:heigth",
        "tide:heigth",
        "tide:heigth is declared nowhere. Did you mean tide:height?",
    ),
    Planted(SHAPES, "sh:maxCount 1 ]", "sh:maxCount ]", "sh:maxCount", "not Turtle: "),
    Planted(
        SHAPES,
        "<https://example.org/tide#>",
        "<https://example.org/tides#>",
        "tides#",
        "tide: is <https://example.org/tides#> here and <https://example.org/tide#> in ontology/tides/domain.ttl; ",
    ),
    Planted(DOMAIN, "tide:Port a owl:Class ;", "tide:Port a owl:Class ; ; ,", "tide:Port a", "not Turtle: "),
    Planted(
        CORE, ' ; rdfs:comment "The last day of a span."@en', "", "core:endDate a", "core:endDate: no rdfs:comment"
    ),
]
