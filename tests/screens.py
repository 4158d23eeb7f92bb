"""What a person sees in a terminal of 60 and 120 columns, as text, and on Prefect's pages, as pictures: `make screens`.

The scene is a folder with two samples, an OpenDocument text, a note and a faulty correction, and another folder.
"""

import fcntl
import os
import pty
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

from tests.commands import ROOT, make_environment
from tests.prefect_pages import draw_pages

_CODE = "import sys; sys.argv[0] = 'ucap'; from ucap.flows.commands.cli import main; main()"
WIDTHS = (60, 120)
SAMPLES = ("turin-shenyang.pdf", "wuhan_gdynia.txt")
SCENE: tuple[tuple[str, ...], ...] = (
    ("--help",),
    ("ingest", "--help"),
    ("correct", "--help"),
    ("ingest", "empty", "--output", "nothing"),
    ("ingest", "https://example.org/plans"),
    ("ingest", "raw"),
    ("ingest", "raw", "--counts", "--strict"),
    ("status",),
    ("status", "--verify"),
    ("list",),
    ("list", "--needs-look"),
    ("issues",),
    ("issues", "turin-shenyang.pdf"),
    ("show", "turin"),
    ("corrections",),
    ("inspect", "raw/wuhan_gdynia.txt"),
    ("ingest", "other"),
    ("versions",),
    ("diff",),
    ("rerun", "lyon"),
    ("prune", "--keep", "1", "--dry-run"),
)


def capture(arguments: tuple[str, ...], folder: Path, width: int) -> str:
    """Run the command in a terminal of this width that shows no colours; return what is on it, and the exit status."""
    inner, outer = pty.openpty()
    fcntl.ioctl(outer, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    # Of a terminal that cannot move its cursor Rich takes the size from the environment only.
    environment = make_environment(TERM="dumb", NO_COLOR="1", COLUMNS=str(width), LINES="50")
    process = subprocess.Popen(
        [sys.executable, "-c", _CODE, *arguments],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=outer,
        stderr=outer,
    )
    os.close(outer)
    shown = b""
    while True:
        try:
            piece = os.read(inner, 65536)
        except OSError:  # how a terminal tells that nobody writes to it any more
            break
        if not piece:
            break
        shown += piece
    os.close(inner)
    text = shown.decode(errors="replace").replace("\r\n", "\n")
    return f"$ ucap {' '.join(arguments)}\n{text}(status {process.wait()})\n"


def set_scene(folder: Path) -> None:
    """Make the folders of the scene."""
    for name in ("raw", "other", "empty", "raw/corrections"):
        (folder / name).mkdir()
    for name in SAMPLES:
        shutil.copy(ROOT / "raw" / name, folder / "raw" / name)
    shutil.copy(ROOT / "raw" / "bilbao-suzhou-nantong.txt", folder / "other")
    (folder / "raw" / "plan.odt").write_bytes(b"PK\x03\x04\x14\0mimetypeapplication/vnd.oasis.opendocument.text")
    (folder / "raw" / "a note with a rather long name, as people give them.txt").write_text("Nothing of interest.")
    (folder / "raw" / "corrections" / "cities.yml").write_text("- document: turin-shenyang.pdf\n  table: cities\n")


def main(target: Path) -> None:
    """Write a file for each width, and a picture of each of Prefect's pages."""
    target.mkdir(exist_ok=True)
    for width in WIDTHS:
        with tempfile.TemporaryDirectory() as name:
            set_scene(Path(name))
            screens = [capture(arguments, Path(name), width) for arguments in SCENE]
        path = target / f"terminal-{width}.txt"
        path.write_text(f"{'=' * width}\n".join(screens), encoding="utf-8")
        print(f"Wrote {path}")
    with tempfile.TemporaryDirectory() as name:
        set_scene(Path(name))
        draw_pages(Path(name), target)


if __name__ == "__main__":
    main(Path(*sys.argv[1:] or ["screens"]))
