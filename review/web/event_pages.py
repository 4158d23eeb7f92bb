"""Events: the list of them, and one with all who tell of it, where activities are joined and parted."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ucap.review.queries.events import EventFilters, list_events, read_event_page
from ucap.review.queries.lists import list_choices
from ucap.review.queries.pending import note_event_entries, read_people
from ucap.review.web.shared import Shared


def event_routes(shared: Shared) -> list[Route]:
    """Return the routes of these pages."""

    def events(request: Request) -> Response:
        opened = shared.latest()
        filters = EventFilters.read(request.query_params)
        listing, choices = list_events(opened, filters), list_choices(opened)
        return shared.answer("events.html", opened, page="events", filters=filters, listing=listing, choices=choices)

    def event(request: Request) -> Response:
        opened, name = shared.latest(), request.path_params["name"]
        found = read_event_page(opened, name)
        if found is None:
            raise HTTPException(404, f"Version {opened.name} has no event or activity {name}.")
        book, _ = read_people(shared.desk.raw)
        note_event_entries(opened, found.values, book)
        waiting = {id_ for value in found.values if value.pending for id_ in value.pending["row"].split()}
        return shared.answer("event.html", opened, page="events", shown=found, waiting=waiting)

    return [Route("/events", events), Route("/events/{name:path}", event)]
