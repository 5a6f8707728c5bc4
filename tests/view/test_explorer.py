"""What people do with the explorer, done with mouse and keys."""

from __future__ import annotations

import csv
import io
import re
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
DISPUTE = "PCS – Home Office"


def heading(page: Page) -> Any:
    return page.locator("#panel h2").first


def find(page: Page, text: str) -> None:
    page.keyboard.press("/")
    page.keyboard.type(text)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")


def complaints(opened: Any) -> list[str]:
    return [words for words in opened.complaints if "GL Driver Message" not in words]


# -- the journeys -------------------------------------------------------------------------------


def test_find_a_union_and_see_whom_it_struck(explore: Any) -> None:
    opened = explore()
    page = opened.page
    find(page, "commercial serv")
    expect(heading(page)).to_have_text("PCS")
    section = page.locator("#panel section").filter(has=page.get_by_role("heading", name="strikes"))
    expect(section.locator(".link-line .go")).to_have_text(["Home Office"])
    expect(page.locator("#chips")).to_contain_text("about PCS")
    page.get_by_role("tab", name="Table").click()
    expect(page.locator("tbody tr")).to_have_count(5)
    assert complaints(opened) == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in opened.requests)


def test_open_the_sentence(explore: Any) -> None:
    page = explore("#about=entity/pcs&sel=entity/pcs").page
    page.get_by_role("button", name="Evidence: PCS strikes Home Office").press("Enter")
    expect(heading(page)).to_have_text("PCS — strikes → Home Office")
    quotes = page.locator("#panel .quotes figure")
    expect(quotes.first).to_contain_text("Border strike called")
    expect(quotes.first).to_contain_text("confidence")
    expect(quotes.first.locator("code")).not_to_be_empty()
    expect(page.locator("#panel mark")).not_to_have_count(0)


def test_sources_that_differ_stand_beside_the_sentence(explore: Any) -> None:
    page = explore("#sel=event/strike").page
    differ = page.locator("#panel .claims")
    expect(differ).to_contain_text("about 1000")
    expect(differ).to_contain_text("Mark Serwotka (PCS)")
    expect(differ).to_contain_text("300")
    expect(page.locator("#panel .states li")).to_have_count(2)


def test_the_course_of_a_dispute(explore: Any) -> None:
    page = explore("#view=time").page
    page.locator(".lane .go").filter(has_text=DISPUTE).press("Enter")
    expect(heading(page)).to_have_text(DISPUTE)
    expect(page.locator("#panel .steps li")).not_to_have_count(0)
    lane = page.locator(".lane").filter(has_text=DISPUTE)
    expect(lane.locator(".mark")).to_have_count(3)
    lane.locator(".mark").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(heading(page)).not_to_have_text(DISPUTE)


def test_filter_by_date_and_status_and_share_the_link(explore: Any) -> None:
    page = explore("#view=table").page
    page.get_by_role("button", name="occurred").first.click()
    page.get_by_label("From day").fill("2022-12-01")
    page.get_by_label("From day").press("Enter")
    expect(page.locator("#chips .total")).to_have_text("2 events")
    expect(page.locator("tbody tr")).to_have_count(2)
    rows = page.locator("tbody tr").all_text_contents()
    other = explore(page.evaluate("location.hash")).page
    expect(other.locator("tbody tr")).to_have_count(2)
    expect(other.locator("tbody tr")).to_have_text(rows)
    page.go_back()
    expect(page.locator("#chips")).not_to_contain_text("2022-12-01")
    expect(page.locator("#chips")).to_contain_text("occurred")


# -- views --------------------------------------------------------------------------------------


def test_every_view_shows_the_same_selection(explore: Any) -> None:
    opened = explore("#status=ir:occurred")
    page = opened.page
    expect(page.locator(".graph .note")).to_contain_text("nodes")
    for view in ("Time line", "Map", "Table", "SPARQL"):
        page.get_by_role("tab", name=view).click()
        expect(page.locator("#chips .total")).to_have_text("4 events")
    expect(page.get_by_label("SPARQL of this selection")).to_have_value(
        re.compile(r"VALUES \?status \{ ir:occurred \}")
    )
    assert complaints(opened) == []


def test_the_map_filters_and_its_list_says_the_same(explore: Any) -> None:
    page = explore("#view=map").page
    rows = page.locator(".countries .choice")
    first = rows.first.locator(".name").inner_text()
    count = int(rows.first.locator(".count").inner_text())
    titles = page.locator(".world .some title").all_text_contents()
    assert f"{first}: {count} events" in titles
    rows.first.press("Enter")
    expect(page.locator("#chips .total")).to_have_text(f"{count} events")


def test_facets_count_what_choosing_gives(explore: Any) -> None:
    page = explore().page
    facet = page.locator("#facets details").first
    for key in [choice.get_attribute("data-key") for choice in facet.locator(".choice").all()]:
        choice = facet.locator(f'[data-key="{key}"]')
        count = int(choice.locator(".count").inner_text())
        choice.click()
        expect(page.locator("#chips .total")).to_have_text(f"{count} event{'' if count == 1 else 's'}")
        choice.click()


def test_the_brush_chooses_days(explore: Any) -> None:
    page = explore("#view=table").page
    box = page.locator(".brush").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 20, steps=4)
    page.mouse.up()
    expect(page.get_by_label("From day")).not_to_have_value("")
    assert "from=" in page.evaluate("location.hash")
    page.get_by_role("button", name="All days").click()
    expect(page.get_by_label("From day")).to_have_value("")


def test_a_path_comes_with_the_evidence_of_each_step(explore: Any) -> None:
    page = explore("#sel=entity/person/mark-serwotka").page
    page.get_by_role("button", name="Path from here").click()
    page.get_by_label("Where the path is to lead").fill("heathrow")
    page.keyboard.press("Enter")
    steps = page.locator(".path-steps > li")
    expect(steps).to_have_count(3)
    for step in steps.all():
        expect(step.locator("blockquote").first).to_be_visible()
    assert page.evaluate("kgExplorer.views.graph.path.nodes.length") == 4


def test_nothing_leads_to_what_is_apart(explore: Any) -> None:
    page = explore("#path=entity/pcs&path=entity/acme").page
    expect(heading(page)).to_have_text("No path")


def test_opening_a_node_asks_for_the_kinds_of_edges(explore: Any) -> None:
    page = explore("#most=10&about=&sel=entity/pcs&what=ir:Picket&what=ir:Offer").page
    assert page.evaluate("kgExplorer.views.graph.able")
    page.evaluate("""() => { // in one go: a change is drawn a little later, and would bring back all ten nodes
      kgExplorer.store.set({ most: 10, what: [], open: [] });
      kgExplorer.draw();
      kgExplorer.views.graph.shown.nodes.splice(2);
      kgExplorer.views.graph.open(kgExplorer.model.find("entity/pcs").node);
    }""")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    kinds = dialog.get_by_role("checkbox")
    expect(kinds.nth(1)).to_be_visible()
    for box in kinds.all()[1:]:
        box.uncheck()
    dialog.get_by_role("button", name="Open").click()
    expect(dialog).not_to_be_visible()
    assert "open=entity%2Fpcs+" in page.evaluate("location.hash")


def test_a_double_click_opens_what_is_around(explore: Any) -> None:
    page = explore("#most=10").page
    page.evaluate("kgExplorer.views.graph.open = node => { document.body.dataset.opened = node; }")
    point = """() => {
      const { sigma, stage, shown: { nodes: [node] } } = kgExplorer.views.graph;
      const at = sigma.graphToViewport(sigma.getGraph().getNodeAttributes(node)), box = stage.getBoundingClientRect();
      return [box.left + at.x, box.top + at.y, node]; }"""
    x, y, node = page.evaluate(point)
    page.mouse.dblclick(x, y)
    page.wait_for_selector(f'[data-opened="{node}"]')


def test_the_graph_is_walked_with_the_keys(explore: Any) -> None:
    page = explore().page
    page.locator(".canvas").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#live")).to_contain_text("edge")
    first = page.locator("#live").inner_text()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#live")).not_to_have_text(first)
    label = page.locator("#live").inner_text().rsplit(",", 2)[0]
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text(label)
    page.keyboard.press("Escape")
    expect(heading(page)).to_contain_text("events")


def test_the_legend_filters(explore: Any) -> None:
    page = explore().page
    page.locator(".legend").get_by_role("button", name="trade union").click()
    expect(page.locator("#chips")).to_contain_text("trade union")
    page.get_by_label("Colour by").select_option("community")
    expect(page.locator(".legend .key")).not_to_have_count(0)
    assert "colour=community" in page.evaluate("location.hash")


def test_tables_are_sorted_and_walked(explore: Any) -> None:
    page = explore("#view=table&rows=things").page
    page.get_by_role("button", name="Name").click()
    expect(page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "ascending")
    names = page.locator("tbody .go").all_text_contents()
    assert names == sorted(names, key=str.casefold)
    page.locator("tbody .go").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text(names[1])
    expect(page.locator("tbody .go").nth(1)).to_be_focused()


def test_search_is_a_combobox(explore: Any) -> None:
    page = explore().page
    page.keyboard.press("/")
    box = page.get_by_label("Find somebody or something by name")
    expect(box).to_be_focused()
    page.keyboard.type("p")
    options = page.get_by_role("option")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("no such name")
    page.keyboard.press("Enter")
    expect(page.locator("#chips")).to_contain_text("no such name")


# -- files --------------------------------------------------------------------------------------


def saved(page: Page, name: str) -> bytes:
    page.locator(".menu summary").click()
    with page.expect_download() as waiting:
        page.locator(".menu-items").get_by_role("button", name=name, exact=True).click()
    return Path(waiting.value.path()).read_bytes()


def test_pictures_and_data_are_saved(explore: Any) -> None:
    page = explore().page
    assert saved(page, "PNG").startswith(b"\x89PNG")
    assert len(ElementTree.fromstring(saved(page, "SVG")).findall(".//{*}circle")) == 16
    graphml = ElementTree.fromstring(saved(page, "GraphML"))
    assert len(graphml.findall(".//{*}node")) == 16
    assert saved(page, "SPARQL").startswith(b"PREFIX")
    page.get_by_role("tab", name="Map").click()
    assert ElementTree.fromstring(saved(page, "SVG")).findall(".//{*}path")
    assert saved(page, "PNG").startswith(b"\x89PNG")
    page.get_by_role("tab", name="Time line").click()
    assert ElementTree.fromstring(saved(page, "SVG")).findall(".//{*}circle")
    page.get_by_role("tab", name="Table").click()
    rows = list(csv.DictReader(io.StringIO(saved(page, "CSV").decode())))
    assert len(rows) == 8
    assert {row["iri"].rpartition("/")[2] for row in rows} >= {"strike", "ballot", "offer"}


# -- odd circumstances --------------------------------------------------------------------------


def test_without_webgl_there_is_the_table(browser: Any, account_page: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(account_page.as_uri())
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#view")).to_contain_text("no WebGL")
    page.get_by_role("button", name="Show the table").click()
    expect(page.locator("tbody tr")).not_to_have_count(0)
    context.close()


def test_it_works_in_the_frame_of_a_notebook(explore: Any, account: Any, tmp_path: Path) -> None:
    notebook = tmp_path / "notebook.html"
    notebook.write_text(
        f"<!doctype html><script>secret = 1</script>{account.explore()._repr_html_()}", encoding="utf-8"
    )
    context_page = explore().page.context.new_page()
    context_page.goto(notebook.as_uri())
    frame = context_page.frame_locator("iframe")
    frame.get_by_label("Find somebody or something by name").fill("heathrow")
    context_page.keyboard.press("Enter")
    expect(frame.locator("#panel h2").first).to_have_text("Heathrow")
    frame.get_by_role("tab", name="Table").click()
    expect(frame.locator("tbody tr")).to_have_count(2)
    inside = context_page.frames[1]
    assert inside.evaluate("(() => { try { return parent.secret; } catch { return 'kept apart'; } })()") == "kept apart"


def test_a_link_to_what_is_gone_says_so(explore: Any) -> None:
    opened = explore("#sel=event/gone&about=entity/gone&what=x:Gone&path=a&path=b&open=nobody")
    expect(opened.page.locator("#panel")).to_contain_text("not in this graph")
    assert complaints(opened) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["graph", "time", "map", "table", "sparql"])
def test_it_fits_a_telephone(explore: Any, scheme: str, view: str) -> None:
    page = explore(f"#view={view}&sel=event/strike", size=(390, 844), color_scheme=scheme).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("#panel").bounding_box()["width"] <= 390
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Filters").click()
    expect(page.locator("#facets")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


WRITTEN = """sel => new Promise(told => {
  const write = CanvasRenderingContext2D.prototype.fillText, found = new Set();
  CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
    found.add(text);
    return write.call(this, text, ...at);
  };
  kgExplorer.store.set({ sel });
  const word = kgExplorer.model.classOf(kgExplorer.model.find(sel).node).label;
  const begins = text => text.startsWith(`\\u2068${word}`);
  const look = () => ([...found].some(begins) ? told([...found]) : requestAnimationFrame(look));
  look();
})"""


def test_the_picture_tells_in_words_what_did_not_take_place(explore: Any) -> None:
    page = explore().page
    expect(page.locator(".graph .note")).to_contain_text("nodes")
    events = page.evaluate(
        """[...kgExplorer.model.events.status].map((at, event) =>
        [kgExplorer.model.name(event + kgExplorer.model.T), kgExplorer.model.index.statuses[at].label])"""
    )
    assert {status for _, status in events} > {"occurred", "planned"}
    for event, status in events:
        told = "\n".join(page.evaluate(WRITTEN, event))
        assert (f"({status})" in told) == (status != "occurred"), (event, told)


def test_no_name_is_written_over_another(explore: Any) -> None:
    page = explore().page
    expect(page.locator(".graph .note")).to_contain_text("nodes")
    nodes, boxes = page.evaluate(
        """() => new Promise(told => {
          const view = kgExplorer.views.graph;
          for (const n of view.shown.nodes) view.sigma.getGraph().setNodeAttribute(n, "forceLabel", true);
          view.sigma.getCamera().setState({ ratio: 3 });
          view.sigma.once("afterRender", () => told([view.shown.nodes.length, view.written]));
          view.sigma.refresh();
        })"""
    )
    assert 1 < len(boxes) < nodes
    assert [
        (a, b) for a, b in combinations(boxes, 2) if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ] == []
