"""What people change from the pages."""

from starlette.routing import Route

from ucap.review.web.shared import Shared


def edit_routes(shared: Shared) -> list[Route]:
    """Return the routes of what can be changed."""
    return []
