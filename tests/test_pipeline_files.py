"""Files that are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.pipeline.files import writing


def test_a_file_takes_its_place_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("before")
    with pytest.raises(ZeroDivisionError), writing(path) as file:
        file.write(b"half")
        raise ZeroDivisionError
    assert path.read_text() == "before"
    with writing(path) as file:
        file.write(b"after")
        assert path.read_text() == "before"
    assert path.read_text() == "after"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path: Path) -> None:
    link, target = tmp_path / "link", tmp_path / "target"
    link.symlink_to(target)
    with writing(link) as file:
        file.write(b"x")
    assert link.is_symlink()
    assert target.read_text() == "x"
    with writing("/dev/null") as file:
        file.write(b"x")
    assert Path("/dev/null").is_char_device()
