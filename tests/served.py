"""A server of the tests' own."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server:
    """Answers by ``files`` (path to bytes) and counts how often it was asked."""

    def __init__(self, url):
        self.url = url
        self.files = {}
        self.asked = 0
        self.announced = None  # bytes that Content-Length tells, if not the truth


@contextmanager
def running():
    """A server of this machine alone, for as long as the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            served.asked += 1
            content = served.files.get(self.path)
            if content is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(served.announced or len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        served = Server(f"http://127.0.0.1:{http.server_port}")
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield served
        http.shutdown()
        thread.join()
