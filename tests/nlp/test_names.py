"""Names found before parsing, each made one token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "name", "class_"),
    [
        ("He spoke to the Federation of Clerical and Revenue Staff.", "Federation of Clerical and Revenue Staff", None),
        (
            "Members of the Public and Commercial Services Union left.",
            "Public and Commercial Services Union",
            "TradeUnion",
        ),
        ("The Ministry for Justice and Rights said no.", "Ministry for Justice and Rights", "GovernmentDepartment"),
        ("Talks with Brightwater Borough Council failed.", "Brightwater Borough Council", "PublicBody"),
        ("It is Local 2310 of the Millhands' League of Ohio.", None, None),
        ("The Tidewater Leeds branch voted.", "Tidewater Leeds branch", "UnionBranch"),
        ("Karl Brandt of Holt Foods spoke.", "Holt Foods", "Company"),
        ("Men left Holt Motors' Leeds plant.", "Holt Motors", "Company"),
        ("Jim Lunt of Leeds Bakers' Union spoke.", "Leeds Bakers' Union", None),
        ("Talks between the NTWU and Harland Ferries Ltd failed.", "Harland Ferries Ltd", "Company"),
        ("Talks between the Allied Steel Union and Brixham Council failed.", "Brixham Council", "PublicBody"),
        ("The Cape Railway and Harbours Workers Union met.", "Cape Railway and Harbours Workers Union", "TradeUnion"),
        ("The union's leader Ann Bell and Holt Foods met.", "Holt Foods", "Company"),
        ("The Transport and General Workers' Union met.", "Transport and General Workers' Union", "TradeUnion"),
        ("Secretary of the Bakers' Union Ann Bell spoke.", "Bakers' Union", "TradeUnion"),
        ("They struck Harbour Towns/XYZ Inc on Monday.", "Harbour Towns/XYZ Inc", "Company"),
        ("It is Local 401-B of the Millhands' League.", "Local 401-B of the Millhands' League", "UnionBranch"),
        ("The Sindicato de Obreros del Valle met.", "Sindicato de Obreros del Valle", "TradeUnion"),
        ("The Fédération des tisserands et fileurs met.", "Fédération des tisserands et fileurs", "Organization"),
        ("The Chamber of Coal Factors met.", "Chamber of Coal Factors", "Organization"),
        ("The Valley Fruit Employers said no.", "Valley Fruit Employers", "EmployersAssociation"),
        ("Drivers at Holt Coach and Linden Lines met.", "Linden Lines", "Company"),
        ("Fitters at Holt and Linden Lines met.", "Holt and Linden Lines", "Company"),
        ("The Bakery, Food and Allied Workers Union met.", "Bakery, Food and Allied Workers Union", "TradeUnion"),
        ("Orlan Oil and General Workers Union members met.", "Orlan Oil and General Workers Union", "TradeUnion"),
        ("Laundry Workers Local 66 met; the laundry shut.", "Laundry Workers Local 66", "UnionBranch"),
        ("Textile Labour Union men left the textile mill.", "Textile Labour Union", "TradeUnion"),
        ("In Reno, Nev. Platers Local 401 met.", "Platers Local 401", "UnionBranch"),
        ("The AFSCME District Council 88 met.", None, "UnionBranch"),
        ("Master Bakers' Association men met.", "Master Bakers' Association", "EmployersAssociation"),
        ("Planters' Association men met.", "Planters' Association", "EmployersAssociation"),
        ("The Nordra Jute Shramik Sangha met.", "Nordra Jute Shramik Sangha", "TradeUnion"),
    ],
)
def test_long_names_are_one_token(parse: Callable[..., Any], text: str, name: str | None, class_: str | None) -> None:
    doc = parse(text)
    if name is not None:
        assert name in [t.text for t in doc]
    if class_ is not None:
        assert class_ in [n.type.rpartition("#")[2] for n in doc._.kg_names]


def test_a_number_after_a_council_is_no_part_of_its_name(parse: Callable[..., Any]) -> None:
    doc = parse("At Brightwater Council 300 staff walked out.")
    assert [n.text for n in doc._.kg_names] == ["Brightwater Council"]
    assert [f.value for f in doc._.kg_figures] == [300]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The executive of the R.M.T. met.", [("R.M.T.", "rmt")]),
        ("The Q.X.W. executive met.", [("Q.X.W.", None)]),
        ("J.P.R. Cole met them.", []),
    ],
)
def test_abbreviations_with_points_are_names(
    parse: Callable[..., Any], text: str, found: list[tuple[str, str | None]]
) -> None:
    assert [(n.text, n.identity) for n in parse(text)._.kg_names] == found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Members of Weavers Locals 3012 and 3890 voted.", ["Weavers Local 3012", "Weavers Local 3890"]),
        ("Men of Platers Lodges 7, 12, and 40 voted.", ["Platers Lodge 7", "Platers Lodge 12", "Platers Lodge 40"]),
        ("The Locals 30 wanted voted.", []),
        ("Some locals, 19 and 24, were hurt.", []),
    ],
)
def test_branches_in_the_plural_are_one_for_each_number(parse: Callable[..., Any], text: str, names: list[str]) -> None:
    doc = parse(text)
    assert [n.text for n in doc._.kg_names] == names
    assert bool(doc._.kg_figures) == (not names)


def test_a_sentence_ends_behind_a_state(parse: Callable[..., Any]) -> None:
    doc = parse(
        "Nurses struck in Reno, Nev. Porters in Gary, Ind., on Monday joined them. It was in Troy, Mich. Monday."
    )
    assert [s.text.split()[0] for s in doc.sents] == ["Nurses", "Porters", "It"]


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("On Friday, Musicians' Union members walked out.", "mu"),
        ("Talks between Delta and Airline Pilots Association officials failed.", "us-alpa"),
        ("On Friday, B.C. Teachers' Federation president Ann Lee left.", "ca-bctf"),
    ],
)
def test_what_stands_before_a_comma_or_an_and_is_no_part_of_a_known_name(
    parse: Callable[..., Any], text: str, identity: str | None
) -> None:
    doc = parse(text)
    assert identity in {n.identity for n in doc._.kg_names}
    assert not any(n.text.startswith(("Delta and", "Friday")) for n in doc._.kg_names)
    assert len(list(doc.sents)) == 1


def test_an_abbreviation_in_brackets_belongs_to_the_name_and_is_known_afterwards(parse: Callable[..., Any]) -> None:
    doc = parse("The Union of Harbour Pilots (UHP) met. The UHP left.")
    long, short = doc._.kg_names
    assert (long.text, long.aliases) == ("Union of Harbour Pilots", ("UHP",))
    assert (short.text, short.type) == ("UHP", long.type)


def test_a_list_of_departments_is_not_one_name(parse: Callable[..., Any]) -> None:
    doc = parse("Staff of the Department for Education, Home Office and Cabinet Office left.")
    assert {"Department for Education", "Home Office", "Cabinet Office"} <= {n.text for n in doc._.kg_names}


@pytest.mark.parametrize(
    ("text", "names", "class_"),
    [
        ("Men left the mining towns of Ardlow, Fenwith and Quorl.", ["Ardlow", "Fenwith", "Quorl"], "Place"),
        ("They struck two shipping lines, Ardlow and Torvic, today.", ["Ardlow", "Torvic"], "Company"),
        (
            "They struck four firms--Ardlow, Torvic, Lund and Maxo--today.",
            ["Ardlow", "Torvic", "Lund", "Maxo"],
            "Company",
        ),
        ("Staff of the state airlines Ardlow and Torvic left.", ["Ardlow", "Torvic"], "Company"),
        ("It owns mills such as Ardlow, Torvic and Lund.", ["Ardlow", "Torvic", "Lund"], "Company"),
        ("They struck plants at Ardlow, Fenwith and Quorl today.", ["Ardlow", "Fenwith", "Quorl"], "Place"),
        ("They walked out in Leeds, Ardlow and Bradford today.", ["Leeds", "Ardlow", "Bradford"], "Place"),
        ("At both firms, Unite and Ardlow staff met.", ["Unite"], "TradeUnion"),
        ("The firms met on Monday, Tuesday and Friday.", [], ""),
        ("Miners Lund and Holt spoke.", [], ""),
    ],
)
def test_a_noun_tells_the_class_of_the_names_in_its_list(
    parse: Callable[..., Any], text: str, names: list[str], class_: str
) -> None:
    found = parse(text)._.kg_names
    assert [n.text for n in found] == names
    assert {n.type.rpartition("#")[2] for n in found} <= {class_}


def test_a_trade_before_a_person_does_not_make_a_firm_of_him(parse: Callable[..., Any]) -> None:
    doc = parse("Analyst Karl Brandt of Holt Foods spoke.")
    assert [n.text for n in doc._.kg_names] == ["Holt Foods"]


def test_a_known_name_keeps_its_identity(parse: Callable[..., Any]) -> None:
    names = parse("Staff at the Department for Work and Pensions left; the DWP said nothing.")._.kg_names
    assert {n.identity for n in names} == {"dwp"}


def test_the_components_say_what_they_need(nlp: Any) -> None:
    assert not any(nlp.analyze_pipes()["problems"].values())


def test_a_union_whose_name_is_an_ordinary_word_is_known_by_its_members(parse: Callable[..., Any]) -> None:
    names = parse("Members of Unite walked out, and Community members too.")._.kg_names
    assert [n.text for n in names] == ["Unite", "Community"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Lee, regional officer of Unite, said no.", ["Unite"]),
        ("They voted for strike action, Unite said.", ["Unite"]),
        ("Workers of the world, Unite!", []),
        ("Unite the workforce, she said.", []),
        ("Unite said the offer was an insult.", ["Unite"]),
        ("Prospect has called off the strike.", ["Prospect"]),
        ("Community has had enough, said Ann Lee.", []),
        ("Unite regional officer Ann Lee left.", ["Unite"]),
        ("Unite's regional officer Ann Lee left.", ["Unite"]),
        ("Council Workers Unite Against Cuts", []),
        ("A Prospect of peace.", []),
        ("Talks between the RMT and Avanti broke down.", ["RMT", "Avanti"]),
        ("An avanti from the crowd.", []),
    ],
)
def test_an_ambiguous_name_stands_where_names_do(parse: Callable[..., Any], text: str, names: list[str]) -> None:
    assert [n.text for n in parse(text)._.kg_names] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Some Allied Workers Union members struck.", "Allied Workers Union"),
        ("Factory Workers Union secretary Ann Lee left.", "Factory Workers Union"),
        ("Miners Federation president Ann Lee left.", "Miners Federation"),
        ("On Friday 300 United Bakers Union members struck.", "United Bakers Union"),
        ("Some 750 Teamsters Local 890 members struck.", "Teamsters Local 890"),
    ],
)
def test_a_name_is_taken_whole_and_without_a_count(parse: Callable[..., Any], text: str, name: str) -> None:
    assert [n.text for n in parse(text)._.kg_names] == [name]
