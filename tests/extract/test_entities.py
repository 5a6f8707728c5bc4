"""Who and what a document mentions: names, classes, and which mentions belong together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.extract.classes import Classes
from kg.extract.entities import Entities
from kg.extract.names import NamedMentions
from kg.extract.nouns import NounMentions
from kg.frames import Language
from kg.ontology import load, local_name

Gather = Callable[[str], dict[str, set[str]]]


@pytest.fixture
def gather(parse: Callable[..., Any], language: Language) -> Gather:
    """Return a function from a text to its entities' names, by class."""

    def gathered(text: str) -> dict[str, set[str]]:
        entities = Entities(parse(text), language)
        NamedMentions(entities).find()
        NounMentions(entities).find()
        found: dict[str, set[str]] = {}
        for entity in entities.all:
            found.setdefault(entity.type.rpartition("#")[2], set()).update(entity.names)
        return found

    return gathered


def test_a_site_is_no_town(gather: Gather) -> None:
    found = gather("Staff in Bradford walked out. Pickets stood at the Bradford depot.")
    assert found["Place"] == {"Bradford"}
    assert found["Workplace"] == {"Bradford depot"}


@pytest.mark.parametrize(
    ("text", "names", "class_"),
    [
        (
            "Tug crews belong to the Union of Harbour Crews. The UHC met.",
            {"Union of Harbour Crews", "UHC"},
            "TradeUnion",
        ),
        ("Weavers Stand Together (WST) met. WST members left.", {"Weavers Stand Together", "WST"}, "TradeUnion"),
        (
            "The Weavers Union Local 70 met on Monday. Local 70 left.",
            {"Weavers Union Local 70", "Local 70"},
            "UnionBranch",
        ),
        ("The Northern Mill Owners' Forum met.", {"Northern Mill Owners' Forum"}, "EmployersAssociation"),
        ("Talks with the Bradford Nurses' League failed.", {"Bradford Nurses' League"}, "TradeUnion"),
        ("The Hotel, Bar and Catering Union met.", {"Hotel, Bar and Catering Union"}, "TradeUnion"),
        ("Serikat Buruh Selatan walked out.", {"Serikat Buruh Selatan"}, "TradeUnion"),
        ("Sindicatul Liber Feroviar walked out.", {"Sindicatul Liber Feroviar"}, "TradeUnion"),
        ("A walkout was called by the LNB, EBA and COS unions.", {"LNB", "EBA", "COS"}, "TradeUnion"),
        ("Lokofed, which represents guards, met on Monday.", {"Lokofed"}, "TradeUnion"),
        ("Guards left, said Ann Lee, national officer of Lokofed.", {"Lokofed"}, "TradeUnion"),
        ("The Taxi Operators Association went on strike.", {"Taxi Operators Association"}, "TradeUnion"),
        ("The Master Dyers' Federation met.", {"Master Dyers' Federation"}, "EmployersAssociation"),
        ("The Bradford Builders Association met.", {"Bradford Builders Association"}, "EmployersAssociation"),
        ("Sydney Cole left the mill.", {"Sydney Cole"}, "Person"),
        ("Rail and gas workers walked out.", {"Rail and gas workers"}, "Workforce"),
        ("Drillers left the pit.", {"Drillers"}, "Workforce"),
        ("Members of the Bakers' Federation walked out.", {"Bakers' Federation"}, "TradeUnion"),
        ("Carter's Bakers said no.", {"Carter's Bakers"}, "Company"),
        ("Refuse collectors in Haifa ended a strike.", {"Refuse collectors"}, "Workforce"),
        ("Cleaners at Brenton Facilities in Leeds walked out.", {"Brenton Facilities"}, "Company"),
        ("Bargaining chair Xochil Farran-Plume called it dull.", {"Xochil Farran-Plume"}, "Person"),
        ("The Bank Employees' Union and Rivermeet Transport signed.", {"Bank Employees' Union"}, "TradeUnion"),
        ("The Bank Employees' Union and Rivermeet Transport signed.", {"Rivermeet Transport"}, "Company"),
        ("The Transport and Dock Workers' Union signed.", {"Transport and Dock Workers' Union"}, "TradeUnion"),
        ("All junior doctors left.", {"junior doctors"}, "Workforce"),
        ("Angry public sector workers left.", {"public sector workers"}, "Workforce"),
        ("On Monday, primary school teachers left.", {"primary school teachers"}, "Workforce"),
        ("The health ministry said nothing.", {"health ministry"}, "GovernmentDepartment"),
        ("A letter carriers' union said no.", {"letter carriers' union"}, "TradeUnion"),
        ("The nursing section of the Ward Union met.", {"nursing section of Ward Union"}, "UnionBranch"),
        ("The Ward Union met. The union's Fenmoor region agreed.", {"Fenmoor region"}, "UnionBranch"),
        ("League chair Ann Lee agreed. The Ward Nurses' League met.", {"Ward Nurses' League", "League"}, "TradeUnion"),
        ("Miners at Shaft 4 left.", {"Shaft 4"}, "Workplace"),
        ("Men at Brenton Facilities walked out.", {"men at Brenton Facilities"}, "Workforce"),
        ("Airport ground staff walked out.", {"Airport ground staff"}, "Workforce"),
        ("Ridgeview Hospital has dismissed 40 nurses.", {"Ridgeview Hospital"}, "Organization"),
        ("Nurses struck at Ridgeview Hospital.", {"Ridgeview Hospital"}, "Workplace"),
    ],
)
def test_a_name_and_its_class(gather: Gather, text: str, names: set[str], class_: str) -> None:
    assert names <= gather(text).get(class_, set())


def test_trades_side_by_side_are_one_workforce(gather: Gather) -> None:
    found = gather("Welders and platers walked out at noon. The platers went home.")
    assert "Welders and platers" in found["Workforce"]


def test_a_government_is_called_in_two_ways(gather: Gather) -> None:
    found = gather("The military government banned the march. The government gave no reason.")
    assert found["PublicBody"] == {"military government", "government"}


@pytest.mark.parametrize(
    "text",
    [
        "Airport ground staff left.",
        "Teachers in the Ardlow school district left.",
        "Nurses left in Joliet, Ill., on Friday.",
    ],
)
def test_what_is_no_site_and_no_place(gather: Gather, text: str) -> None:
    found = gather(text)
    assert not found.get("Workplace")
    assert found.get("Place", set()) <= {"Joliet"}


def test_a_firm_may_be_named_after_a_country(gather: Gather) -> None:
    found = gather("Workers at Siemar India's factory walked out on Monday.")
    assert any("Siemar India" in names for type_, names in found.items() if type_ != "Place")
    assert "India" not in found.get("Place", set())


def test_a_surname_may_be_a_town(gather: Gather) -> None:
    found = gather('The chairman of the firm, Grant Sheffield, was angry. "No," Sheffield said.')
    assert "Place" not in found


def test_unnamed_speakers_keep_the_words_they_are_called_by(gather: Gather) -> None:
    found = gather("Port officials said the strike was over. A senior union official disagreed.")
    assert {"port officials", "union official"} <= found["Spokesperson"]


def test_a_town_beside_a_town_is_one(parse: Callable[..., Any], language: Language) -> None:
    entities = Entities(parse("Nurses in Bradford, Zwetlow and Leeds walked out."), language)
    NamedMentions(entities).find()
    Classes(entities).settle()
    assert {e.label for e in entities.all if e.type.endswith("Place")} == {"Bradford", "Zwetlow", "Leeds"}


@pytest.mark.parametrize(
    ("text", "class_", "names"),
    [
        ("Dara O' Shea, editor of the Lantern, left.", "Person", {"Dara O'Shea"}),
        ("Mr. J. van der Merwe said the strike by miners was over.", "Person", {"J. van der Merwe"}),
        ("The Chief Justice, Sir William Potts, said no.", "Person", {"William Potts"}),
        ("Bus drivers and the Labour Party backed the strike.", "Organization", {"Labour Party"}),
        ("Dockers struck Ohio Ventures on May 4.", "Organization", {"Ohio Ventures"}),
        ("Lou Marks told reporters that dockers had struck.", "Workforce", {"dockers"}),
        ("Director Evan Yanno said on Tuesday nurses had struck.", "Workforce", {"nurses"}),
        ("Some 2 mln teachers struck.", "Workforce", {"teachers"}),
        ("Workers of Holt Foods went on strike.", "Company", {"Holt Foods"}),
        ("Ann Bell (Bakers' Union) said the strike was on.", "Person", {"Ann Bell"}),
        ("SIPTA's Carmel Keane said the strike was on.", "Person", {"Carmel Keane"}),
        (
            "Holt (Ireland) Ltd and Holt Foods (Pty) Ltd shut.",
            "Company",
            {"Holt (Ireland) Ltd", "Holt Foods (Pty) Ltd"},
        ),
        ("Transrail spokesperson Mike Asefo said no.", "Organization", {"Transrail"}),
        ("The Ministry of Labour, PLAF and Holt Foods met.", "GovernmentDepartment", {"Ministry of Labour"}),
        ("Laundry strikers met. The strike at Dalton Laundry began on Monday.", "Workforce", {"Laundry strikers"}),
        (
            "Belmore Steel shut. The Belmore Steel Workers' Union struck.",
            "TradeUnion",
            {"Belmore Steel Workers' Union"},
        ),
        ("Belmore Steel shut. The Belmore Steel Workers' Union struck.", "Company", {"Belmore Steel"}),
        (
            "Fitters walked out at two plants on June 28 after Midland Generation refused to negotiate. "
            "Midland Generation bought the plants from Harcourt Ltd in 1999.",
            "Organization",
            {"Midland Generation"},
        ),
        ("Nurses marched through Dunbridge on Saturday.", "Place", {"Dunbridge"}),
        ("The glass workers' union struck on Monday.", "TradeUnion", {"glass workers' union"}),
        ("The power union met the steel workers' union.", "TradeUnion", {"power union", "steel workers' union"}),
        ("The Dorwin Motors union struck.", "TradeUnion", {"Dorwin Motors union"}),
        ("The Dorwin Motors union struck.", "Company", {"Dorwin Motors"}),
        ("The National Council of Tram Inspectors struck.", "TradeUnion", {"National Council of Tram Inspectors"}),
        ("The Board of Examiners met the Ohio Board of Supervisors.", "TradeUnion", set()),
        ("The strike by the Customs Officers' Union for December 3 is off.", "TradeUnion", {"Customs Officers' Union"}),
        ("Laundry workers at Citadel Regional Hospital walked out.", "Company", set()),
        ("Mr. J. Dane, K.C., and Ann Lee, OBE, spoke to the miners.", "Person", {"J. Dane", "Ann Lee"}),
        ("Chief Minister R. Dane met the striking teachers.", "Person", {"R. Dane"}),
        ("Archbishop Doyle met the striking teachers.", "Person", {"Doyle"}),
        ("Nurses at Cardinal Health struck on Monday.", "Person", set()),
        ("The sister union and the company union struck.", "TradeUnion", set()),
        (
            "The Healthcare Workers' Union and the Dyers' Union met the car union.",
            "TradeUnion",
            {"Healthcare Workers' Union", "Dyers' Union", "car union"},
        ),
        ("The student union and the credit union were shut.", "TradeUnion", set()),
    ],
)
def test_the_bounds_and_the_class_of_a_name(gather: Gather, text: str, class_: str, names: set[str]) -> None:
    assert class_ in {local_name(iri) for iri in load("industrial-relations").classes}
    assert gather(text).get(class_, set()) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Members of the T.W.F., N.P.U. and B.C.U. struck on Monday.", {"T.W.F", "N.P.U", "B.C.U"}),
        ("The Minister of Labour, Pelham and the Steel Union met on Monday.", {"Pelham", "Steel Union"}),
    ],
)
def test_lists_of_bodies_are_no_letters_and_no_fields(gather: Gather, text: str, names: set[str]) -> None:
    assert names <= {name.rstrip(".") for found in gather(text).values() for name in found}
