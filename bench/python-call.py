"""What one `logger.info` with three extra fields costs a Python program in processor time: DaybookHandler beside logging.FileHandler with
a JSON formatter, and beside a handler that does nothing. The receiver is another process, which answers like a collector.

    python3 bench/python-call.py [calls] [rounds]
"""

import json
import logging
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "clients" / "python"))
from daybook_logging import DaybookHandler, event  # noqa: E402

CALLS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 7
EXTRA = {"symbol": "BTCUSDT", "price": "42001.50", "latency_ms": 12}


def serve(pipe):
    class Receiver(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_):
            pass

        def do_POST(self):
            lines = self.rfile.read(int(self.headers["Content-Length"])).count(b"\n")
            reply = json.dumps({"accepted": lines, "rejected": []}).encode()
            self.send_response(202)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    pipe.send(server.server_port)
    server.serve_forever()


class JsonFormatter(logging.Formatter):
    """The same fields as the handler sends, by json.dumps: what programs commonly do."""

    def format(self, record):
        fields = {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "service": "bench",
            **{key: record.__dict__[key] for key in EXTRA if key in record.__dict__},
        }
        return json.dumps(fields)


class Nothing(logging.Handler):
    def emit(self, record):
        pass


def measure(handler, call):
    """Processor time, µs a call, medians of the rounds: of the calling thread, and of all threads until everything is sent."""
    log = logging.Logger("bench.trading")
    log.addHandler(handler)
    own, whole = [], []
    for _ in range(ROUNDS):
        thread, process = time.thread_time(), time.process_time()
        for i in range(CALLS):
            call(log, i)
        own.append((time.thread_time() - thread) / CALLS * 1e6)
        handler.flush()
        whole.append((time.process_time() - process) / CALLS * 1e6)
    return statistics.median(own), statistics.median(whole)


def plain(log, i):
    log.info("order %d was placed", i, extra=EXTRA)


def typed(log, i):
    event(log, "order_placed", "placed", symbol="BTCUSDT", price="42001.50", latency_ms=12)


def main():
    pipe, other = multiprocessing.Pipe()
    receiver = multiprocessing.get_context("spawn").Process(target=serve, args=(other,), daemon=True)
    receiver.start()
    url = f"http://127.0.0.1:{pipe.recv()}"
    with tempfile.TemporaryDirectory() as folder:
        file = logging.FileHandler(os.path.join(folder, "bench.log"))
        file.setFormatter(JsonFormatter())
        room = 1024**3
        rows = [
            ("a handler that does nothing", Nothing(), plain),
            ("FileHandler, JSON formatter", file, plain),
            ("DaybookHandler", DaybookHandler(url, service="bench", max_buffer_bytes=room), plain),
            ("DaybookHandler, spool_dir", DaybookHandler(url, service="bench", max_buffer_bytes=room, spool_dir=folder), plain),
            ("DaybookHandler, event()", DaybookHandler(url, service="bench", max_buffer_bytes=room), typed),
        ]
        for name, handler, call in rows:
            own, whole = measure(handler, call)
            print(f"{name:28} {own:6.1f} µs in the call, {whole:6.1f} µs with its threads")
            handler.close()
    receiver.terminate()


if __name__ == "__main__":
    main()
