from __future__ import annotations

import pytest

from kg.model import SegmentKind
from kg.readers import segment
from kg.readers.furniture import kind_of

HEADLINE, BODY, CAPTION, TEASER, FOOTER = SegmentKind
LEAD = "Drivers at the Wexcombe depot began a three-day strike on Monday, the Wessex Road Union said."


def kinds(*lines: str, title: str | None = None, source: str | None = None) -> list[SegmentKind]:
    return [part.kind for part in segment("\n\n".join(lines), title=title, source=source)]


@pytest.mark.parametrize(
    "line",
    [
        "(Image: Lil Anstey)",
        "Drivers at the gate in the rain (Photo: Wexcombe Courier)",
        "Drivers at the gate in the rain. Picture: Lil Anstey",
        "Drivers at the gate in the rain. Reader pictures: Lil Anstey",
        "Drivers at the gate in the rain (Wessex Agency photo)",
        "Photograph by Lil Anstey",
        "Lil Anstey / Wessex Images",
        "Image caption Drivers at the gate in the rain",
        "PICTURED: Drivers at the gate",
        "Pictured above: Drivers at the gate",
        "Caption: Drivers at the gate.",
        "Wexcombe Courier: Drivers at the gateDrivers at the gate (Image: Courier)",
        "Drivers at the gate Drivers at the gate",
        "Wexcombe Courier: Drivers at the depot gate",
        "BACK ON MONDAY: Two of the drivers at the depot gate",
    ],
)
def test_captions(line: str) -> None:
    assert kind_of(line) is CAPTION


@pytest.mark.parametrize(
    "line",
    [
        "READ MORE: Depot to close, says owner",
        'READ MORE: "We will be back" - driver on the dispute',
        "READ ALSO Depot to close",
        "Read more about the dispute here",
        "See also: Depot to close",
        "RELATED: Depot to close",
        "Related stories: Depot to close",
        "MORE: Depot to close",
        "More from Wexcombe: Depot to close",
        "● IN SPORT: Rovers held at home — Page 30",
        "TOMORROW: Ten walks for the spring",
        "Sign up to our newsletter for news every morning",
        "Follow us on Facebook and Instagram",
        "Subscribe to our morning bulletin",
        "Click here for the latest from Wexcombe",
        "Advertisement",
    ],
)
def test_teasers(line: str) -> None:
    assert kind_of(line) is TEASER


@pytest.mark.parametrize(
    "line",
    [
        "Comments: Our rules",
        "Comments are closed on this story.",
        "Comments have been switched off",
        "Please report any comments that are abusive.",
        "Read the rules here",
        "12 comments",
        "© 2021 Wexcombe Courier",
        "Copyright 2021 Wexcombe Courier",
        "All rights reserved",
        "Got a story? Ring our newsroom",
        "Contact our newsdesk",
        "Are you a driver? Let us know in the comments",
    ],
)
def test_footers(line: str) -> None:
    assert kind_of(line) is FOOTER


@pytest.mark.parametrize(
    "line",
    [
        'Commenting on the vote, she said: "We will not go back."',
        "Comments by the minister angered the drivers.",
        "Comment from the company was not available.",
        "Related: the union has two other disputes at the port.",
        "Copyright is at the heart of the writers' dispute.",
        "Photographers at the Courier walked out on Monday.",
        "Picture editors voted to strike.",
        "He showed reporters a photo by a striker.",
        "Read more carefully, the offer is a cut.",
        "Follow the money, he said.",
        "Contact centre staff walked out on Friday.",
        "MARLE: Drivers are to strike on Monday.",
        "House rules at the depot forbid leaflets, the union says.",
        'Branch secretary Dot Marle: "We would rather be driving"',
        "Strike dates: Monday 3 March, Tuesday 4 March and Friday 7 March",
        "FOR IMMEDIATE RELEASE: Tuesday 4 March 2014",
        "Notes to editors: The union has 360 members at the depot.",
        "Notes to editors",
        "ENDS",
    ],
)
def test_body(line: str) -> None:
    assert kind_of(line) is BODY


@pytest.mark.parametrize(
    "line",
    [
        "Bus drivers walk out at Wexcombe",
        "BUS DRIVERS WALK OUT.",
        "Will the buses run?",
        "'We would rather be driving': drivers on the dispute",
        "Wexcombe Drivers Begin Strike Over Rosters.",
    ],
)
def test_headlines(line: str) -> None:
    assert kinds(line, LEAD) == [HEADLINE, BODY]


@pytest.mark.parametrize(
    "line",
    [
        "The drivers stopped work on Monday.",
        "By Lil Anstey",
        "MARLE, March 3",
        "3 March 2014",
        '"We are out!"',
        "READ MORE: Depot to close",
    ],
)
def test_no_headlines(line: str) -> None:
    assert kinds(line, LEAD)[0] is not HEADLINE


def test_a_single_line_is_body() -> None:
    assert kinds("The drivers at Wexcombe are on strike") == [BODY]


def test_title_is_found_whatever_its_quotation_marks_and_site() -> None:
    line = "Drivers' strike is off."
    assert kinds(line, LEAD, title="Drivers’ Strike Is Off") == [HEADLINE, BODY]
    assert kinds(line, LEAD, title="Drivers' strike is off - Wexcombe Courier") == [HEADLINE, BODY]
    assert kinds(line, LEAD, title="Another") == [BODY, BODY]


def test_title_printed_twice() -> None:
    title = "Bus drivers walk out"
    assert kinds(title, "Rosters at issue", title, LEAD, title=title)[0] is HEADLINE
    assert kinds(title, title, LEAD, title=title) == [HEADLINE, HEADLINE, BODY]
    assert kinds(LEAD, LEAD, title=LEAD) == [HEADLINE, BODY]


def test_title_above_wrapped_lines_stands_alone() -> None:
    title = "Drivers at the Wexcombe depot walk out over rosters"
    text = f"{title}\nDrivers at the Wexcombe depot began a three-day strike\non Monday, the Wessex Road Union said."
    first, second = segment(text, title=title)
    assert (first.kind, text[first.start : first.end]) == (HEADLINE, title)
    assert second.kind is BODY
    assert "\n" in text[second.start : second.end]


def test_after_the_comment_rules_all_is_footer() -> None:
    lines = ("Be kind to each other.", "Members voted to strike on Monday.")
    assert kinds(LEAD, "Comments: Our rules", *lines) == [BODY, FOOTER, FOOTER, FOOTER]
    assert kinds("Comments: Our rules", LEAD) == [FOOTER, BODY], "above the article they end nothing"
    assert kinds(LEAD, "© Courier", lines[1]) == [BODY, FOOTER, BODY]


def test_the_papers_own_name_begins_its_captions() -> None:
    line = "Courier: Drivers at the gate."
    assert kinds(LEAD, line) == [BODY, BODY]
    assert kinds(LEAD, line, source="Courier") == [BODY, CAPTION]
