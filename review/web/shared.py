"""What all pages share: the desk, the templates, drawn pages, the run that goes on."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import HTMLResponse

from ucap.review.desk import Desk
from ucap.review.queries.opened import OpenedVersion, open_version
from ucap.review.web.jobs import Jobs
from ucap.review.web.render import Pages
from ucap.review.web.sources import Pictures


@dataclass(frozen=True)
class Shared:
    """See above; `latest` opens the latest version, which may be another one at each request."""

    desk: Desk
    pages: Pages
    pictures: Pictures
    jobs: Jobs

    def latest(self) -> OpenedVersion:
        """Return the latest version. Raises `OutputError` where there is none."""
        return open_version(self.desk.output)

    def answer(self, template: str, opened: OpenedVersion | None, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page."""
        version = opened.name if opened else None
        return HTMLResponse(self.pages.render(template, version=version, **values), status)
