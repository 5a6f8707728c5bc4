"""Requests to a server over HTTP: sent again where that helps, told in one line where it does not.

All requests that are sent may be sent twice: questions, whole graphs, and sets of triples that are added or taken out.
So whatever may have been lost on the way is sent again.
"""

from __future__ import annotations

import ipaddress
import os
import re
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import Random
from typing import Any
from urllib.parse import urlsplit

import httpx

from kg.errors import StoreError
from kg.store.credentials import FILE, PASSWORD, PLAIN, TOKEN, USER, Credentials

AGAIN = frozenset({408, 425, 429, 502, 503, 504})
TRANSIENT = re.compile(rb"deadlock|\b40001\b|S1T00", re.IGNORECASE)  # what Virtuoso says of one that was in the way
TRIES, TIMEOUT = "KG_STORE_TRIES", "KG_STORE_TIMEOUT"
FIRST, LONGEST = 0.5, 60.0  # seconds to wait before the second try; the most that a server may ask to wait
UNMET = 3  # tries to reach a server that has not been reached yet
LARGEST = 2_000_000_000  # bytes of an answer
TELLING = 200  # characters of what a server says that are passed on


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said, all of it. `asked_as_somebody` tells whether credentials had been sent."""

    status: int
    headers: httpx.Headers
    content: bytes
    path: str
    asked_as_somebody: bool


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long to ask.

    Attributes:
        tries: of one request.
        timeout: seconds without a word from the server.
        sleep: waits some seconds.
        chance: gives the part of the waiting that differs, so that many who wait do not come back together.
    """

    tries: int = 6
    timeout: float = 300.0
    sleep: Callable[[float], object] = time.sleep
    chance: Random = field(default_factory=Random)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Patience:
        """Return what the environment asks for."""

        def number(name: str, default: float) -> float:
            try:
                return max(float(environment[name]), 0.001)
            except (KeyError, ValueError):
                return default

        return cls(tries=max(int(number(TRIES, 6)), 1), timeout=number(TIMEOUT, 300.0))

    def before(self, attempt: int, asked: float | None) -> float:
        """Return the seconds to wait before an attempt, the second being 1; at least what the server asked for."""
        most = FIRST * 2.0 ** (attempt - 1)
        return max(most / 2.0 + self.chance.random() * most / 2.0, asked or 0.0)


class Requests:
    """Sends requests; a context manager.

    Args:
        name: of the graph, for messages.
        credentials: sent only when the server asks for them.
        patience: with slow and failing servers.

    Raises:
        StoreError: of every method: the server cannot be reached, refuses, or fails.
    """

    def __init__(self, name: str, credentials: Credentials, *, patience: Patience | None = None) -> None:
        self.name = name
        self._patience = patience or Patience.of(os.environ)
        self._met = False  # whether the server ever answered
        self._gone = False  # whether the last request was given up: then nobody waits again, as when closing
        self._client = httpx.Client(
            auth=_Proof(credentials),
            timeout=httpx.Timeout(self._patience.timeout, connect=10.0),
            follow_redirects=False,
            headers={"User-Agent": "kg"},
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        passing: Callable[[int], bool] = lambda status: 200 <= status < 300,
    ) -> Answer:
        """Return the answer to a request.

        Args:
            method: of HTTP.
            url: where.
            params: of the query string.
            content: what is sent.
            headers: with it.
            passing: tells of which status the answer is one.
        """
        tries = 1 if self._gone else self._patience.tries
        for attempt in range(1, tries + 1):
            asked: float | None = None
            try:
                answer = self._once(method, url, params=params, content=content, headers=headers)
            except _Refused as error:
                raise StoreError(f"{self.name}: {error}") from None
            except httpx.RequestError as error:
                wrong = _told(error)
                if _for_good(error):
                    raise StoreError(f"{self.name}: {wrong}") from None
                if isinstance(error, httpx.ConnectError) and not self._met:
                    tries = min(tries, UNMET)  # more likely a wrong address than a server that is starting
            else:
                self._gone, self._met = False, True
                if passing(answer.status):
                    return answer
                wrong = _status(answer)
                if not _may_pass(answer):
                    raise StoreError(f"{self.name}: {wrong}")
                asked = _retry_after(answer)
            if attempt == tries or (asked or 0.0) > LONGEST:
                self._gone = True
                raise StoreError(f"{self.name}: {wrong}{_often(attempt)}; the same command goes on when it answers")
            self._patience.sleep(self._patience.before(attempt, asked))
        raise AssertionError("the last attempt either gives an answer or raises")

    def _once(self, method: str, url: str, **given: Any) -> Answer:
        content = bytearray()
        with self._client.stream(method, url, **given) as answer:
            for part in answer.iter_bytes():
                content += part
                if len(content) > LARGEST:
                    raise StoreError(f"{self.name}: the answer is larger than {LARGEST // 1_000_000_000} GB")
        known = "Authorization" in answer.request.headers
        return Answer(answer.status_code, answer.headers, bytes(content), answer.request.url.path, known)


class _Refused(Exception):
    """What must not be sent."""


class _Proof(httpx.Auth):
    """Answers what a server asks for: digest where it can, else basic or a token, which are not sent in the clear."""

    requires_response_body = False

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._digest = httpx.DigestAuth(credentials.user, credentials.password) if credentials.user else None
        self._chosen: dict[str, str] = {}  # the way by host

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        site = str(request.url.netloc, "ascii", "replace")
        if not self._credentials:
            yield request
            return
        way = self._chosen.get(site)
        if way is None:
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return
            way = self._chosen[site] = self._way(response, request.url)
        if way == "digest" and self._digest is not None:
            yield from self._digest.auth_flow(request)
        elif way:
            request.headers["Authorization"] = way
            yield request

    def _way(self, response: httpx.Response, url: httpx.URL) -> str:
        offered = ", ".join(response.headers.get_list("www-authenticate")).casefold()
        if self._digest is not None and "digest" in offered:
            return "digest"
        if url.scheme != "https" and not self._credentials.plain and not _is_here(url.host):
            raise _Refused(
                f"the server wants a password or token sent as it is, over http, where others can read it; use https, "
                f"or set {PLAIN}=1 in a network that you trust"
            )
        if self._credentials.token:
            return f"Bearer {self._credentials.token}"
        basic = httpx.BasicAuth(self._credentials.user, self._credentials.password)
        return str(next(basic.auth_flow(httpx.Request("GET", url))).headers["Authorization"])


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _for_good(error: httpx.RequestError) -> bool:
    """Tell whether it will be the same however often one asks."""
    kinds = httpx.UnsupportedProtocol | httpx.TooManyRedirects | httpx.DecodingError
    return isinstance(error, kinds) or "CERTIFICATE" in str(error)


def _told(error: httpx.RequestError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "the server does not answer in time"
    if isinstance(error, httpx.ConnectError):
        return f"the server cannot be reached ({error})"
    return f"the server broke off ({error or type(error).__name__})"


def _status(answer: Answer) -> str:
    code = answer.status
    if code == httpx.codes.UNAUTHORIZED:
        known = answer.asked_as_somebody
        wrong = "the name and password, or the token, are wrong" if known else "the server asks who you are"
        return f"{wrong} (401); set {USER} and {PASSWORD}, or {TOKEN}, or {FILE}, or ~/.netrc; see docs/stores.md"
    if code == httpx.codes.FORBIDDEN:
        return "the server does not allow you to do that (403)"
    if 300 <= code < 400:
        at = urlsplit(answer.headers.get("location", ""))
        return f"the server sends on to {at.scheme}://{at.hostname}{at.path}; name that address"
    where = f" at {answer.path}" if code in (404, 405) else ""
    return f"the server answers {code}{where}: {said(answer.content)}".removesuffix(": ")


def said(content: bytes) -> str:
    """Return the first words of what a server says, as one line without markup."""
    text = re.sub(r"<(style|script|title).*?</\1>|<[^>]*>", " ", content[:5000].decode("utf-8", "replace"), flags=re.S)
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= TELLING else f"{text[:TELLING]}…"


def _may_pass(answer: Answer) -> bool:
    return answer.status in AGAIN or (answer.status >= 400 and bool(TRANSIENT.search(answer.content[:2000])))


def _often(attempt: int) -> str:
    return f", asked {attempt} times" if attempt > 1 else ""


def _retry_after(answer: Answer) -> float | None:
    """Return the seconds that a server asks to wait, which it may tell as a number or as a time."""
    told = answer.headers.get("retry-after", "").strip()
    if told.isdecimal():
        return float(told)
    try:
        return max((parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, TypeError):
        return None
