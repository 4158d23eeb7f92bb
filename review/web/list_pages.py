"""Pages that list: the overview, and the search in all texts."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ucap.review.queries.overview import Filters, count_shelf, list_shelf, search_texts
from ucap.review.web.shared import Shared


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
            checked=None,
            rows={name: table.rows for name, table in opened.manifest.tables.items()},
        )

    def search(request: Request) -> Response:
        opened = shared.latest()
        filters = Filters.read(request.query_params)
        listing = search_texts(opened, filters.q, filters.page) if filters.q else None
        return shared.answer("search.html", opened, page="search", filters=filters, listing=listing)

    return [Route("/", overview), Route("/search", search)]
