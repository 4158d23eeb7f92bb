"""The guides for developers name files, targets and tests that are there, and the drawn house is what the code imports."""

import re
from pathlib import Path

import pytest
import yaml

from tests.commands import ROOT
from tests.house import PICTURE, draw_house, find_package_imports
from tests.test_architecture import ALLOWED

GUIDES = [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "howto").glob("*.md"))]
PAGES = [
    *GUIDES,
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.M))
FOLDERS = "schemas|extractors|publishing|review|flows|tests|docs|corpus|benchmarks|raw|ucap"


def test_the_drawn_house_is_fresh() -> None:
    assert PICTURE.read_text(encoding="utf-8") == draw_house(), "run: make house"


def test_the_drawn_arrows_are_the_allowed_ones() -> None:
    assert set(find_package_imports()) == {(package, other) for package, others in ALLOWED.items() for other in others}


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_files_that_a_guide_names_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(rf"(?<![\w./-])(?:{FOLDERS})/[\w./*-]*[\w/]", text))
    named -= {"docs/house.svg"} if not PICTURE.exists() else set()
    missing = sorted(name for name in named if not list(ROOT.glob(name.rstrip("/"))))
    assert not missing
    inside = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    tests = {test for test in re.findall(r"`(test_\w+)`", text) if f"def {test}(" not in inside}
    assert not tests


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)(?:#[\w-]+)?\)", text)
    assert not [link for link in links if "://" not in link and not (page.parent / link).exists()]


def test_each_target_of_make_is_explained_and_no_other() -> None:
    named = set(re.findall(r"`make ([a-z-]+)`", "\n".join(page.read_text(encoding="utf-8") for page in GUIDES)))
    assert named == TARGETS - {"help"}


def test_each_guide_is_listed() -> None:
    listed = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert not [page.name for page in GUIDES[1:] if f"docs/howto/{page.name}" not in listed]


def test_hooks_before_a_commit_run_what_ci_runs() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert {repository["repo"] for repository in config["repos"]} == {"local"}, "a hook from another host"
    entries = [hook["entry"].removesuffix(" --force-exclude") for hook in config["repos"][0]["hooks"]]
    lint = re.search(r"^lint:.*\n((?:\t.*\n)+)", MAKEFILE, re.M)
    assert lint
    steps = [line.strip().replace("$(BIN)", ".venv/bin").removesuffix(" .") for line in lint[1].splitlines()]
    assert entries == [*steps, "make test"]
