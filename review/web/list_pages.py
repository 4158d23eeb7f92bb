"""Pages that list: documents, texts, findings, corrections, activities, entities, versions and what they changed."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ucap.publishing.corrections.load import InvalidEntry
from ucap.publishing.history import find_previous, list_versions, resolve_version
from ucap.review.queries.changes import compare_versions, list_changes
from ucap.review.queries.lists import (
    ActivityFilters,
    EntityFilters,
    FindingFilters,
    list_activities,
    list_choices,
    list_entities,
    list_findings,
    list_mentions,
)
from ucap.review.queries.overview import Filters, count_checks, count_shelf, list_shelf, search_texts
from ucap.review.queries.pending import list_pending, read_people
from ucap.review.web.shared import Shared

MOST_CHANGES = 500
"""Changes that one page lists."""


def list_routes(shared: Shared) -> list[Route]:
    """Return the routes of these pages."""

    def overview(request: Request) -> Response:
        opened = shared.latest()
        filters = Filters.read(request.query_params)
        return shared.answer(
            "overview.html",
            opened,
            page="overview",
            filters=filters,
            listing=list_shelf(opened, filters),
            counts=count_shelf(opened),
            checked=count_checks(opened),
            rows={name: table.rows for name, table in opened.manifest.tables.items()},
        )

    def search(request: Request) -> Response:
        opened = shared.latest()
        filters = Filters.read(request.query_params)
        listing = search_texts(opened, filters.q, filters.page) if filters.q else None
        return shared.answer("search.html", opened, page="search", filters=filters, listing=listing)

    def findings(request: Request) -> Response:
        opened = shared.latest()
        filters = FindingFilters.read(request.query_params)
        listing = list_findings(opened, filters)
        return shared.answer(
            "findings.html", opened, page="findings", filters=filters, listing=listing, counts=count_shelf(opened)
        )

    def corrections(request: Request) -> Response:
        opened = shared.latest()
        book, _ = read_people(shared.desk.raw)
        rows = opened.query("SELECT * FROM corrections ORDER BY status = 'applied', file, position")
        pending, faulty = list_pending(opened, book), [entry for entry in book.found if isinstance(entry, InvalidEntry)]
        return shared.answer("corrections.html", opened, page="corrections", rows=rows, pending=pending, faulty=faulty)

    def activities(request: Request) -> Response:
        opened = shared.latest()
        filters = ActivityFilters.read(request.query_params)
        listing, choices = list_activities(opened, filters), list_choices(opened)
        return shared.answer("activities.html", opened, page="activities", filters=filters, listing=listing, choices=choices)

    def entities(request: Request) -> Response:
        opened = shared.latest()
        filters = EntityFilters.read(request.query_params)
        listing = list_mentions(opened, filters) if filters.name else list_entities(opened, filters)
        choices = list_choices(opened)
        return shared.answer("entities.html", opened, page="entities", filters=filters, listing=listing, choices=choices)

    def versions(request: Request) -> Response:
        return shared.answer("versions.html", shared.latest(), page="versions", entries=list_versions(shared.desk.output))

    def changes(request: Request) -> Response:
        opened, output = shared.latest(), shared.desk.output
        after = resolve_version(output, request.query_params.get("after", "latest"))
        wanted = request.query_params.get("before", "")
        before = resolve_version(output, wanted) if wanted else find_previous(output)
        found = list_changes(output, before, after)
        diff = compare_versions(output, before, after)
        tables = [table for table in diff.tables if not table.is_empty]
        paths = {row["ucap_id"]: row["source_path"] for row in opened.query("SELECT ucap_id, source_path FROM documents")}
        return shared.answer(
            "changes.html",
            opened,
            page="versions",
            changes=found,
            tables=tables,
            before=before,
            after=after,
            paths=paths,
            most=MOST_CHANGES,
        )

    return [
        Route("/", overview),
        Route("/search", search),
        Route("/findings", findings),
        Route("/corrections", corrections),
        Route("/activities", activities),
        Route("/entities", entities),
        Route("/versions", versions),
        Route("/changes", changes),
    ]
