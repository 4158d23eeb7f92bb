"""Serving the pages on this machine."""

import socket
from collections.abc import Callable
from threading import Thread

import uvicorn

from ucap.review.desk import Desk
from ucap.review.web.app import make_app

HOST = "127.0.0.1"


def serve_pages(desk: Desk, port: int, notify: Callable[[str], None]) -> None:
    """Serve the pages until the process is interrupted; `notify` gets their address once they can be opened.

    Raises `OSError` where the port cannot be used; port 0 is a free one.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        taken = listener.getsockname()[1]
        config = uvicorn.Config(
            make_app(desk, taken),
            log_level="warning",
            access_log=False,
            server_header=False,
            lifespan="off",
            proxy_headers=False,
            timeout_graceful_shutdown=2,
        )
        desk.warm_up()
        listener.listen()  # whoever hears of the address may ask at once; the answer waits until the server runs
        Thread(target=desk.prepare, daemon=True).start()
        notify(f"http://{HOST}:{taken}/")
        try:
            uvicorn.Server(config).run(sockets=[listener])
        finally:
            desk.close()
