"""Who holds which office, who speaks for whom, what is a unit of what."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Reading
from kg.ontology import MEMBERSHIP, local_name


def offices(reading: Reading) -> set[tuple[str, str, str]]:
    label = {e.key: e.label for e in reading.entities}
    return {(label[r.subject], r.title or "", label[r.object]) for r in reading.relations if r.predicate == MEMBERSHIP}


def edges(reading: Reading, name: str) -> set[tuple[str, str]]:
    label = {e.key: e.label for e in reading.entities}
    return {(label[r.subject], label[r.object]) for r in reading.relations if local_name(r.predicate) == name}


@pytest.mark.parametrize(
    "text",
    [
        'Ann Lee, general secretary of Unison, said: "We want a real offer."',
        'Unison general secretary Ann Lee said: "We want a real offer."',
        'Unison\'s general secretary, Ann Lee, said: "We want a real offer."',
        'Members of Unison left. "We want a real offer," said the union\'s general secretary, Ann Lee.',
        'Members of Unison left. Its general secretary, Ann Lee, said: "We want a real offer."',
        'Members of Unison left. General secretary Ann Lee said: "We want a real offer."',
    ],
)
def test_the_same_office_in_six_constructions(read: Callable[..., Reading], text: str) -> None:
    reading = read(text)
    assert ("Ann Lee", "general secretary", "UNISON") in offices(reading) or (
        "Ann Lee",
        "general secretary",
        "Unison",
    ) in offices(reading)
    assert {person for person, _ in edges(reading, "speaksFor")} == {"Ann Lee"}


def test_an_unnamed_spokesperson_is_called_by_the_organisation(read: Callable[..., Reading]) -> None:
    reading = read('The Home Office was closed. "We are disappointed by this," a Home Office spokesperson said.')
    ((who, what),) = edges(reading, "speaksFor")
    assert "Home Office" in who and "spokesperson" in who
    assert what == "Home Office"


def test_ordinary_people_speak_for_nobody(read: Callable[..., Reading]) -> None:
    reading = read('Members of Unison left. "I wish them well with it," said Joe Bloggs, a shopper in Leeds.')
    assert not edges(reading, "speaksFor")


@pytest.mark.parametrize(
    ("text", "branch"),
    [
        ("Ann Lee chairs the union's Wearside branch. Unison is the union.", "Wearside branch"),
        ("Local 2310 of the Harbour Workers' Union voted to strike at Acme Corp.", "Local 2310"),
        ("The Harbour Workers' Union Leeds branch struck on Monday.", "Leeds branch"),
        ("The Leeds branch of the Northern Carers' League struck on Monday.", "Leeds branch"),
        ("The Enugu chapter of the Guild of Court Hands struck on Monday.", "Enugu chapter"),
    ],
)
def test_a_branch_is_a_unit_of_its_union(read: Callable[..., Reading], text: str, branch: str) -> None:
    assert any(branch in part for part, _ in edges(read(text), "unitOf"))


@pytest.mark.parametrize(
    ("text", "title", "where"),
    [
        ("The chief executive of Acme Corp, Dr. Ann Lee, has written to staff.", "chief executive", "Acme"),
        ('"It is fair," said Ann Lee, Acme Corp\'s acting personnel manager.', "personnel manager", "Acme"),
        ("Ann Lee is the regional secretary of Unison.", "regional secretary", "nison"),
        ("Acme Corp shut. Ann Lee, 41, the company's chief operating officer, spoke.", "chief operating", "Acme"),
        ("Members of Unison left. Its secretary, Captain Ann Lee, said it would go on.", "secretary", "nison"),
        ("The onetime leader of the RMT Joe Lunt said it would go on.", "leader", "RMT"),
        ("Acme Corp shut. Unison was glad. Its managing director, Ann Lee, said why.", "managing director", "Acme"),
        ("Inspector Ann Lee, of Leeds City Council, said the strike was over.", "inspector", "Leeds"),
        ("Unison director general Ann Lee said the strike was over.", "director general", "nison"),
        ("Pits shut at Obuasi and Prestea, the secretary of Unison, Ann Lee, told the Post.", "secretary", "nison"),
    ],
)
def test_an_office_belongs_to_the_organisation_that_the_words_name(
    read: Callable[..., Reading], text: str, title: str, where: str
) -> None:
    reading = read(text)
    names = {n for e in reading.entities if where in e.names[0] or where in " ".join(e.names) for n in e.names}
    found = offices(reading)
    assert any(title in held and organization in names for _, held, organization in found), found


def test_its_is_what_the_sentence_before_is_about(read: Callable[..., Reading]) -> None:
    found = offices(
        read(
            "The strike was joined by the Harbour Workers' Union, which left the Dock Labour Union in 1994. "
            "Its leader, Ann Lee, promised more strikes."
        )
    )
    assert {(who, where) for who, _, where in found} == {("Ann Lee", "Harbour Workers' Union")}


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        ("The government met Unison. Labour Minister Ann Lee said the strike of nurses was wrong.", "government"),
        ("The Labour Ministry met Unison. Labour Minister Ann Lee said the strike was wrong.", "Labour Ministry"),
        ("Members of Unison struck. Labour minister Ann Lee said the strike was wrong.", "labour ministry"),
        ("Members of Unison struck. Finance minister Ann Lee said the strike was wrong.", "finance ministry"),
        ("The government of president Ann Lee said the miners' strike was wrong.", "government"),
        ("Members of Unison struck. The Minister of Labour (Mr. A. Lee) said it was wrong.", "labour ministry"),
        (
            "Members of Unison struck. The Secretary of State for Transport, Ann Lee, was dismayed.",
            "transport ministry",
        ),
        ("Members of Unison struck. Secretary of Labor Ann Lee was dismayed.", "labor ministry"),
    ],
)
def test_a_minister_belongs_to_a_ministry_or_the_government(
    read: Callable[..., Reading], text: str, organization: str
) -> None:
    known = {organization, organization.replace("ministry", "department")}
    assert {where for _, _, where in offices(read(text))} <= known
    assert offices(read(text))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (
            "General secretaries Ann Lee of the Weavers' Union and Jim Dole of the Dyers' Union met.",
            {("Ann Lee", "general secretary", "Weavers' Union"), ("Jim Dole", "general secretary", "Dyers' Union")},
        ),
        (
            "Weavers' Union presidents Ann Lee, Bo Ray, and Jim Dole met.",
            {(name, "union president", "Weavers' Union") for name in ("Ann Lee", "Bo Ray", "Jim Dole")},
        ),
        (
            "Members of the Weavers' Union struck, and officials Jim Dole and Al Fox of the Dyers' Union spoke.",
            {(name, "official", "Dyers' Union") for name in ("Jim Dole", "Al Fox")},
        ),
        ("The Weavers' Union struck. Its president — Ann Lee — left.", {("Ann Lee", "president", "Weavers' Union")}),
        ("Ann Lee, RN, president of the Nurses' Union, left.", {("Ann Lee", "president", "Nurses' Union")}),
        ("Ann Lee, president of the Nurses' Union, met Bo Ray (SAN).", {("Ann Lee", "president", "Nurses' Union")}),
    ],
)
def test_titles_of_several_and_between_dashes(
    read: Callable[..., Reading], text: str, held: set[tuple[str, str, str]]
) -> None:
    assert offices(read(text)) == held


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Chilean President Ann Lee said the miners' strike was wrong.", {"Chilean government"}),
        ("Miners struck in Zambia. President Ann Lee said the strike was wrong.", {"Zambian government"}),
        (
            "Miners struck in Bolivia as Peruvian president Ann Lee visited. Bolivian police fired on them.",
            {"Peruvian government"},
        ),
    ],
)
def test_who_heads_a_country_is_of_its_government(read: Callable[..., Reading], text: str, names: set[str]) -> None:
    reading = read(text)
    heads = [r.object for r in reading.relations if r.predicate == MEMBERSHIP]
    assert [set(e.names) for e in reading.entities if e.key in heads] == [names]


@pytest.mark.parametrize(
    ("text", "office"),
    [
        (
            "Members of Unison met. A Unison shop steward called Ann Lee was there.",
            ("Ann Lee", "shop steward", "UNISON"),
        ),
        (
            "Drivers left Acme Trains. Acme Trains' traffic manager, a Mr Lee, was there.",
            ("Lee", "traffic manager", "Acme Trains"),
        ),
    ],
)
def test_a_name_after_called_or_a_comma_holds_the_office_before(
    read: Callable[..., Reading], text: str, office: tuple[str, str, str]
) -> None:
    assert office in {(who, title, where.replace("Unison", "UNISON")) for who, title, where in offices(read(text))}


def test_a_judge_sits_in_no_union_and_no_company(read: Callable[..., Reading]) -> None:
    assert not offices(read("Members of Unison struck at Acme Foods. Judge Ann Lee said the strike was wrong."))


def test_counsel_speak_for_a_client_without_an_office(read: Callable[..., Reading]) -> None:
    reading = read('Unison struck. "It is fair," said Ann Lee, counsel for Unison.')
    assert {who for who, _ in edges(reading, "speaksFor")} == {"Ann Lee"}
    assert not offices(reading)


def test_a_title_makes_a_person_of_a_name(read: Callable[..., Reading]) -> None:
    reading = read("Members of Unison left Leeds University. Provost Corwin Hale wrote to students on Sunday.")
    assert any(who == "Corwin Hale" for who, _, _ in offices(reading))


def test_a_division_is_a_unit_of_its_owner(read: Callable[..., Reading]) -> None:
    reading = read("Drivers struck on Monday. Acme Trains Ltd, a division of Hale Holdings plc, ran no trains.")
    assert any("Acme" in part and "Hale" in whole for part, whole in edges(reading, "unitOf"))


def test_a_branch_that_stands_alone_is_the_known_unions(read: Callable[..., Reading]) -> None:
    reading = read("The Harbour Workers' Union called a strike. The Tema branch voted to strike on Friday.")
    assert any("Tema" in part and "Harbour" in whole for part, whole in edges(reading, "unitOf"))


@pytest.mark.parametrize(
    "text",
    [
        "Acme Trains Ltd, a wholly owned subsidiary of Leeds-based Hale Holdings plc, ran no trains.",
        "Acme Trains Ltd, part of the Leeds-based Hale Group, ran no trains.",
    ],
)
def test_a_subsidiary_is_no_unit_of_a_town(read: Callable[..., Reading], text: str) -> None:
    found = edges(read(f"Drivers struck on Monday. {text}"), "unitOf")
    assert any("Acme" in part and "Hale" in whole for part, whole in found)
    assert not any("Leeds" in whole for _, whole in found)


def test_a_branch_is_a_unit_of_the_union_in_its_name(read: Callable[..., Reading]) -> None:
    reading = read("AFSCME District Council 88 struck on Tuesday. UAW Locals 7 and 12 backed it.")
    assert {("UAW Local 7", "UAW"), ("UAW Local 12", "UAW")} <= edges(reading, "unitOf")
    assert ("AFSCME District Council 88", "AFSCME") in edges(reading, "unitOf")


def test_a_city_manager_is_the_citys(read: Callable[..., Reading]) -> None:
    reading = read("Trash collectors struck on Monday. City Manager Fred Hines said the city had locked out 85 men.")
    assert {where for _, _, where in offices(reading)} == {"city"}


def test_a_minister_is_of_the_ministry_and_a_shadow_minister_is_not(read: Callable[..., Reading]) -> None:
    text = "Nurses struck. The Department of Health refused talks. Health secretary Tom Harlow left. "
    reading = read(f"{text}The shadow health secretary, Ann Weston, said the plan had failed.")
    assert {who for who, _, where in offices(reading) if "Health" in where} == {"Tom Harlow"}
    assert ("Tom Harlow", "health secretary", "Department of Health") in offices(reading)


@pytest.mark.parametrize(
    ("text", "title", "organization"),
    [
        ("The Minister of Transport, Mr. Cope, said the strike was illegal.", "minister of transport", "transport"),
        ("The president of the dockers' union NDU, Ben Marlow, said the strike would go on.", "president", "NDU"),
    ],
)
def test_an_office_is_no_name_and_owners_are_no_field(
    read: Callable[..., Reading], text: str, title: str, organization: str
) -> None:
    reading = read(text, "2021-03-08")
    names = {e.key: e.label for e in reading.entities}
    (office,) = [r for r in reading.relations if r.title]
    assert office.title == title and organization in names[office.object]


def test_later_fields_of_an_office_are_nobody(read: Callable[..., Reading]) -> None:
    text = "The Minister of Finance, Economic Planning and Trade, Ms Ada Obi, met the strikers."
    assert not {"Economic Planning and Trade"} & {e.label for e in read(text, "2021-03-08").entities}


def test_letters_behind_a_name_are_nobody(read: Callable[..., Reading]) -> None:
    reading = read(
        "Mr. K. Raman, M.L.A., president of the Quay Hands Union, said no. Sir Ian Cole, K.C.B., left.", "1961-03-08"
    )
    names = {e.key: e.label for e in reading.entities}
    assert {(names[r.subject], r.title) for r in reading.relations if r.title} == {("K. Raman", "president")}
    assert not [name for name in names.values() if name.startswith(("M.L.A", "K.C.B"))]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (
            "Porters struck St Brendan's Hospital. The hospital's human resources manager, Ann Byrne, was out.",
            ("Ann Byrne", "human resources manager", "St Brendan's Hospital"),
        ),
        (
            "The Porters' Union struck at Wexham Hospital. Hospital vice president Ann Byrne said it was open.",
            ("Ann Byrne", "hospital vice president", "Wexham Hospital"),
        ),
        (
            "Barristers struck. Justice Secretary Ann Byrne, who took office last month, said courts were open.",
            ("Ann Byrne", "justice secretary", "justice department"),
        ),
        (
            "The Post Office dismissed 300 strikers. The postmaster general, Ann Byrne, said letters had been sent.",
            ("Ann Byrne", "postmaster general", "Post Office"),
        ),
        (
            "The transport union's regional officer Ann Mills said the company had refused to talk.",
            ("Ann Mills", "regional officer", "transport union"),
        ),
        (
            "Mr Reg Stubbs, convener of the Vehicle Builders' Society, said the men would not go back.",
            ("Reg Stubbs", "convener", "Vehicle Builders' Society"),
        ),
    ],
)
def test_offices_in_bodies_that_are_called_by_a_common_noun(
    read: Callable[..., Reading], text: str, held: tuple[str, str, str]
) -> None:
    assert held in offices(read(text, "2024-02-28"))


@pytest.mark.parametrize(
    "text",
    [
        "The Cleaners' Union struck on Monday. A hospital spokesman, Al Dun, said it was open.",
        "Miners stopped work at the Kewa mine. Union spokesman Al Dun said the men would not be taken back.",
        "The bank clerks struck. The bank's Head of Corporate Communications, Mrs Bola Adeniyi, said it was open.",
    ],
)
def test_a_body_that_is_not_named_is_no_other(read: Callable[..., Reading], text: str) -> None:
    assert not offices(read(text, "2024-02-28"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nurses struck Mercy Hospital on Monday.", "target"),
        ("Nurses at Mercy Hospital walked out. The hospital said it had offered 4 percent.", "target"),
        ("Mercy Hospital has fired 22 nurses who took part in a walkout.", "target"),
        ("Nurses walked out at Mercy Hospital on Monday.", "place"),
        ("Dock labourers employed by Messrs. Mercy and Pryce struck.", "target"),
        ("Staff at a depot run by Mercy Foods struck on Monday.", "target"),
    ],
)
def test_who_runs_a_site_is_the_employer(read: Callable[..., Reading], text: str, kind: str) -> None:
    reading = read(text, "2024-02-28")
    label = {e.key: e.label for e in reading.entities}
    (strike,) = [e for e in reading.events if e.type.endswith("#Strike")]
    found = {local_name(role): [label.get(str(getattr(f, "key", "")), "") for f in fs] for role, fs in strike.roles}
    assert any("Mercy" in name for name in found.get(kind, []))


@pytest.mark.parametrize(
    "text",
    [
        "The strikers were led by Messrs. Hallam and Pryce.",
        "A motion to strike at Holt Mill was moved by Messrs. Hallam and Pryce.",
        "Nurses picketed Hallam Hospital on Monday and the hospital stayed open.",
        "A truck struck Hallam Hospital, where nurses walked out.",
    ],
)
def test_who_is_no_employer_is_no_target(read: Callable[..., Reading], text: str) -> None:
    reading = read(text, "2024-02-28")
    label = {e.key: e.label for e in reading.entities}
    targets = {
        label.get(str(getattr(f, "key", "")))
        for e in reading.events
        for role, fs in e.roles
        for f in fs
        if role.endswith("#target")
    }
    assert not any("Hallam" in str(name) for name in targets)


def test_officers_of_the_union_at_a_site_are_not_the_sites(read: Callable[..., Reading]) -> None:
    text = "Porters at Wexham Hospital walked out. The hospital's union branch secretary, Ann Lee, said it was solid."
    assert not offices(read(text, "2024-02-28"))
