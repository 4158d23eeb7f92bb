"""What keeps other sites and machines out: hosts, origins, a token, and headers that let a page load only its own files."""

import secrets
from collections.abc import Collection
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TOKEN_HEADER = "X-Ucap-Token"
_MOST_BYTES = 1_000_000
"""Bytes of a request: far more than the longest correction."""


class Guard:
    """Middleware before every page.

    A request must name this machine as its host, as a name of another site that leads here must not read the pages (DNS
    rebinding). A request that changes something must come from these pages: same origin, and with the token that only they
    hold.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str], token: str) -> None:
        """Let through what names one of these hosts (`name:port`)."""
        self._app, self._hosts, self._token = app, frozenset(hosts), token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._find_refusal(scope["method"], Headers(scope=scope))

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        answer: Any = PlainTextResponse(refusal[1], refusal[0]) if refusal else self._app
        await answer(scope, receive, send_with_headers)

    def _find_refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        if headers.get("host", "") not in self._hosts:
            return 421, "This address does not belong to ucap review."
        return None if method in ("GET", "HEAD") else self._refuse_change(method, headers)

    def _refuse_change(self, method: str, headers: Headers) -> tuple[int, str] | None:
        if method != "POST":
            return 405, "Only GET and POST are known here."
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > _MOST_BYTES:
            return 413, "The request is too large, or does not say how large it is."
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if (origin is not None and origin not in {f"http://{host}" for host in self._hosts}) or site not in (
            None,
            "same-origin",
        ):
            return 403, "The request comes from another site."
        if not secrets.compare_digest(headers.get(TOKEN_HEADER, "").encode(), self._token.encode()):
            return 403, "The page is from an earlier start of ucap review: load it again."
        return None


def name_hosts(port: int) -> list[str]:
    """Return the values of `Host` under which the pages are served: this machine's own names only."""
    names = ("127.0.0.1", "localhost", "[::1]")
    return [f"{name}:{port}" for name in names] + (list(names) if port == 80 else [])
