"""Draw the pictures of README from `raw/`: a document's page, and one chart; ``make pictures``.

And screens of each page for a person to look at, light, dark and narrow; ``make screens`` writes them beside those of the
terminal.
"""

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.browsing import Visitor, open_browser, serve_review
from tests.commands import ROOT, run_ucap
from ucap.review.report.page import draw_report

DOCUMENT = "/documents/graz_kunming_guiyang_nanning.pdf"
MOST_BYTES = 200_000
SCREENS = {
    "overview": "/",
    "search": "/search?q=port",
    "document": DOCUMENT,
    "text": "/documents/wuhan_gdynia.txt",
    "findings": "/findings",
    "corrections": "/corrections",
    "activities": "/activities",
    "events": "/events",
    "event": "/events/wuhan--gdynia/a7",
    "entities": "/entities",
    "versions": "/versions",
}


@contextmanager
def publish_samples() -> Iterator[tuple[Path, Path]]:
    """Yield a copy of `raw/` and an output folder in which it is published."""
    with tempfile.TemporaryDirectory() as name:
        raw, output = Path(name, "raw"), Path(name, "output")
        shutil.copytree(ROOT / "raw", raw)
        done = run_ucap("ingest", raw, "--output", output)
        assert done.returncode == 0, done.stderr
        yield raw, output


def draw_readme(target: Path) -> None:
    """Write the two pictures of README."""
    target.mkdir(exist_ok=True)
    with publish_samples() as (raw, output), serve_review(raw, output) as base, open_browser() as browser:
        visitor = Visitor(browser, base, width=1400, height=760)
        page = visitor.visit(DOCUMENT)
        page.locator("#values [data-table=cities][data-column=population]").first.click()
        _save(page.screenshot(), target / "review.png")
        _save(draw_report(output).charts["months.png"], target / "months.png")
        visitor.close()


def draw_screens(target: Path) -> None:
    """Write a picture of each page: light, dark, and in a narrow window."""
    target.mkdir(exist_ok=True)
    with publish_samples() as (raw, output), serve_review(raw, output) as base, open_browser() as browser:
        for name, width, dark in (("light", 1280, False), ("dark", 1280, True), ("narrow", 400, False)):
            _draw_pages(browser, base, target, name, width, dark)
        report = target / "report.html"
        report.write_text(draw_report(output).html, encoding="utf-8")
        visitor = Visitor(browser, report.resolve().as_uri(), width=1100)
        visitor.visit("").screenshot(path=target / "report.png", full_page=True)
        visitor.close()


def _draw_pages(browser: Browser, base: str, target: Path, name: str, width: int, dark: bool) -> None:
    visitor = Visitor(browser, base, width=width, height=800, dark=dark)
    for screen, path in SCREENS.items():
        page = visitor.visit(path)
        if "documents" in path:
            visitor.press(*"jjjjjjjj")
            page.wait_for_timeout(300)
        page.screenshot(path=target / f"page-{screen}-{name}.png")
    visitor.close()


def _save(picture: bytes, path: Path) -> None:
    """Write a picture with a palette, which keeps it small. Raises `AssertionError` where it is too large."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(256)
    image.save(path, optimize=True)
    assert path.stat().st_size < MOST_BYTES, f"{path} has {path.stat().st_size:,} bytes"
    print(f"Wrote {path}")


if __name__ == "__main__":
    what, target = sys.argv[1], Path(sys.argv[2])
    {"readme": draw_readme, "screens": draw_screens}[what](target)
