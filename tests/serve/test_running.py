"""`kg serve` as a command: what it says when it starts, and when it cannot."""

import socket
from pathlib import Path

import httpx
import pytest

from kg.cli import main

from .conftest import Live

TOKEN = "a-token-of-twenty-letters"


def token_file(folder: Path, text: str = TOKEN, mode: int = 0o600) -> Path:
    path = folder / "token"
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


def test_one_line_says_where_it_is(server: Live, graph_folder: Path) -> None:
    assert server.log[0] == f"kg: {graph_folder}: {server.url} (Ctrl-C ends it)"


def test_the_example_of_its_help_runs(capsys: pytest.CaptureFixture[str], graph_folder: Path) -> None:
    assert main(["serve", "--help"]) == 0
    example = capsys.readouterr().out.rstrip().splitlines()[-1].split()
    given = {"graph": str(graph_folder), "8000": "0"}  # the folder is elsewhere, and the port may be taken
    server = Live("-m", *(given.get(word, word) for word in example))
    assert httpx.get(f"{server.url}health").status_code == 200
    assert server.stop() == 0


def test_each_request_is_a_line_of_the_log(server: Live) -> None:
    httpx.get(f"{server.url}health?%0Aforged=1")
    assert server.until(lambda: any('127.0.0.1 "GET /health?%0Aforged=1" 200' in line for line in server.log))


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    code = main(["serve", *map(str, arguments)])
    said = capsys.readouterr()
    assert not said.out
    assert said.err.count("\n") == 1, said.err
    return code, said.err


def test_there_is_no_graph(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, line = told(capsys, "--graph", tmp_path, "--port", 0)
    assert code == 1
    assert line == f"kg: {tmp_path}: no graph here; kg build makes one\n"


def test_the_graph_is_broken(capsys: pytest.CaptureFixture[str], own_folder: Path) -> None:
    (own_folder / "store" / "CURRENT").write_text("nonsense\n", encoding="ascii")
    code, line = told(capsys, "--graph", own_folder, "--port", 0)
    assert code == 1
    assert "cannot be opened" in line
    assert ".serving" not in line


def test_the_graph_is_of_another_format(capsys: pytest.CaptureFixture[str], own_folder: Path) -> None:
    manifest = own_folder / "kg.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"format": 1', '"format": 9'), encoding="utf-8")
    code, line = told(capsys, "--graph", own_folder, "--port", 0)
    assert code == 1
    assert "format 9" in line


def test_the_port_is_taken(capsys: pytest.CaptureFixture[str], graph_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, line = told(capsys, "--graph", graph_folder, "--port", port)
    assert code == 1
    assert line.startswith(f"kg: 127.0.0.1:{port}: cannot listen there")


def test_the_host_is_not_here(capsys: pytest.CaptureFixture[str], graph_folder: Path) -> None:
    code, line = told(capsys, "--graph", graph_folder, "--host", "192.0.2.1", "--port", 0)
    assert code == 1
    assert "192.0.2.1:0: cannot listen there" in line


@pytest.mark.parametrize(
    ("text", "mode", "why"),
    [
        (TOKEN, 0o644, "chmod 600"),
        (TOKEN, 0o620, "chmod 600"),
        ("xyzzy", 0o600, "at least 16 characters"),
        ("", 0o600, "at least 16 characters"),
        ("two words that are long", 0o600, "one word"),
        ("schlüsselschlüssel", 0o600, "ASCII"),
    ],
)
def test_the_token_is_none(capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, mode: int, why: str) -> None:
    code, line = told(capsys, "--read-write", "--token-file", token_file(tmp_path, text, mode))
    assert code == 2
    assert why in line
    assert not text or text not in line.replace(str(tmp_path), "")


def test_the_token_is_missing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert told(capsys, "--read-write")[0] == 2
    assert told(capsys, "--token-file", token_file(tmp_path))[0] == 2
    code, line = told(capsys, "--read-write", "--token-file", tmp_path / "nowhere")
    assert code == 2
    assert "No such file" in line


def test_it_serves_a_build_that_was_stopped_and_says_so(own_folder: Path) -> None:
    (own_folder / "stale").touch()
    server = Live("-m", "kg", "serve", "--graph", str(own_folder), "--port", "0", "--workers", "1")
    try:
        assert "the last build was stopped or goes on" in server.log[0]
        assert httpx.get(f"{server.url}api/info").json()["stale"] is True
    finally:
        assert server.stop() == 0


def test_it_answers_to_the_names_it_is_given(own_folder: Path) -> None:
    arguments = ("--graph", str(own_folder), "--port", "0", "--workers", "1")
    server = Live("-m", "kg", "serve", *arguments, "--host", "127.0.0.2", "--allow-host", "Graph.example")
    try:
        for name, code in (("graph.example", 200), ("127.0.0.2", 200), ("other.example", 421)):
            assert httpx.get(f"{server.url}health", headers={"Host": name}).status_code == code
    finally:
        server.stop()
