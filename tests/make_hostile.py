"""A folder of files that no honest sender makes, each named after its quirk.

`python -m tests.make_hostile FOLDER` writes it. Nothing big is kept here: every file is made by a line or two of code, and
none of them makes outside software hang, crash or use up memory.
"""

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from tests import hostile_pdf_cases, hostile_text_cases
from tests.hostile_case import NO_ROW, PUBLISHED, Case, Rows, make_rows
from tests.hostile_readers import STAND_INS
from tests.hostile_texts import tabbed


def _form(rows: Rows) -> bytes:
    return tabbed(rows).encode()


_NAMES = (
    Case("line\nbreak.txt", _form, PUBLISHED),
    Case("quote\"'`$(echo);.txt", _form, PUBLISHED),
    Case("[red]markup[/red] <b>&amp;|*_.txt", _form, PUBLISHED),
    Case("\x1b]0;title\x07\x1b[2J.txt", _form, PUBLISHED),
    Case("计划 🏙 plán \u202etxt.fdp", _form, PUBLISHED),
    Case("e\u0301 decomposed.txt", _form, PUBLISHED),
    Case(b"not UTF-8 \xe9\xff.txt", _form, PUBLISHED),
    Case("-v", _form, PUBLISHED),
    Case(" blanks around ", _form, PUBLISHED),
    Case("=1+1.csv", _form, PUBLISHED),
    Case("%s%d{0}\\n.txt", _form, PUBLISHED),
    Case("n" * 255, _form, PUBLISHED),
    Case("folder/folder.pdf/" * 3 + "deep.txt", _form, PUBLISHED),
    Case(".hidden.txt", _form, NO_ROW),
    Case(".hidden/form.txt", _form, NO_ROW),
    Case("corrections/form.txt", _form, NO_ROW),
)

_LINKS = (
    ("link to a file outside.txt", "../outside/note.txt", "outside_raw"),
    ("link to a folder outside", "../outside", "outside_raw"),
    ("link to a name too long.txt", "n" * 300, "unreadable"),
    ("link to itself.txt", "link to itself.txt", "unreadable"),
    ("link to nothing.txt", "nothing at all", "unreadable"),
    ("link to the folder itself", ".", NO_ROW),
    ("folder/link upwards", "..", NO_ROW),
)

CASES: tuple[Case, ...] = (*hostile_pdf_cases.CASES, *hostile_text_cases.CASES, *_NAMES)


def write_hostile(folder: Path, cases: Iterable[Case] = CASES) -> dict[str, str]:
    """Write hostile files, links, a socket and folders into a folder; return the expected outcome by `source_path`.

    The folder `outside`, which two links name, is made beside the given one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    expected: dict[str, str] = {}
    wanted = set(cases)
    for number, case in enumerate(CASES):
        if case in wanted:
            path = Path(os.fsdecode(os.fsencode(folder) + b"/" + os.fsencode(case.name)))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(case.make(make_rows(number)))
            expected[os.fsencode(case.name).decode("utf-8", "backslashreplace")] = case.expected
    (folder / "folder").mkdir(exist_ok=True)
    (folder.parent / "outside").mkdir(exist_ok=True)
    (folder.parent / "outside" / "note.txt").write_text("Not for the dataset.")
    for name, target, outcome in _LINKS:
        (folder / name).symlink_to(target)
        expected[name] = outcome
    os.mknod(folder / "socket.pdf", stat.S_IFSOCK | 0o600)  # not a document, as a pipe; but opening it fails at once
    (folder / "empty folder.pdf").mkdir()
    expected[_bury(folder)] = "unreadable"
    return {path: outcome for path, outcome in expected.items() if outcome != NO_ROW}


def write_stand_ins(folder: Path) -> dict[str, str]:
    """Write a file for each word that a stand-in reader obeys; return the expected outcome by `source_path`."""
    expected = {f"reader: {word}.txt": outcome for word, outcome in STAND_INS.items()}
    for word in STAND_INS:
        (folder / f"reader: {word}.txt").write_text(word)
    return expected


def _bury(folder: Path) -> str:
    """Make folders within folders until no path reaches the last; return the name by which the run reports them."""
    name = "d" * 200
    most = 4096  # bytes of a path, its closing zero counted
    depth = (most - 1 - len(os.fsencode(folder.resolve()))) // (len(name) + 1) + 1  # of the first that no path reaches
    here = os.open(folder, os.O_RDONLY)
    for _ in range(depth + 1):
        os.mkdir(name, dir_fd=here)
        inner = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    return "/".join([name] * depth)


if __name__ == "__main__":
    for source_path, outcome in sorted(write_hostile(Path(sys.argv[1])).items()):
        print(f"{outcome}\t{source_path!r}")
