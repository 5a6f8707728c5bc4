import httpx


def test_the_server_says_that_it_lives(client: httpx.Client) -> None:
    assert client.get("/health").text == "ok\n"


def test_the_counts_of_the_graph(client: httpx.Client) -> None:
    answer = client.get("/api/info")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["documents"] > 0


def test_head_has_no_body(client: httpx.Client) -> None:
    answer = client.head("/api/info")
    assert answer.status_code == 200
    assert answer.content == b""
    assert int(answer.headers["content-length"]) > 0
