"""Mistakes in `table.yaml` are told with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.errors import OntologyError, UsageError
from kg.frames import load_language, load_table
from kg.ontology import Ontology, load, ontology_root

DOMAIN = "industrial-relations"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ontology_root(), tmp_path / "ontology")
    return tmp_path / "ontology"


def test_the_columns_of_the_domain() -> None:
    columns = {column.name: column for column in load_table(load(DOMAIN))}
    assert list(columns)[:3] == ["dispute", "employer", "union"]
    assert columns["days"].heading.endswith("(computed)")
    assert columns["workers_highest_by"].of == "workers_highest"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("take: name", "take: nmae", "dispute: no take is called 'nmae'. Did you mean name?"),
        ("field: sector}", "feild: sector}", "sector: no key is called 'feild'. Did you mean field?"),
        ("role: ir:reason", "role: ir:raeson", "reasons: no role is called 'ir:raeson'. Did you mean ir:reason?"),
        (
            "take: lowest, role: ir:workersInvolved",
            "take: lowest, role: ir:place",
            "workers_lowest: no role that holds numbers is called 'ir:place'.",
        ),
        ("events: [ir:Offer]", "events: [ir:Ofer]", "offers: events: no event class is called 'ir:Ofer'."),
        ("stances: [ir:demands]", "stances: [ir:wants]", "demands: stances: no stance is called 'ir:wants'."),
        ("of: workers_lowest}", "of: workers}", "no column above it that holds a number is called 'workers'."),
        ("take: days\n", "take: fillers\n", "days: no role; what is taken as fillers needs it"),
        ("steps: [ir:settled,", "steps: [ir:setled,", "outcome: steps: no step is called 'ir:setled'."),
        (
            "weekdays: [1, 2, 3, 4, 5]",
            "weekdays: [0]",
            "weekdays: 0 is no day of the week; 1 (Monday) to 7 (Sunday) are",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(root: Path, right: str, wrong: str, told: str) -> None:
    path = root / DOMAIN / "table.yaml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    for load_it in (load_language, load_table):
        with pytest.raises(OntologyError) as caught:
            load_it(Ontology(DOMAIN, root=root))
        (found,) = [line for line in caught.value.mistakes if told in line]
        place, _, _ = found.partition(": ")
        file, _, number = place.rpartition(":")
        assert file == f"ontology/{DOMAIN}/table.yaml"
        near = path.read_text(encoding="utf-8").splitlines()[int(number) - 1 :][:5]
        assert wrong.strip() in "\n".join(near)


def test_a_domain_without_a_table(root: Path) -> None:
    (root / DOMAIN / "table.yaml").unlink()
    load_language(Ontology(DOMAIN, root=root))
    with pytest.raises(UsageError, match=r"industrial-relations/table\.yaml: missing"):
        load_table(Ontology(DOMAIN, root=root))
