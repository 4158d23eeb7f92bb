"""The guides for developers name files, targets and tests that are there, and the drawn house is what the code imports."""

import importlib.util
import re
from pathlib import Path
from typing import cast

import pytest
import yaml
from typer.core import TyperGroup
from typer.main import get_command

from tests.commands import ROOT
from tests.house import PICTURE, draw_house, find_package_imports
from tests.test_architecture import ALLOWED
from ucap.flows.commands.cli import app

GUIDES = [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs" / "howto").glob("*.md"))]
PAGES = [
    *GUIDES,
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "decisions").glob("*.md")),
]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.M))
FOLDERS = "schemas|extractors|publishing|review|flows|tests|docs|corpus|benchmarks|findings|examples|deploy|raw|ucap"
CURRENT = [page for page in PAGES if page.parent.name != "decisions"]
"""Pages that describe what is; a decision may also describe what was."""
MADE_BY_RUNS = {"raw/reviews.jsonl"}
FILES = [path for folder in FOLDERS.split("|") if folder != "ucap" for path in (ROOT / folder).rglob("*.py")]
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
COMMANDS = cast(TyperGroup, get_command(app))


def test_the_drawn_house_is_fresh() -> None:
    assert PICTURE.read_text(encoding="utf-8") == draw_house(), "run: make house"


def test_the_drawn_arrows_are_the_allowed_ones() -> None:
    assert set(find_package_imports()) == {(package, other) for package, others in ALLOWED.items() for other in others}


@pytest.mark.parametrize("page", CURRENT, ids=lambda page: page.name)
def test_files_that_a_page_names_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = set(re.findall(rf"(?<![\w./-])(?:{FOLDERS})/[\w./*-]*[\w/]", text)) - MADE_BY_RUNS
    missing = sorted(name for name in named if not list(ROOT.glob(name.rstrip("/"))))
    short = set(re.findall(r"`((?:\w+/)*[\w*]+\.py)`", text))  # `readers/glyphs.py` stands for `extractors/readers/glyphs.py`
    missing += sorted(name for name in short if not any(path.match(name) for path in FILES))
    assert not missing
    tests = {test for test in re.findall(r"`(test_\w+)`", text) if f"def {test}(" not in TESTS}
    assert not tests


@pytest.mark.parametrize("page", CURRENT, ids=lambda page: page.name)
def test_commands_that_a_page_names_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^ *```[^\n]*\n(.*?)^ *```$", text, re.M | re.S)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```$", "", text, flags=re.M | re.S))
    lines = [*"\n".join(blocks).splitlines(), *inline]
    assert not [line for line in lines if not _can_be_called(re.sub(r"\s#.*|^\s*\$ ", "", line).split())]


@pytest.mark.parametrize(
    ("line", "right"),
    [
        pytest.param("ucap export --to xlsx", True, id="command"),
        pytest.param("ucap exports --to xlsx", False, id="no-such-command"),
        pytest.param("ucap export --form xlsx", False, id="no-such-option"),
        pytest.param("make lint", True, id="target"),
        pytest.param("make tests", False, id="no-such-target"),
        pytest.param(".venv/bin/python -m ucap.schemas.dictionary", True, id="module"),
        pytest.param(".venv/bin/python -m ucap.schemas.dictionaries", False, id="no-such-module"),
        pytest.param("ls -l ucap", True, id="other-program"),
    ],
)
def test_a_command_that_is_not_there_is_noticed(line: str, right: bool) -> None:
    assert _can_be_called(line.split()) == right


def _can_be_called(words: list[str]) -> bool:
    """Whether the words of a command line name a command, options, targets of make and a module that are there."""
    match words:
        case ["make", target] if target.replace("-", "").isalpha():
            return target in TARGETS
        case [".venv/bin/python" | "python", "-m", module, *_]:
            return module == "pip" or importlib.util.find_spec(module) is not None  # uv makes environments without pip
        case ["ucap" | ".venv/bin/ucap", name, *rest]:
            command = COMMANDS if name.startswith("-") else COMMANDS.commands.get(name)
            known = {"--help"}.union(*([*one.opts, *one.secondary_opts] for one in command.params)) if command else set()
            return bool(command) and {word.partition("=")[0] for word in (name, *rest) if re.match(r"--?[a-z]", word)} <= known
    return True


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
