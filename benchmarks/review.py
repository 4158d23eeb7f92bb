"""How soon pages of `ucap review` and the report come over many documents: ``python -m benchmarks.review [--documents N]``.

The pages are asked for in one process, without a browser. The files are stand-ins, so with each page the first page of a sample
is drawn, as a browser would ask for it. Times are seconds that this process computed, which a busy machine changes little;
behind them those that passed. Ends with status 1 where a limit is missed: first document page 1 s, next ones 0.3 s (median),
overview 0.5 s, report 10 s and 3 MB.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from starlette.testclient import TestClient

from benchmarks.scale import publish_all
from ucap.extractors.readers.pdf_picture import draw_page, view_pages
from ucap.flows.basics.settings import Settings
from ucap.flows.reviewing.desk import make_desk
from ucap.flows.run.request import RunRequest
from ucap.review.report.page import draw_report
from ucap.review.web.app import make_app
from ucap.review.web.document_pages import WIDTHS

_NEXT = 20
_Result = TypeVar("_Result")
_SAMPLE = Path(__file__).resolve().parent.parent / "raw" / "antwerp-xiamen.pdf"


def main() -> int:
    """Measure; returns the process's status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--distinct", type=int, default=32, help="documents that are drawn and read")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        raw, output = Path(folder, "raw"), Path(folder, "output")
        publish_all(raw, output, arguments.documents, arguments.distinct)
        desk = make_desk(RunRequest(raw, output), Settings(), "measure")
        desk.warm_up()  # as `ucap review` does before it says its address
        client = TestClient(make_app(desk, 80), base_url="http://127.0.0.1")
        names = sorted(path.relative_to(raw).as_posix() for path in raw.iterdir() if path.is_file())
        first, *later = [_open(client, name) for name in names[: _NEXT + 1]]
        overview, again, search = (_ask(client, address) for address in ("/", "/?q=a", "/search?q=water"))
        drawn, report = _measure(lambda: draw_report(output))
        desk.close()
    size = len(report.html.encode()) / 1e6
    middle = sorted(later, key=lambda time: time.computed)[len(later) // 2]
    print(f"{arguments.documents:,} documents")
    print(f"    first document page with its first picture {first}, next {middle} (median of {len(later)})")
    print(f"    overview {overview}, filtered {again}, search {search}")
    print(f"    report {drawn}, {size:.2f} MB")
    missed = first.computed > 1 or middle.computed > 0.3 or overview.computed > 0.5 or drawn.computed > 10 or size > 3
    return int(missed)


@dataclass(frozen=True)
class Seconds:
    """How long something took."""

    computed: float
    passed: float

    def __add__(self, other: "Seconds") -> "Seconds":
        return Seconds(self.computed + other.computed, self.passed + other.passed)

    def __str__(self) -> str:
        return f"{self.computed:.2f} s ({self.passed:.2f})"


def _measure(function: Callable[[], _Result]) -> tuple[Seconds, _Result]:
    began, computed = time.monotonic(), time.process_time()
    result = function()
    return Seconds(time.process_time() - computed, time.monotonic() - began), result


def _open(client: TestClient, name: str) -> Seconds:
    """Return how long a document's page takes, with the picture of a first page, which is drawn in this process here."""
    data = _SAMPLE.read_bytes()
    drawn, _ = _measure(lambda: (view_pages(data, 60), draw_page(data, 1, WIDTHS[1])))
    return _ask(client, f"/documents/{name}") + drawn


def _ask(client: TestClient, address: str) -> Seconds:
    seconds, answer = _measure(lambda: client.get(address))
    assert answer.status_code == 200, f"{address}: {answer.text[:300]}"
    return seconds


if __name__ == "__main__":
    sys.exit(main())
