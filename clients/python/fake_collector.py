"""A collector for the tests: real HTTP on loopback, strict where Daybook's is, and failing on request."""

import gzip
import http.server
import json
import socket
import threading
import time


class FakeCollector:
    """Takes events by producer and number like the real one; complains about holes, wrong keys and changed repetitions.

    `plan` holds the behaviour of the coming requests, one each: ("answer", status, headers, body), ("hang_up", taken),
    ("half_answer",), ("hang", until), ("reject", lines), ("limit", events). What is not planned is accepted.
    """

    def __init__(self, key="test-key", port=0):
        self.key = key
        self.events = []
        self.bodies = []
        self.headers = []
        self.complaints = []
        self.plan = []
        self.highest = {}
        self.seen = {}
        self.limit = None
        self.most_at_once = 0
        self._open = 0
        self._changed = threading.Condition()
        collector = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                collector._serve(self)

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 32

            def handle_error(self, *_):
                pass

        self._server = Server(("127.0.0.1", port), Handler)
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def _serve(self, request):
        body = request.rfile.read(int(request.headers["Content-Length"]))
        if request.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        with self._changed:
            self._open += 1
            self.most_at_once = max(self.most_at_once, self._open)
            self.bodies.append(body)
            self.headers.append(dict(request.headers))
            behaviour = self.plan.pop(0) if self.plan else ("accept",)
            self._changed.notify_all()
        try:
            self._behave(request, body, behaviour)
        finally:
            with self._changed:
                self._open -= 1
                self._changed.notify_all()

    def _behave(self, request, body, behaviour):
        kind = behaviour[0]
        if kind == "hang":
            behaviour[1].wait(30)
        if kind == "answer":
            _, status, headers, text = (*behaviour, {}, b"")[:4]
            return self._answer(request, status, text, headers)
        if kind == "hang_up" and not behaviour[1]:
            return self._hang_up(request)
        if request.headers.get("Authorization") != f"Bearer {self.key}":
            self.complaints.append("wrong key")
            return self._answer(request, 401, b"{}")
        lines = body.splitlines()
        if self.limit is not None and len(lines) > self.limit:
            return self._answer(request, 413, b"{}")
        rejected = behaviour[1] if kind == "reject" else ()
        accepted = self._take(lines, rejected)
        if kind == "hang_up":
            return self._hang_up(request)
        reasons = [{"line": line, "code": "DAYBOOK_TEST", "reason": "planned"} for line in rejected]
        reply = json.dumps({"accepted": accepted, "rejected": reasons}).encode()
        if kind == "half_answer":
            request.wfile.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 500\r\n\r\n" + reply)
            return self._hang_up(request)
        self._answer(request, 400 if rejected and not accepted else 202, reply)

    def _take(self, lines, rejected):
        accepted = 0
        with self._changed:
            for number, line in enumerate(lines, 1):
                event = json.loads(line)
                producer, seq = event["producer"], event["producer_seq"]
                highest = self.highest.get(producer, 0)
                if seq <= highest:
                    if self.seen.get((producer, seq)) != line:
                        self.complaints.append(f"{producer} {seq} came again with other bytes")
                    continue
                if seq != highest + 1:
                    self.complaints.append(f"{producer}: {highest + 1} to {seq - 1} are missing")
                self.highest[producer] = seq
                self.seen[(producer, seq)] = line
                if number not in rejected:
                    self.events.append(event)
                    accepted += 1
            self._changed.notify_all()
        return accepted

    @staticmethod
    def _answer(request, status, body, headers=()):
        request.send_response(status)
        for name, value in dict(headers).items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    @staticmethod
    def _hang_up(request):
        request.close_connection = True
        request.connection.shutdown(socket.SHUT_RDWR)

    def wait(self, what, probe, timeout_s=20.0):
        """Waits until the probe is true; fails with what was waited for."""
        deadline = time.monotonic() + timeout_s
        with self._changed:
            while not probe():
                if time.monotonic() > deadline:
                    raise AssertionError(f"not within {timeout_s} s: {what}; {len(self.events)} events, {self.complaints}")
                self._changed.wait(0.05)

    def taken(self, count):
        self.wait(f"{count} events", lambda: len(self.events) >= count)

    def asked(self, count):
        self.wait(f"{count} requests", lambda: len(self.bodies) >= count)

    def messages(self):
        return [event["message"] for event in self.events]

    def close(self):
        self._server.shutdown()
        self._server.server_close()
