"""What people change from the pages: corrections, checks, undo, and publishing. Each answer is JSON for the page's script."""

import datetime
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ucap.publishing.corrections.columns import name_dependent
from ucap.publishing.errors import OutputError
from ucap.publishing.reviews.log import ReviewAct
from ucap.review.desk import DeskError, Wanted
from ucap.review.queries.pending import digest_state
from ucap.review.queries.shown import Shown
from ucap.review.web.document_pages import read_whole_page
from ucap.review.web.shared import Shared
from ucap.schemas.wording import render_count

Values = dict[str, Any]


class _ConflictError(Exception):
    """Somebody else changed the value since the page was shown."""

    def __init__(self, message: str, value: Shown) -> None:
        super().__init__(message)
        self.value = value


def edit_routes(shared: Shared) -> list[Route]:
    """Return the routes of what can be changed."""

    def correct(values: Values) -> Values:
        value = _find_value(shared, values)
        present = None if value.pending and value.pending["undone"] else value.pending or value.correction
        # A value has one correction. An activity may be joined with one and parted from another.
        replaced = (present["file"], present["entry_id"]) if present and not value.is_event else None
        author = _read(values, "author") or shared.desk.author
        wanted = Wanted(
            _read(values, "path"), value.table, value.row, value.column, _read(values, "text"), _read(values, "reason"), author,
            replaced,
        )  # fmt: skip
        if not wanted.reason.strip():
            raise DeskError("Say where the right value comes from.")
        pending = shared.desk.correct(wanted)
        if value.check:
            _note_act(shared, values, "withdraw", [value], author)
        said = f"{value.name}: noted, not published yet. {name_dependent(value.table, value.column)}"
        return {"message": f"{said.rstrip()} {pending}".rstrip()}

    def undo(values: Values) -> Values:
        value = _find_value(shared, values)
        present = value.pending or value.correction
        if present is None or (value.pending and value.pending["undone"]):
            raise DeskError("There is no correction of this value to undo.")
        shared.desk.undo(present["file"], present["entry_id"])
        return {"message": f"{value.name}: the correction is taken back."}

    def check(values: Values) -> Values:
        page = read_whole_page(shared, _read(values, "path"))
        keys = {tuple(map(str, key)) for key in values.get("keys", []) if isinstance(key, list)}
        chosen = [value for value in page.values if value.is_checkable and (value.table, value.row, value.column) in keys]
        seen = {tuple(map(str, key[:3])): key[3] for key in values.get("seen", []) if isinstance(key, list) and len(key) == 4}
        for value in chosen:
            if seen.get((value.table, value.row, value.column), digest_state(value)) != digest_state(value):
                raise _ConflictError(f"{value.name} changed since this page was shown.", value)
        if not chosen:
            raise DeskError("There is no such value any more: load the page again.")
        act = "withdraw" if values.get("withdraw") else "right"
        _note_act(shared, values, act, chosen, _read(values, "author") or shared.desk.author)
        what = chosen[0].name if len(chosen) == 1 else render_count(len(chosen), "value")
        return {"message": f"{what}: {'checked' if act == 'right' else 'no longer checked'}."}

    def publish(values: Values) -> Values:
        again = (_read(values, "path"),) if values.get("again") else ()
        job = shared.jobs.start("Reading again" if again else "Publishing", lambda note: shared.desk.publish(again, note))
        return {"message": "Started.", "job": job.number}

    def job(request: Request) -> Response:
        state = shared.jobs.latest
        if state is None:
            return JSONResponse({"running": False})
        return JSONResponse(
            {
                "number": state.number,
                "running": state.is_running,
                "what": state.what,
                "step": state.step,
                "done": state.done,
                "total": state.total,
                "error": state.error,
                "message": state.result.message if state.result else None,
            }
        )

    return [
        Route("/api/correct", _answer(shared, correct), methods=["POST"]),
        Route("/api/undo", _answer(shared, undo), methods=["POST"]),
        Route("/api/check", _answer(shared, check), methods=["POST"]),
        Route("/api/publish", _answer(shared, publish), methods=["POST"]),
        Route("/api/job", job),
    ]


def _answer(shared: Shared, change: Callable[[Values], Values]) -> Callable[[Request], Awaitable[Response]]:
    """Return a route that makes a change; what prevents it is answered with 409 or 422 and a message."""

    async def route(request: Request) -> Response:
        try:
            values = json.loads(await request.body())
        except ValueError:
            values = None
        if not isinstance(values, dict):
            return JSONResponse({"message": "The request is not understood."}, 400)
        try:
            return JSONResponse(await run_in_threadpool(_change, shared, change, values))
        except _ConflictError as error:
            value = error.value
            theirs = value.pending or value.correction or {}
            shown = _tell(value, theirs) if theirs and not theirs.get("undone") else value.text
            return JSONResponse(
                {"message": str(error), "theirs": "null" if shown is None else shown, "state": digest_state(value)}, 409
            )
        except (DeskError, OutputError) as error:
            return JSONResponse({"message": str(error)}, 422)

    return route


def _change(shared: Shared, change: Callable[[Values], Values], values: Values) -> Values:
    with shared.editing:  # one change at a time: what is compared with what was seen must not change meanwhile
        return change(values)


def _find_value(shared: Shared, values: Values) -> Shown:
    """Return the value that a request is about, as it is now; raises where it is not what the person saw."""
    page = read_whole_page(shared, _read(values, "path"))
    wanted = tuple(_read(values, name) for name in ("table", "row", "column"))
    for value in page.values:
        if (value.table, value.row, value.column) == wanted:
            if digest_state(value) != _read(values, "state"):
                raise _ConflictError(_explain_conflict(value), value)
            return value
    raise DeskError("There is no such value any more: load the page again.")


def _explain_conflict(value: Shown) -> str:
    theirs = value.pending or value.correction
    if theirs and not theirs.get("undone"):
        shown = "nothing" if theirs["new_value"] is None else f"“{_tell(value, theirs)}”"
        return f"Meanwhile {theirs['author']} corrected this value to {shown}: {theirs['reason']}"
    return "Meanwhile this value changed; it is “{}” now.".format("none" if value.text is None else value.text)


def _tell(value: Shown, theirs: Values) -> str | None:
    """Return what a correction makes of a value, in words where it is about the event of an activity."""
    new: str | None = theirs["new_value"]
    if not value.is_event:
        return new
    others = ", ".join(activity for activity in theirs["row"].split() if activity != value.row)
    return f"{'one event with' if new == 'join' else 'another event than'} {others}"


def _note_act(shared: Shared, values: Values, act: Any, chosen: list[Shown], reviewer: str) -> None:
    page = read_whole_page(shared, _read(values, "path"))
    document = page.document
    shared.desk.check(
        ReviewAct(
            act=act,
            document_id=document["document_id"],
            ucap=document["ucap_id"],
            reviewer=reviewer,
            date=datetime.date.today(),
            values=tuple((value.table, value.short_row, value.column, value.text) for value in chosen),
        )
    )


def _read(values: Values, name: str) -> str:
    value = values.get(name, "")
    if not isinstance(value, str):
        raise DeskError(f"{name} must be a text.")
    return value
