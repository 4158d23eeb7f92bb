"""A real browser, and the pages of `ucap review` served by the command in a process of its own."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.commands import ROOT, make_environment, ucap_command

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",  # the tests run as any account, also as root in a container; the pages are our own
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
AXE = (ROOT / "tests" / "axe" / "axe.min.js").read_text(encoding="utf-8")


def find_browser() -> str:
    """Return the path of Chromium. Raises `RuntimeError` that says how to install it."""
    wanted = os.environ.get("UCAP_TEST_BROWSER")
    for name in [wanted] if wanted else NAMES:
        if path := shutil.which(name):
            return path
    raise RuntimeError("The tests of the pages need Chromium: apt-get install chromium, or name one in UCAP_TEST_BROWSER.")


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Yield a browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def serve_review(raw: Path, output: Path, author: str = "tester") -> Iterator[str]:
    """Yield the address of the pages, served by `ucap review` on a free port."""
    command = ucap_command("review", "--raw", raw, "--output", output, "--port", "0", "--author", author)
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            command, env=make_environment(), stdout=subprocess.PIPE, stderr=errors, text=True, cwd=raw.parent
        )
        try:
            assert process.stdout
            line = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+", line)
            if found is None:
                process.wait(10)
                errors.seek(0)
                raise AssertionError(f"ucap review did not start: {line}{errors.read()}")
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            said, _ = process.communicate(timeout=20)
        assert (process.returncode, "The pages are closed." in said) == (0, True)


class Visitor:
    """A person at the pages: a browser window that notes every request and every error of a script."""

    def __init__(self, browser: Browser, base: str, *, width: int = 1400, height: int = 900, dark: bool = False) -> None:
        """Open a window of this size."""
        self.base = base
        self.requests: list[str] = []
        self.errors: list[str] = []
        scheme: Literal["dark", "light"] = "dark" if dark else "light"
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )
        self.page: Page = self.context.new_page()
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)

    def _note(self, request: Request) -> None:
        self.requests.append(request.url)

    def visit(self, path: str) -> Page:
        """Go to a page and wait until it is loaded, with the pictures that are seen first."""
        self.page.goto(self.base + path)
        return self.page

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def find_accessibility_faults(self) -> list[str]:
        """Return what axe finds serious or critical on the page."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{violation['id']}: {violation['nodes'][0]['html'][:150]} ({violation['nodes'][0]['failureSummary'][:300]})"
            for violation in found["violations"]
            if violation["impact"] in ("serious", "critical")
        ]

    def list_foreign_requests(self) -> list[str]:
        """Return the requests to other hosts."""
        own = urlsplit(self.base).netloc
        return [url for url in self.requests if urlsplit(url).netloc != own and not url.startswith(("data:", "blob:"))]

    def close(self) -> None:
        """Close the window."""
        self.context.close()
