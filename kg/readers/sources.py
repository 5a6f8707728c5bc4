"""From what the user named to files: a file, a folder, a pattern such as `news/*.txt`, or `-`."""

from __future__ import annotations

import glob
import json
import os
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from kg.errors import ReadError
from kg.readers.formats import FORMATS
from kg.readers.identity import STDIN
from kg.readers.members import is_news
from kg.readers.mistake import mistake

ARROW = ".arrow"
DATA_SET = "state.json"  # in which the library `datasets` names the files of one
COMPUTED = ("cache-", "indices-", "tmp")
ENDINGS = ", ".join(FORMATS)
SHOWN = 3  # names in a message


def find_sources(sources: Sequence[str | Path], *, on_error: Callable[[ReadError], None] | None = None) -> list[Path]:
    """Return the files that are meant, sorted, each once; `Path("-")` is standard input.

    In folders and below them, files with the endings of `FORMATS` count, hidden ones and README, LICENSE and
    CHANGELOG do not. A file named one by one always counts.

    Args:
        sources: Files, folders, patterns (`*`, `?`, `[`, and `**` for any folders) or `-`.
        on_error: Is told what is wrong with a source, which is then left out.

    Raises:
        ReadError: a source is missing, matches nothing, holds nothing to read, or a folder in it may not be looked
            into; not with `on_error`.
    """
    found: dict[str, Path] = {}
    real = _Real()
    for source in sources:
        closed: list[OSError] = []
        try:
            for path in _files(str(source), closed):
                found.setdefault(STDIN if str(path) == STDIN else real(path), path)
        except OSError as error:
            problem = mistake(str(source), f"cannot be looked at: {error.strerror}", "name a file, a folder, or -")
            _tell(problem, on_error)
        except ReadError as error:
            _tell(error, on_error)
        for refused in closed:
            where = str(refused.filename or source)
            _tell(mistake(where, f"cannot be looked at: {refused.strerror}", "check its permissions"), on_error)
    return sorted(found.values(), key=Path.as_posix)


def files_below(folder: Path) -> list[Path]:
    """Return the files that `find_sources` finds in a folder, sorted; none where there are none."""
    try:
        return sorted(_in_folder(folder, []), key=Path.as_posix)
    except ReadError:
        return []


def is_below(path: Path, folder: Path) -> bool:
    """Whether a file in a folder is one of `files_below`."""
    inside = path.relative_to(folder).parts[:-1]
    return not any(name.startswith(".") for name in inside) and _is_news(path, [])


class _Real:
    """Tells the real path of files, with one look at a file and one at each folder."""

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}

    def __call__(self, path: Path) -> str:
        if path.is_symlink():
            return os.path.realpath(path)
        folder, name = os.path.split(path)
        if name in {"", ".."}:
            return os.path.realpath(path)
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder)
        return os.path.join(self._folders[folder], name)  # noqa: PTH118 (a Path for each file takes longer)


def _tell(error: ReadError, on_error: Callable[[ReadError], None] | None) -> None:
    if on_error is None:
        raise error
    on_error(error)


def _files(source: str, closed: list[OSError]) -> list[Path]:
    """Return the files of one source; what in it cannot be looked at is added to `closed`."""
    path = Path(source)
    if source == STDIN:
        return [path]
    if not source.strip() or "\0" in source:
        raise mistake(repr(source), "this names no file", "name a file, a folder, a pattern or -")
    if path.is_dir():
        return _in_folder(path, closed)
    if path.exists():
        return [path if source != f"./{STDIN}" else path.absolute()]  # `./-` is a file, as everywhere
    if glob.has_magic(source):
        return _matching(source, closed)
    raise mistake(source, "no such file or folder", _nearest(path))


def _in_folder(folder: Path, closed: list[OSError]) -> list[Path]:
    """Return the files of a folder, and of the folders in it, that have a known ending."""
    files: list[Path] = []
    other: set[str] = set()
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        other.update(Path(name).suffix or name for name in folders if Path(parent, name).is_symlink())  # not entered
        for name in names:
            if is_news(name, FORMATS) and _is_file(path := Path(parent, name), closed):
                files.append(path)
            elif not name.startswith("."):
                other.add(Path(name).suffix or name)
    if not files and not closed:
        holds = f" (it holds {', '.join(sorted(other)[:SHOWN])})" if other else " (it is empty)"
        raise mistake(str(folder), f"no file to read in this folder{holds}", f"kg reads {ENDINGS}")
    return files


def _is_news(path: Path, closed: list[OSError]) -> bool:
    return is_news(path.name, FORMATS) and _is_file(path, closed)


def _is_file(path: Path, closed: list[OSError]) -> bool:
    try:
        return path.is_file() and (path.suffix.lower() != ARROW or _is_data(path))
    except OSError as error:
        closed.append(error)
        return False


def _is_data(path: Path) -> bool:
    """Say whether an Arrow file is part of the data set in its folder, and not what a library has computed from it."""
    try:
        state = json.loads((path.parent / DATA_SET).read_bytes())
        return path.name in [one["filename"] for one in state["_data_files"]]
    except FileNotFoundError:
        return True
    except (OSError, ValueError, TypeError, KeyError):
        return not path.name.startswith(COMPUTED)


def _matching(pattern: str, closed: list[OSError]) -> list[Path]:
    """Return the files that a pattern matches; if it matches folders alone, the files in them."""
    matches = [Path(match) for match in glob.iglob(pattern, recursive=True)]  # noqa: PTH207 (Path.glob takes no absolute pattern)
    named = Path(pattern).suffix if not glob.has_magic(Path(pattern).suffix) else ""
    files = [path for path in matches if _is_news(path, closed) or (named not in ("", *FORMATS) and path.is_file())]
    if not files:
        files = [path for folder in matches if folder.is_dir() for path in _in_folder(folder, closed)]
    if not files and not closed:
        wrong = "matches no file" if not matches else "matches no file that kg reads"
        raise mistake(pattern, wrong, f"kg reads {ENDINGS}; ** stands for any folders")
    return files


def _nearest(path: Path) -> str:
    """Return what to write instead of a path that does not exist."""
    parent = path.parent
    name = path.name
    while not parent.is_dir() and parent != parent.parent:
        name, parent = parent.name, parent.parent
    names = sorted(entry.name for entry in _entries(parent))
    near = get_close_matches(name, names, n=SHOWN, cutoff=0.6)
    if near:
        return f"did you mean {', '.join(str(parent / one) for one in near)}?"
    where = "here" if parent == Path() else f"in {parent}"
    return (
        f"{where} are {', '.join(names[:SHOWN])}{' …' if len(names) > SHOWN else ''}"
        if names
        else f"{where} is nothing"
    )


def _entries(folder: Path) -> Iterator[Path]:
    try:
        yield from (entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError:
        return
