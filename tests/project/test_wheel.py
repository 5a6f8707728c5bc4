"""The wheel that is built from the source archive works in an empty environment, from another folder."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = """Rail drivers to strike on Friday

Members of the Aslef union at Northern Trains will walk out on Friday in a dispute over pay, the union said.
"""

pytestmark = pytest.mark.slow


def call(*command: str | Path, cwd: Path, **more: str) -> str:
    """Run a command that must succeed and return what it prints."""
    env = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}} | more
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def sources(folder: Path) -> Iterator[Path]:
    """Iterate over the files of a folder that belong to the project."""
    command = ("git", "ls-files", "-co", "--exclude-standard", "-z", str(folder))
    for name in subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            yield ROOT / name


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made from the source archive and not from the checkout."""
    out = tmp_path_factory.mktemp("dist")
    call(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    (found,) = out.glob("*.whl")
    return found


def runtime(name: str, extras: frozenset[str] = frozenset()) -> dict[str, Distribution]:
    """What `name` needs to run, as declared, and what that needs in turn; `name` itself left out."""
    found: dict[str, Distribution] = {}
    todo = [(distribution(name), extras)]
    seen = set()
    while todo:
        dist, wanted = todo.pop()
        for text in dist.requires or ():
            need = Requirement(text)
            if need.marker and not any(need.marker.evaluate({"extra": extra}) for extra in wanted | {""}):
                continue
            if (key := (need.name, frozenset(need.extras))) not in seen:
                seen.add(key)
                found[need.name] = distribution(need.name)
                todo.append((found[need.name], key[1]))
    return found


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and what it declares to need, nothing else.

    The dependencies are links to the installed ones, so no index is asked; kg is installed from the wheel.
    """
    home = tmp_path_factory.mktemp("empty") / "env"
    call(sys.executable, "-m", "venv", "--without-pip", home, cwd=home.parent)
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(home), "platbase": str(home)}))
    for dist in runtime("kg").values():
        tops = {Path(file).parts[0] for file in dist.files or ()} - {"..", "__pycache__"}
        for top in tops:
            link = site / top
            if not link.exists():
                link.symlink_to(Path(str(dist.locate_file(top))))
    uv = shutil.which("uv") or ROOT / ".tools/bin/uv"
    call(uv, "pip", "install", "--offline", "--no-index", "--no-deps", "--python", home, wheel, cwd=home.parent)
    return home


def test_the_wheel_holds_all_data_and_nothing_else(wheel: Path) -> None:
    packed = set(ZipFile(wheel).namelist())
    names = {str(path.relative_to(ROOT)) for path in sources(ROOT / "kg")}
    code = {name for name in names if not name.startswith("kg/view/web/")}  # from which kg/view/assets/ is built
    terms = {f"kg/_ontology/{path.relative_to(ROOT / 'ontology')}" for path in sources(ROOT / "ontology")}
    assert packed >= code | terms
    rest = packed - code - terms
    assert all(".dist-info/" in name for name in rest), rest
    assert any(name.endswith("licenses/LICENSE") for name in rest)


def test_the_environment_is_empty_but_for_the_wheel(environment: Path, tmp_path: Path) -> None:
    program = "import kg, importlib.util as u; print(kg.__file__); print(u.find_spec('pytest'), u.find_spec('mypy'))"
    file, others = call(environment / "bin/python", "-c", program, cwd=tmp_path).splitlines()
    assert Path(file).is_relative_to(environment)
    assert others == "None None"


def test_the_ontology_is_found_once_installed(environment: Path, tmp_path: Path) -> None:
    program = "from kg.ontology import load, ontology_root; load(); print(ontology_root())"
    root = call(environment / "bin/python", "-c", program, cwd=tmp_path).strip()
    assert Path(root).is_relative_to(environment)


def test_the_main_job_runs_from_another_folder(environment: Path, tmp_path: Path) -> None:
    kg = environment / "bin/kg"
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    assert distribution("kg").version in call(kg, "--version", cwd=tmp_path)
    call(kg, "build", "article.txt", "--graph", "graph", cwd=tmp_path)
    table = call(kg, "query", "strikes", "--graph", "graph", cwd=tmp_path, COLUMNS="200")
    assert "Aslef" in table
    assert "Northern Trains" in table
