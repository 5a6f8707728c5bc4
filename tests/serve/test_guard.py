"""What every request passes, and what every response carries."""

import httpx
import pytest

from kg.serve.guard import client_of

ADDRESSES = ("localhost", "127.0.0.1", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST", "localhost.")


@pytest.mark.parametrize("host", ADDRESSES)
def test_the_server_answers_to_its_own_names(client: httpx.Client, host: str) -> None:
    assert client.get("/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "192.0.2.1", "127.0.0.1.evil.example"])
def test_a_foreign_name_is_refused(client: httpx.Client, host: str) -> None:
    answer = client.get("/health", headers={"Host": host})
    assert answer.status_code == 421
    assert host in answer.text


@pytest.mark.parametrize("host", ["", "a b", "localhost/../x", "localhost:port", "user@localhost", "<script>"])
def test_what_is_no_host_is_refused(client: httpx.Client, host: str) -> None:
    assert client.get("/health", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("path", ["/health", "/nothing", "/api/info"])
def test_every_answer_keeps_browsers_safe(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nothing", 404), ("DELETE", "/health", 405)])
def test_an_error_is_one_line(client: httpx.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.count("\n") == 1
    assert answer.text.endswith("\n")


def test_clients_are_told_apart_by_address() -> None:
    def of(address: str) -> str:
        return client_of({"type": "http", "client": (address, 1)})

    assert of("192.0.2.1") != of("192.0.2.2")
    assert of("2001:db8::1") == of("2001:db8::2:3")
    assert of("2001:db8::1") != of("2001:db8:0:1::1")
    assert of("::ffff:192.0.2.1") == of("192.0.2.1")
