"""Every mistake in `ontology/` is told with its file and its line, and all of them at once."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.frames import load_language
from kg.ontology import Ontology, domains, load, ontology_root

from .planted_facts import NAME_MISTAKES, TURTLE_MISTAKES
from .planted_words import FRAME_MISTAKES, LEXICON_MISTAKES
from .tides import CLEAN, CORE, DOMAIN, FRAMES, LEXICON, NAMES, SHAPES, Planted

EVERY = [*FRAME_MISTAKES, *LEXICON_MISTAKES, *NAME_MISTAKES, *TURTLE_MISTAKES]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of `ontology/` with the domain of this test beside the others."""
    copy = tmp_path / "ontology"
    shutil.copytree(ontology_root(), copy)
    for name, text in CLEAN.items():
        (copy / "tides" / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / "tides" / name).write_text(text, encoding="utf-8")
    return copy


def mistakes(root: Path, domain: str = "tides") -> tuple[str, ...]:
    """What loading says is wrong; nothing when it loads."""
    try:
        load_language(Ontology(domain, root=root))
    except OntologyError as error:
        return error.mistakes
    return ()


def test_the_domain_of_this_test_has_no_mistake(root: Path) -> None:
    assert mistakes(root) == ()


@pytest.mark.parametrize("domain", domains())
def test_the_domains_that_we_ship_have_no_mistake(domain: str) -> None:
    load_language(load(domain))


@pytest.mark.parametrize("planted", EVERY, ids=lambda p: re.sub(r"\W+", "-", f"{p.file}-{p.told}")[:70])
def test_a_mistake_is_told_with_its_line(root: Path, planted: Planted) -> None:
    planted.plant(root)
    told = mistakes(root)
    here = [m for m in told if m.startswith(planted.place(root))]
    assert any(planted.told in m for m in here), "\n".join((planted.place(root), *told))


def test_all_mistakes_are_told_at_once(root: Path) -> None:
    several = [
        Planted(FRAMES, "    weak:", "    waek:", "waek", "no key is called 'waek'"),
        Planted(FRAMES, "[done_to, clause]", "[done_too, clause]", "done_too", "no slot is called 'done_too'"),
        Planted(FRAMES, "fill: [tide:Port]", "fill: [core:Person]", "core:Person", "outside the range"),
        Planted(LEXICON, "[crowd]", "[crowd, harbour]", "crowd, harbour", "stands under tide:Port and core:Group"),
        Planted(NAMES, "tide:Port,ayr", "tide:Prot,ayr", "Port of Ayr", "no class is called 'tide:Prot'"),
        Planted(DOMAIN, ' ; rdfs:label "port"@en', "", "tide:Port a", "no rdfs:label"),
        Planted(SHAPES, "sh:maxCount 1 ]", "sh:maxCount ]", "sh:maxCount", "not Turtle"),
        Planted(CORE, ' ; rdfs:comment "The last day of a span."@en', "", "core:endDate a", "no rdfs:comment"),
    ]
    for planted in several:
        planted.plant(root)
    told = mistakes(root)
    for planted in several:
        assert any(m.startswith(planted.place(root)) and planted.told in m for m in told), "\n".join(told)
    assert len(told) == len(several), "\n".join(told)


def test_mistakes_in_both_turtle_files_are_told_at_once(root: Path) -> None:
    for name in ("core.ttl", "tides/domain.ttl"):
        path = root / name
        path.write_text(path.read_text(encoding="utf-8") + "\nnonsense\n", encoding="utf-8")
    assert [m.split(":")[0] for m in mistakes(root)] == ["ontology/core.ttl", "ontology/tides/domain.ttl"]


@pytest.mark.parametrize("name", ["templates.yaml", "english.yaml"])
def test_mistakes_in_what_domains_share(root: Path, name: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    extra = 'odd:\n  - ">nsubj of"\n  - ">dobj"\n' if name == "templates.yaml" else "odd: {}\n"
    path.write_text(text + extra, encoding="utf-8")
    wanted = {
        "templates.yaml": f"ontology/templates.yaml:{lines + 2}: odd: 'of' is no step; >nsubj, <xcomp or ",
        "english.yaml": f"ontology/english.yaml:{lines + 1}: no key is called 'odd'.",
    }
    assert [m.startswith(wanted[name]) for m in mistakes(root)] == [True]


def test_a_stance_that_does_not_exist(root: Path) -> None:
    path = root / "english.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("  core:denies:", "  core:denis:"), encoding="utf-8")
    assert any("stance: no stance is called 'core:denis'. Did you mean core:denies?" in m for m in mistakes(root))


@pytest.mark.parametrize("name", [FRAMES, LEXICON])
def test_a_file_that_is_missing(root: Path, name: str) -> None:
    (root / "tides" / name).unlink()
    assert f"ontology/tides/{name}:1: missing" in mistakes(root)


def test_a_file_that_is_not_utf_8(root: Path) -> None:
    (root / "tides" / NAMES).write_bytes(CLEAN[NAMES].replace("Hull", "H\xfcll").encode("latin-1"))
    (root / "tides" / FRAMES).write_bytes(CLEAN[FRAMES].encode("utf-8") + b"# \xff\n")
    told = mistakes(root)
    assert any(m.startswith("ontology/tides/names/tides.csv:1: not UTF-8") for m in told)
    assert any(m.startswith("ontology/tides/frames.yaml:1: not UTF-8") for m in told)


def test_a_language_is_loaded_once() -> None:
    ontology = load()
    assert load_language(ontology) is load_language(ontology)
