"""What reads: chosen by name, told where it is wrong, and part of the version that decides what is read again."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import kg
from kg.errors import ModelError, UsageError
from kg.ontology import default_domain, load
from kg.pipeline.choice import LIGHT, RULES, Choice, choose
from kg.pipeline.extractor import reader_version

TEXT = """Dockers to strike on Friday

More than 300 dockers at Harle Port Holdings will walk out on Friday after talks over pay collapsed, their union said.
The Quayside Workers' Union had balloted its members in April. The company could offer no more, a spokesman said.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def confidences(graph: kg.pipeline.Graph) -> list[Decimal]:
    ask = """
    PREFIX core: <https://w3id.org/kg/core#> PREFIX ir: <https://w3id.org/industrial-relations/ontology#>
    SELECT ?p { ?event ir:status ?status ; ir:evidence ?e . ?e core:confidence ?p }
    """
    return [Decimal(str(row["p"])) for row in graph.query(ask)]


def test_names_are_told_apart() -> None:
    assert choose() == Choice()
    assert choose(RULES).decisions == RULES
    assert choose("own.npz").decisions == "own.npz"
    assert choose([LIGHT, "en_core_web_sm"]) == Choice(spacy="en_core_web_sm")


def test_two_of_a_kind_are_refused() -> None:
    with pytest.raises(UsageError, match="light and rules: two decisions; name one"):
        choose([LIGHT, RULES])
    with pytest.raises(UsageError, match="two spaCy models"):
        choose(["en_core_web_sm", "en_core_web_md"])


@pytest.mark.parametrize("least", [-0.1, 1.0, 7.0])
def test_a_confidence_that_is_none(least: float) -> None:
    with pytest.raises(UsageError, match="from 0 to below 1"):
        choose(least=least)


def test_a_file_that_is_missing(article: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.npz: there is no such file"):
        kg.build(article, graph=tmp_path / "graph", model=str(tmp_path / "none.npz"))
    assert not (tmp_path / "graph").exists()


def test_a_spacy_model_that_is_missing(article: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no spaCy model 'en_core_web_smm' is installed; install it, or use en_core_w"):
        kg.build(article, graph=tmp_path / "graph", model="en_core_web_smm")
    assert not (tmp_path / "graph").exists()


def test_decisions_of_another_domain(article: Path, tmp_path: Path) -> None:
    own = Choice().file(load(default_domain()))
    assert own is not None
    with pytest.raises(ModelError, match="decisions of the domain industrial-relations"):
        kg.build(article, graph=tmp_path / "graph", domain="company-deals", model=str(own))


def test_a_domain_without_decisions_is_read_by_rules() -> None:
    assert Choice().model(load("company-deals")) is None
    assert RULES in reader_version(load("company-deals"))


def test_what_reads_is_part_of_the_version() -> None:
    ontology = load(default_domain())
    versions = {reader_version(ontology, choice=c) for c in (Choice(), Choice(decisions=RULES), Choice(least=0.5))}
    assert len(versions) == 3


def test_a_higher_confidence_leaves_out_what_is_less_sure(article: Path, tmp_path: Path) -> None:
    with kg.build(article, graph=tmp_path / "all") as graph:
        every = confidences(graph)
    with kg.build(article, graph=tmp_path / "sure", min_confidence=0.8) as graph:
        sure = confidences(graph)
    assert every
    assert all(Decimal("0.8") <= p <= 1 for p in sure)
    assert len(sure) < len(every) or min(every) >= Decimal("0.8")


def test_rules_alone_read_too(article: Path, tmp_path: Path) -> None:
    with kg.build(article, graph=tmp_path / "rules", model=RULES) as graph:
        assert graph.events()
