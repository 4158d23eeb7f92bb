"""A document beside its values, and the pictures of its pages."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ucap.review.desk import DeskError
from ucap.review.queries.changes import Change, list_changes
from ucap.review.queries.document import DocumentPage, find_document, read_document_page
from ucap.review.queries.opened import OpenedVersion, Row
from ucap.review.queries.overview import list_paths
from ucap.review.queries.pending import count_checked, note_people, read_people
from ucap.review.web.shared import Shared
from ucap.review.web.sources import Source, collect_marks, cut_text

WIDTHS = (700, 1400, 2400)
"""Pixels in width in which pages are drawn: small windows, usual ones, and magnified."""


def document_routes(shared: Shared) -> list[Route]:
    """Return the routes of these pages."""

    def document(request: Request) -> Response:
        opened = shared.latest()
        row = require_document(opened, request.path_params["path"])
        found = read_whole_page(shared, row["source_path"], opened)
        paths = list_paths(opened)
        place = paths.index(row["source_path"])
        return shared.answer(
            "document.html",
            opened,
            page="document",
            document=row,
            shown=found,
            source=_show_source(shared, row, found),
            before=paths[place - 1] if place else None,
            after=paths[place + 1] if place + 1 < len(paths) else None,
            place=place + 1,
            count=len(paths),
            widths=WIDTHS,
            checked=count_checked(found.values),
            changes=_show_changes(shared, opened, row),
        )

    def picture(request: Request) -> Response:
        opened = shared.latest()
        row = require_document(opened, request.query_params.get("path", ""))
        number, width = request.path_params["number"], request.path_params["width"]
        source = shared.pictures.find(row)
        if source.path is None or not source.is_same or width not in WIDTHS or number < 1:
            raise HTTPException(404, "There is no such page.")
        try:
            drawn = shared.pictures.draw(row, source.path, number, width)
        except DeskError as error:
            raise HTTPException(422, str(error)) from None
        # The address names the content, so a browser need never ask again.
        return Response(drawn, media_type="image/png", headers={"Cache-Control": "private, max-age=31536000, immutable"})

    return [
        Route("/documents/{path:path}", document),
        Route("/pictures/{document_id}/{number:int}-{width:int}.png", picture),
    ]


def read_whole_page(shared: Shared, source_path: str, opened: OpenedVersion | None = None) -> DocumentPage:
    """Return the page of a document with what people wrote about it since; answers 404 where there is none of this path."""
    opened = opened or shared.latest()
    page = read_document_page(opened, require_document(opened, source_path))
    note_people(opened, page, *read_people(shared.desk.raw))
    return page


def _show_changes(shared: Shared, opened: OpenedVersion, row: Row) -> list[Change]:
    """Return what the latest run that was started here changed in a document, while its version is the latest."""
    job = shared.jobs.latest
    if job is None or job.result is None or job.result.before is None or job.result.version != opened.name:
        return []
    return [] if row["ucap_id"] is None else list_changes(shared.desk.output, job.result.before, opened.name, row["ucap_id"])


def require_document(opened: OpenedVersion, source_path: str) -> dict[str, Any]:
    """Return the row of a document; answers 404 where the version has none of this path."""
    row = find_document(opened, source_path)
    if row is None:
        raise HTTPException(404, f"Version {opened.name} has no document {source_path}.")
    return row


def _show_source(shared: Shared, row: dict[str, Any], found: DocumentPage) -> dict[str, Any]:
    """Return what the left side shows: pages with their marks, or pieces of text, or why there is neither."""
    source: Source = shared.pictures.find(row)
    shown: dict[str, Any] = {"pages": [], "pieces": [], "problem": None}
    if source.path is None:
        shown["problem"] = "The file is no longer in the raw folder."
    elif not source.is_same:
        shown["problem"] = "The file changed since this version was published. Publish again, then it is shown."
    else:
        try:
            if row["format"] == "pdf":
                views = shared.pictures.view_pages(row, source.path)
                marks = [collect_marks(found.values, number) for number in range(1, len(views) + 1)]
                shown["pages"] = list(zip(views, marks, strict=True))
            elif row["format"] in ("docx", "text"):
                shown["pieces"] = cut_text(shared.desk.decode_text(source.path), found.values)
            else:
                shown["problem"] = "The file is neither a PDF, a Word document nor text, so it cannot be shown."
        except DeskError as error:
            shown["problem"] = str(error)
    return shown
