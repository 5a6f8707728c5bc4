"""How a store is cut into parts, and what the shapes of a domain are made of."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib.namespace import SH

from kg.errors import OntologyError
from kg.ontology import Ontology
from kg.validate import batches, validate
from kg.validate.shapes import DOMAIN, core_shapes, load_shapes

from .conftest import store_of


def copies(valid: str, count: int) -> str:
    """Return a dataset with `count` documents and an assembled layer."""
    head, rest = valid.split("d:news-1 {")
    body, assembled = rest.split("g:assembled {")
    parts = [f"{head}d:news-1 {{{body.replace('news-1', f'news-{n}')}" for n in range(1, count + 1)]
    texts = [p.replace("document/news-1#", f"document/news-{n}#") for n, p in enumerate(parts, start=1)]
    return (
        "".join(t.replace("d:news-1 ", f"d:news-{n} ") for n, t in enumerate(texts, 1))
        + f"{head}g:assembled {{{assembled}"
    )


@pytest.mark.parametrize("triples", [1, 5, 100_000])
def test_parts_of_any_size_are_judged_alike(
    triples: int, valid: str, ontology: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "TRIPLES", triples)
    text = copies(valid, 3)
    assert validate(store_of(text), ontology) == []
    wrong = text.replace("ir:percentInFavour 91.0", "ir:percentInFavour 191.0").replace(
        "ir:strikes e:port", "ir:strikes e:x"
    )
    found = validate(store_of(wrong), ontology)
    assert [v.document for v in found][1:] == ["news-1", "news-2", "news-3"]
    assert found[0].path == "ir:strikes"


def test_core_shapes_speak_the_language_of_the_domain(ontology: Ontology) -> None:
    terms = {str(o) for o in core_shapes(ontology).objects(None, SH.path)}
    assert ontology.term("status") in terms
    assert not any(t.startswith(str(DOMAIN)) for t in terms)
    other = Ontology("company-deals")
    assert other.term("status") in {str(o) for o in core_shapes(other).objects(None, SH.path)}


def test_every_constraint_of_a_shape_has_a_message(ontology: Ontology) -> None:
    shapes = load_shapes(ontology).graph
    for shape in {*shapes.subjects(SH.targetClass, None), *shapes.subjects(SH.targetSubjectsOf, None)}:
        for constraint in shapes.objects(shape, SH.property):
            assert shapes.value(constraint, SH.message), (shape, shapes.value(constraint, SH.path))


def test_a_core_term_that_does_not_exist_is_told(tmp_path: Path, ontology: Ontology) -> None:
    root = ontology.root
    (tmp_path / ontology.domain).mkdir()
    for name in ("core.ttl", f"{ontology.domain}/domain.ttl"):
        (tmp_path / name).write_text((root / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "core-shapes.ttl").write_text(
        (root / "core-shapes.ttl").read_text(encoding="utf-8").replace("domain:status", "domain:satus"),
        encoding="utf-8",
    )
    with pytest.raises(OntologyError, match=r"no core term is called 'satus'. Did you mean status"):
        core_shapes(Ontology(ontology.domain, root=tmp_path))


def test_a_domain_is_judged_by_the_core_shapes() -> None:
    other = Ontology("company-deals")
    document = f"{other.base}document/x"
    trig = f"""
        @prefix core: <https://w3id.org/kg/core#> .
        <{document}> {{ <{document}#event-1> a <{other.event_classes[0]}> ; core:evidence <{document}#evidence-1> .
            <{document}#evidence-1> a core:Evidence ; <http://www.w3.org/ns/oa#exact> "It was bought." . }}"""
    found = {(v.path, v.message, v.sentence) for v in validate(store_of(trig), other)}
    assert ("core:confidence", "Evidence has one confidence, a decimal between 0 and 1.", "It was bought.") in found
    assert any(path == "core:status" and sentence == "It was bought." for path, _, sentence in found)
