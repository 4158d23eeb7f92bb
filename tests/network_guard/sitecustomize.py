"""Loaded by every Python process that has this folder on its path: notes and refuses each attempt to reach another machine.

What C libraries do by themselves is not seen; docs/operate.md tells how that is looked at.
"""

import ipaddress
import os
import sys

_LOG = os.open(os.environ["TEST_NETWORK_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
_ADDRESS = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1, "socket.bind": 1}
_NAME = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}


def _note(*words: object) -> None:
    os.write(_LOG, ("\t".join(str(word).replace("\n", " ") for word in (os.getpid(), *words)) + "\n").encode())


def _is_here(host: object) -> bool:
    if not isinstance(host, str | bytes):
        return True  # no host at all, as for sockets that are files
    name = host.decode() if isinstance(host, bytes) else host
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name in {"", "localhost"}


def _guard(event: str, arguments: tuple[object, ...]) -> None:
    if event in _ADDRESS:
        address = arguments[_ADDRESS[event]]
        host = address[0] if isinstance(address, tuple) else None
    elif event in _NAME:
        first = arguments[0]
        host = first[0] if isinstance(first, tuple) else first
    else:
        return
    if not _is_here(host):
        _note("refused", event, host)
        raise OSError(f"{event}: {host!r} is another machine, and this process is to reach none")


sys.addaudithook(_guard)
_note("guarded", " ".join(sys.orig_argv))
