from starlette.testclient import TestClient


def test_the_server_says_that_it_lives(client: TestClient) -> None:
    assert client.get("/health").text == "ok\n"


def test_the_counts_of_the_graph(client: TestClient) -> None:
    answer = client.get("/api/info")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["documents"] > 0


def test_a_page_that_is_not_there(client: TestClient) -> None:
    assert client.get("/nothing").status_code == 404
