"""An OpenAI-compatible server on this machine, for tests of the method `model`."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GOOD = [
    {"quote": "The bus takes two hours.", "code": "getting there", "reason": "distance by bus"},
    {"quote": "A client sold  his\nphone.", "code": "Lost Phones", "reason": "sold"},
]


class Server:
    """An OpenAI-compatible server; `answer` says what comes back, `asked` holds what was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answer: Callable[[], tuple[int, bytes]] = lambda: said(GOOD)
        self.url = ""


def said(entries: object, **message: object) -> tuple[int, bytes]:
    words = {"role": "assistant", "content": json.dumps({"suggestions": entries})} | message
    usage = {"prompt_tokens": 9, "completion_tokens": 9, "total_tokens": 18}
    answer = {"model": "small-1.2", "choices": [{"message": words}], "usage": usage}
    return 200, json.dumps(answer).encode()


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """A server for as long as it is needed."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.asked.append({"path": self.path, **json.loads(body)})
            status, answer = server.answer()
            with suppress(OSError):  # the one who asked has gone
                self.send_response(status)
                self.send_header("Location", "http://192.0.2.1/")
                self.end_headers()
                self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
