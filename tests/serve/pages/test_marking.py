from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from kg.serve.pages.articles import paragraphs
from kg.serve.pages.marking import Span, marked, shown

places = st.integers(0, 30)
spans = st.builds(
    lambda a, b, look, href: Span(min(a, b), max(a, b), look, f"{look} & <{a}>", href, f"m{a}"),
    places,
    places,
    st.sampled_from(["trigger", "actor", "read", "said"]),
    st.sampled_from(["", "#x", "#y"]),
)
texts = st.text(min_size=30, max_size=30)


class Covered(HTMLParser):
    """Reads which looks cover each character, and whether the elements nest."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.held: list[tuple[str, str]] = []
        self.over: list[frozenset[str]] = []
        self.words: list[str] = []
        self.anchors: list[str] = []
        self.faults = 0
        self.feed(html)
        self.close()
        self.faults += len(self.held)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.held.append((tag, said.get("class") or ""))
        self.anchors += filter(None, [said.get("id")])

    def handle_endtag(self, tag: str) -> None:
        self.faults += not self.held or self.held.pop()[0] != tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        self.over += [frozenset(look for _, look in self.held if look)] * len(data)


@given(texts, st.lists(spans, max_size=8))
def test_marks_that_overlap_nest_and_cover_just_their_characters(text: str, found: list[Span]) -> None:
    read = Covered(marked(text, found))
    assert not read.faults
    assert "".join(read.words) == shown(text)
    for place in range(len(text)):
        assert read.over[place] == {span.look for span in found if span.start <= place < span.end}


@given(texts, st.lists(spans, max_size=8))
def test_no_two_marks_have_one_anchor_and_no_link_holds_another(text: str, found: list[Span]) -> None:
    html = str(marked(text, found))
    read = Covered(html)
    assert len(read.anchors) == len(set(read.anchors))
    assert all("<a " not in piece.partition("</a>")[0] for piece in html.split("<a ")[1:])


def test_the_wider_mark_is_outside() -> None:
    inner, outer = Span(4, 6, "actor"), Span(0, 9, "read")
    assert marked("PCS struck", [inner, outer]) == ('<mark class="read">PCS <mark class="actor">st</mark>ruc</mark>k')


def test_a_mark_that_overlaps_is_cut_and_goes_on() -> None:
    assert marked("abcdef", [Span(0, 4, "one"), Span(2, 6, "two")]) == (
        '<mark class="one">ab<mark class="two">cd</mark></mark><mark class="two">ef</mark>'
    )


def test_a_mark_over_two_paragraphs_is_in_both() -> None:
    first, second = paragraphs("One two.\n\nThree four.", [Span(4, 15, "said")])
    assert (first, second) == ('One <mark class="said">two.</mark>', '<mark class="said">Three</mark> four.')


def test_what_steers_a_page_is_shown_and_not_obeyed() -> None:
    assert marked("a\u202eb<i>", []) == "a\N{REPLACEMENT CHARACTER}b&lt;i&gt;"
