"""The files that are shipped come from the sources; the sources' own tests pass; licences allow it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "kg/view/web"
SHIPPED = ROOT / "kg/view/assets/explorer"
PERMISSIVE = {"MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "CC0-1.0"} | {
    "MPL-2.0 OR Apache-2.0",  # the second is taken
    "CC-BY-4.0 AND MIT",  # the icons of yasr, whose makers LICENSES.txt names
}


def test_the_manifest_holds_the_digests_of_what_is_shipped() -> None:
    manifest = json.loads((SHIPPED / "manifest.json").read_text(encoding="utf-8"))
    shipped = {path.name: sha256(path.read_bytes()).hexdigest() for path in SHIPPED.iterdir()}
    del shipped["manifest.json"]
    assert shipped == manifest


def test_licences_are_permissive_and_told() -> None:
    text = (SHIPPED / "LICENSES.txt").read_text(encoding="utf-8")
    told = dict(re.findall(r"^(\S+) [\d.]+ \(([^)]+)\)$", text, flags=re.MULTILINE))
    assert {"sigma", "graphology", "minisearch", "world-atlas"} <= told.keys()
    assert set(told.values()) <= PERMISSIVE


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert {package["license"].strip("()") for package in lock["packages"].values()} <= PERMISSIVE


def test_the_sources_pass_their_own_tests() -> None:
    if shutil.which("node") is None:
        pytest.skip("NODE IS MISSING: THE SOURCES OF THE EXPLORER WERE NOT TESTED")
    files = sorted(str(path.relative_to(WEB)) for path in (WEB / "tests").glob("*.test.mjs"))
    ran = subprocess.run(["node", "--test", *files], cwd=WEB, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-4000:]


def test_sources_put_no_data_into_markup() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted((WEB / "src").glob("*.js")))
    assert not re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", source)


def test_no_source_file_is_long() -> None:
    paths = [*(WEB / "src").glob("*.js"), *(WEB / "tests").glob("*.mjs"), WEB / "build.mjs"]
    assert not [path.name for path in paths if len(path.read_text(encoding="utf-8").splitlines()) > 400]


@pytest.mark.slow
def test_what_is_shipped_comes_from_the_sources(tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("NPM IS MISSING: THAT THE SHIPPED EXPLORER COMES FROM ITS SOURCES WAS NOT TESTED")
    copy = tmp_path / "web"
    shutil.copytree(WEB, copy, ignore=shutil.ignore_patterns("node_modules"))
    for command in (
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        ["node", "build.mjs", str(tmp_path / "out")],
    ):
        ran = subprocess.run(command, cwd=copy, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr[-2000:]
    built = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    shipped = {path.name: path.read_bytes() for path in SHIPPED.iterdir()}
    assert sorted(built) == sorted(shipped)
    assert [name for name in sorted(shipped) if built[name] != shipped[name]] == []
