"""The app: its pages by address, and what they share."""

import secrets
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from ucap.publishing.errors import OutputError
from ucap.review.desk import Desk
from ucap.review.queries.pending import count_checked, digest_state
from ucap.review.web.document_pages import document_routes
from ucap.review.web.edits import edit_routes
from ucap.review.web.event_pages import event_routes
from ucap.review.web.guard import Guard, name_hosts
from ucap.review.web.jobs import Jobs
from ucap.review.web.list_pages import list_routes
from ucap.review.web.render import Pages
from ucap.review.web.shared import Shared
from ucap.review.web.sources import Pictures

STATIC = Path(__file__).parent / "static"


def make_app(desk: Desk, port: int, token: str | None = None) -> Starlette:
    """Return the app over the latest version in the desk's output folder, for a server on this machine's `port`."""
    token = token or secrets.token_urlsafe(24)
    jobs = Jobs()
    shared = Shared(
        desk,
        Pages({"token": token, "author": desk.author, "digest_state": digest_state, "count_checked": count_checked}),
        Pictures(desk),
        jobs,
    )
    routes: list[BaseRoute] = [
        *list_routes(shared),
        *event_routes(shared),
        *document_routes(shared),
        *edit_routes(shared),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]

    def explain(status: int, message: str) -> Response:
        return shared.answer("error.html", None, status, page="", code=status, message=message)

    def explain_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return explain(error.status_code, error.detail if error.detail != "Not Found" else "There is no such page.")

    def explain_output(request: Request, error: Exception) -> Response:
        return explain(503, str(error))

    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, hosts=name_hosts(port), token=token)],
        exception_handlers={HTTPException: explain_http, OutputError: explain_output},
    )
