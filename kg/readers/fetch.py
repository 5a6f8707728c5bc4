"""Fetches pages of the web, politely and once: what was fetched is kept, and read from there the next time.

References:
    Koster, M. et al. (2022), RFC 9309: Robots Exclusion Protocol.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from kg.errors import ReadError
from kg.readers.connection import Answer, ask
from kg.readers.mistake import mistake
from kg.readers.named import detect, is_known, suffix_of

AGENT = "kg"  # by which a robots.txt names us
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 5
MOST_ROBOTS = 512_000  # bytes of a robots.txt that are read; RFC 9309 asks for no less
SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/pdf": ".pdf",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/epub+zip": ".epub",
    "application/zip": ".zip",
    "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched, and a name whose ending tells its format."""

    name: str
    data: bytes


class Fetcher:
    """Fetches pages into a folder.

    Args:
        folder: Where pages are kept, each with a `.json` file that says whence and when; made when needed.
        most: The bytes of the largest page.
        seconds: In which one must be there.
        allowed: Addresses that may be asked though they are not public, as tests must.
    """

    def __init__(
        self,
        folder: Path | str,
        *,
        most: int = 20_000_000,
        seconds: float = 30.0,
        allowed: Collection[str] = (),
    ) -> None:
        self._folder = Path(folder)
        self._most = most
        self._seconds = seconds
        self._allowed = allowed
        self._rules: dict[str, Any] = {}  # by scheme and host

    def fetch(self, address: str) -> Page:
        """Return a page, from the folder if it is there.

        Raises:
            ReadError: it is not there and cannot, may not or must not be fetched.
        """
        key = sha256(address.encode("utf-8", "replace")).hexdigest()[:32]
        about = self._folder / f"{key}.json"
        try:
            name = json.loads(about.read_bytes())["file"]
            if (kept := self._folder / Path(name).name).is_file():
                return Page(kept.name, kept.read_bytes())
        except (OSError, ValueError, TypeError, KeyError):
            pass  # it is not kept, or not as a whole: it is fetched
        final, answer = self._follow(address)
        suffix = _suffix(final, answer)
        self._keep(key, suffix, answer.data, {"url": address, "from": final, "file": f"{key}{suffix}"})
        return Page(f"{key}{suffix}", answer.data)

    def _follow(self, address: str) -> tuple[str, Answer]:
        """Return the address at which redirections end, and what is answered there."""
        at = address
        for _ in range(MOST_REDIRECTS + 1):
            url = _split(at, address)
            if not self._may_ask(url, address):
                raise mistake(address, f"the robots.txt of {url.hostname} does not allow it", "ask its publisher")
            answer = self._ask(url, self._most, address)
            if answer.status in REDIRECTS and "location" in answer.headers:
                at = urljoin(at, answer.headers["location"])
                continue
            if answer.status != 200:
                raise mistake(address, f"the server answers {answer.status}", "check the address")
            if not answer.data.strip():
                raise mistake(address, "the server answers with nothing", "check the address")
            return at, answer
        raise mistake(address, f"more than {MOST_REDIRECTS} redirections", "give the address at which they end")

    def _may_ask(self, url: SplitResult, origin: str) -> bool:
        """Say whether the host's robots.txt allows it; where there is none, it does, where it fails, it does not."""
        from protego import Protego

        site = f"{url.scheme}://{url.netloc}"
        if site not in self._rules:
            at = f"{site}/robots.txt"
            for _ in range(MOST_REDIRECTS + 1):
                answer = self._ask(_split(at, origin), self._most, origin)
                if answer.status not in REDIRECTS or "location" not in answer.headers:
                    break
                at = urljoin(at, answer.headers["location"])
            if answer.status >= 500:
                raise mistake(origin, f"the robots.txt of {url.hostname} cannot be read now", "try again later")
            rules = answer.data[:MOST_ROBOTS] if answer.status == 200 else b""
            self._rules[site] = Protego.parse(rules.decode("utf-8", "replace"))
        return bool(self._rules[site].can_fetch(url.geturl(), AGENT))

    def _ask(self, url: SplitResult, most: int, origin: str) -> Answer:
        import kg

        agent = f"{AGENT}/{kg.__version__}"
        return ask(url, agent=agent, most=most, seconds=self._seconds, origin=origin, allowed=self._allowed)

    def _keep(self, key: str, suffix: str, data: bytes, about: dict[str, str]) -> None:
        """Write a page, and then what it is, so that what stands in the folder is whole."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _write(self._folder / f"{key}{suffix}", data)
            _write(self._folder / f"{key}.json", json.dumps(about, ensure_ascii=False, indent=1).encode())
        except OSError as error:
            raise ReadError(f"{self._folder}: what was fetched cannot be kept: {error.strerror or error}") from error


def _split(address: str, origin: str) -> SplitResult:
    """Return the parts of an address of the web, in which only what may stand in a request stands."""
    try:
        url = urlsplit(address)
    except ValueError as error:
        raise mistake(origin, f"no address of the web: {error}", "write https://host/page") from error
    if url.scheme not in {"http", "https"} or not url.hostname or url.username is not None:
        raise mistake(origin, f"{address} is not fetched", "give an http or https address without a user's name")
    if not address.isascii() or not address.isprintable() or " " in address:
        from urllib.parse import quote

        return urlsplit(quote(address, safe="%/:=&?~#+!$,;'@()*[]"))
    return url


def _suffix(address: str, answer: Answer) -> str:
    """Return the ending that tells the format: by what the server says, else the address, else how it begins."""
    told = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    named = suffix_of(urlsplit(address).path)
    if told in SUFFIXES and told not in {"text/plain", "application/zip"}:
        return SUFFIXES[told]
    if named and len(named) <= 8 and is_known(f"a{named}", set(SUFFIXES.values()) | {".jsonl", ".gz", ".warc"}):
        return named
    return SUFFIXES.get(told) or detect(answer.data[:4096])


def _write(path: Path, data: bytes) -> None:
    new = path.with_name(f"{path.name}.new")
    new.write_bytes(data)
    os.replace(new, path)  # noqa: PTH105 (as elsewhere: one step, over what is there)
