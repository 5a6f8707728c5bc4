"""What stands round an article: captions, pointers to other pieces, the small print.

Constructions only, no newspaper's name: a site's own caption is known by its shape, "The Site: words" printed
twice over or credited. Paragraphs are given with single spaces, quotation marks already straight.
"""

from __future__ import annotations

import re

from kg.model import SegmentKind

LONGEST_CAPTION = 500  # characters; a longer paragraph with a credit at its end is body text
LONGEST_POINTER = 250
LONGEST_KICKER = 60

_PICTURE = r"(?:photo(?:graph)?|picture|image|pic)s?"
_CREDIT = r"(?: credit| courtesy)?(?:\s*:|/| by\b| via\b| courtesy of\b)"


def _any_of(*constructions: str) -> re.Pattern[str]:
    return re.compile("|".join(constructions), re.IGNORECASE)


CREDITED = _any_of(  # anywhere
    rf"\((?:[\w ]{{1,20}} )?(?:{_PICTURE}|credit){_CREDIT}[^()]*\)?$",  # (Image: Name)
    rf"\([^():]{{2,40}}[/ ]{_PICTURE}\)$",  # (Agency Photo)
    rf"(?:^|[.!?\])'\"] )(?:[A-Z][\w']* )?{_PICTURE}{_CREDIT} [^.]{{2,60}}\.?$",  # ... . Picture: Name
)
LABELLED = _any_of(
    rf"(?:caption|pictured|(?:file |main )?{_PICTURE})(?: (?:above|below|left|right|top|inset|here))*(?:\s*[:|]| - )",
    rf"{_PICTURE} (?:caption|source|copyright)\b",
    rf"(?:{_PICTURE}{_CREDIT}|credit:) [^.]{{2,80}}\.?$",
    rf"[^.]{{2,60}} ?/ ?(?-i:[A-Z])\w+ {_PICTURE}$",  # Name / Agency Images
)
PRINTED_TWICE = re.compile(r"(?:[^:]{2,60}: )?(.{8,300}?) ?\1(?:\s*\([^()]*\))?$")
KICKER = re.compile(  # BACK AT WORK: Two drivers at the gate; Valley Courier: Two drivers at the gate
    r"(?P<kicker>[A-Z][\w'.-]*(?: (?:&|of|and|the|on|for|in|[A-Z][\w'.-]*))*): (?P<words>[A-Z'\"].*[\w)])$"
)
FORM_FIELD = _any_of(  # of a press statement or a report of a court: no kickers, though printed like them
    r"(?:for )?(?:immediate )?release",
    r"embargo|contact|date|from|to\b|subject|re\b|tel\b|e-?mail|venue|time|where|when|who|what|why|how",
    r"update|correction|breaking|judgment|before|result|note",
)
FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|says?|said|told)\b")

POINTER = _any_of(
    r"(?:[●■►▶•*>»→-]+ ?)?(?-i:READ|WATCH|LISTEN|SEE|FIND OUT) (?-i:MORE|ALSO|NEXT|NOW|HERE)\b",
    r"(?:read|watch|listen|see|learn|find out) (?:more|also|next|now)(?: here| about [^.:]*)? ?(?:[:>|»-]|$)",
    r"(?:also (?:read|see)|see also|don't miss|in pictures|in other news|trending|most read) ?[:>|»-]",
    r"(?:related|recommended|more)(?: (?:stories|articles?|content|news|reading|coverage|on this.*|from .{2,40}))?:"
    r" ?['\"]?(?-i:[A-Z\d]|$)",
    r"(?:[●■►▶•*] ?)?(?-i:IN SPORT|IN BUSINESS|INSIDE|TOMORROW|ELSEWHERE|COMING UP|PLUS|FULL STORY|OPINION|COMMENT): ",
    r"[●■►▶•] ?(?-i:[A-Z][A-Z' ]{2,30}): .*[^.]$",
    r"(?:full story|continued|turn to|more on|report)\b.{0,20}\bpages? \d",
)
PAGE_NUMBER = _any_of(r"[—–-] ?(?:see )?pages? \d+(?: ?[—–,&-] ?\d+)*\.?$")
INVITATION = _any_of(
    r"(?:please )?(?:click|tap) here",
    r"sign up (?:to|for|here|now|today)\b.*\b(?:newsletter|bulletin|alert|e-?mail|update|briefing|here|free)s?\b",
    r"subscribe (?:to|now|here|for|today)\b",
    r"follow (?:us|our|the [\w' ]{2,40}) (?:on|at|via)\b",
    r"like us on\b|join (?:us|our .{2,40}) on\b|join our (?:whatsapp|facebook|telegram)\b",
    r"download (?:our|the) .{0,30}\bapp\b",
    r"get (?:the|our|all the|your) (?:\w+ ){0,4}.*\b(?:inbox|newsletters?|alerts)\b",
    r"advertisement$|sponsored(?: content)?$|share (?:this|on)\b.{0,60}[^.]$|listen to this article",
    r"for (?:more|all|the latest) .{0,40}(?:news|stories)\b.*\b(?:click|visit|follow|sign)\b",
)

POLICY = _any_of(
    r"comments ?: ?(?!\d)",
    r"comments (?:on this .{0,20})?(?:are|have been) (?:\w+ )?(?:closed|disabled|turned off|switched off|moderated)",
    r"(?:please )?report (?:any|this|a) comments?\b",
    r"read the rules here",
    r"we want our comments to be",
    r"(?:our )?(?:comment(?:ing)?|community|house) (?:policy|rules|guidelines)(?:$|[:.])",
    r"the ability to comment on",
)
SMALL_PRINT = _any_of(
    r"©|\(c\) |copyright (?:©|\(c\)|\d{4}|belongs)|all rights reserved",
    r"(?:\d+|no) comments?(?: yet)?$|comments? ?[:(] ?\d+\)?$|(?:post|leave|add|view|show) (?:a |all )?comments?$",
    r"(?:log|sign) in to (?:comment|post)\b",
    r"(?:have|got|do you have) (?:a|any) (?:story|news|tip|views?|information)\b.{0,60}\?",
    r"(?:what do you think|have your say|tell us|let us know)\b.{0,80}\b(?:comments?|below|e-?mail)\b",
    r".{0,120}\b(?:tell us|let us know|have your say|join the debate) .{0,20}\bcomments\b",
    r"contact (?:us|our (?:[\w' ]{1,30} )?(?:newsdesk|team|reporters?|newsroom|editor))\b",
    r"e-?mail (?:us|our|the (?:newsdesk|editor))\b",
    r"terms (?:of use|and conditions)\b|privacy (?:policy|notice)\b|cookie policy\b",
    r"this (?:article|story) (?:was|has been) (?:originally |first )*published\b",
    r"registered (?:office|in england)\b",
)


def is_policy(paragraph: str) -> bool:
    """Say whether the rules for readers' comments begin here."""
    return POLICY.match(paragraph) is not None


def kind_of(paragraph: str, *, source: str | None = None) -> SegmentKind:
    """Return the part that a paragraph plays, a headline aside.

    Args:
        paragraph: Its words with single spaces.
        source: The name of the newspaper, which begins captions on its own pages.
    """
    if is_policy(paragraph) or _is_small_print(paragraph):
        return SegmentKind.FOOTER
    if _is_pointer(paragraph):
        return SegmentKind.TEASER
    if _is_caption(paragraph, source):
        return SegmentKind.CAPTION
    return SegmentKind.BODY


def _is_small_print(paragraph: str) -> bool:
    return len(paragraph) <= LONGEST_POINTER and SMALL_PRINT.match(paragraph) is not None


def _is_pointer(paragraph: str) -> bool:
    if len(paragraph) > LONGEST_POINTER:
        return False
    return any((POINTER.match(paragraph), INVITATION.match(paragraph), PAGE_NUMBER.search(paragraph)))


def _is_caption(paragraph: str, source: str | None) -> bool:
    if len(paragraph) > LONGEST_CAPTION:
        return False
    if CREDITED.search(paragraph) or LABELLED.match(paragraph) or PRINTED_TWICE.match(paragraph):
        return True
    if source and paragraph.casefold().startswith(f"{source.casefold()}: "):
        return True
    return _has_kicker(paragraph)


def _has_kicker(paragraph: str) -> bool:
    """Say whether this is "Name or SHOUT: a noun phrase" that no full stop ends, as captions are."""
    found = KICKER.match(paragraph)
    if found is None or len(paragraph) > LONGEST_POINTER:
        return False
    kicker, words = found["kicker"], found["words"]
    if FORM_FIELD.match(kicker) or len(kicker) > LONGEST_KICKER or len(words.split()) < 4:
        return False
    return (kicker.isupper() or " " in kicker) and FINITE.search(words) is None
