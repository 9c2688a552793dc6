"""The way to the collector: once, in order, whatever happens to it or to the program."""

import asyncio
import logging
import logging.config
import logging.handlers
import multiprocessing
import os
import pathlib
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import unittest
from unittest import mock

import daybook_logging
from daybook_logging import DaybookHandler, event
from fake_collector import FakeCollector

HERE = pathlib.Path(__file__).parent


class DeliveryTest(unittest.TestCase):
    def setUp(self):
        self.collector = FakeCollector()
        self.addCleanup(self.collector.close)
        self.handlers = []
        self.faults = []
        # The time between two attempts is not what is tested.
        for name, value in (("RETRY_MIN_S", 0.01), ("RETRY_MAX_S", 0.05)):
            patch = mock.patch.object(daybook_logging, name, value)
            patch.start()
            self.addCleanup(patch.stop)
        self.log = logging.Logger("bot")
        self.addCleanup(lambda: [handler.close() for handler in self.handlers])

    def connect(self, **options):
        given = {"url": self.collector.url, "key": "test-key", "service": "bot", "linger_s": 0.005, "exit_timeout_s": 20}
        handler = DaybookHandler(**{**given, "on_error": self.hear, **options})
        self.handlers.append(handler)
        self.log.addHandler(handler)
        return handler

    def hear(self, code, text):
        self.faults.append((code, text))

    def codes(self):
        return [code for code, _ in self.faults]

    def folder(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return folder.name


class OnceInOrder(DeliveryTest):
    def test_events_come_once_in_order_numbered_without_holes_over_one_request_at_a_time(self):
        handler = self.connect()
        expected = [f"event {i}" for i in range(5_000)]
        for message in expected:
            self.log.info(message)
        self.assertTrue(handler.flush())
        self.assertEqual(self.collector.messages(), expected)
        self.assertEqual([e["producer_seq"] for e in self.collector.events], list(range(1, 5_001)))
        stamps = [e["timestamp"] for e in self.collector.events]
        self.assertEqual(stamps, sorted(set(stamps)))
        self.assertEqual((self.collector.complaints, self.collector.most_at_once, self.faults), ([], 1, []))
        first = self.collector.events[0]
        self.assertEqual((first["service"], first["pid"], first["host"]), ("bot", os.getpid(), socket.gethostname()))
        self.assertEqual(handler.stats(), {"pending": 0, "pending_bytes": 0, "delivered": 5_000, "rejected": 0, "dropped": 0})

    def test_it_sends_by_itself_after_the_linger(self):
        self.connect()
        self.log.info("alone")
        self.collector.taken(1)

    def test_batches_are_bounded_by_count_and_size(self):
        handler = self.connect(linger_s=5)
        for _ in range(2_500):
            self.log.info("x")
        for _ in range(200):
            self.log.info("x" * 16_000)
        self.assertTrue(handler.flush())
        self.assertLessEqual(max(len(body.splitlines()) for body in self.collector.bodies), 1_000)
        self.assertLessEqual(max(map(len, self.collector.bodies)), 1024 * 1024)
        self.assertEqual(len(self.collector.events), 2_700)

    def test_compression_on_request_and_never_by_default_to_loopback(self):
        handler = self.connect(gzip_min_bytes=1)
        self.log.info("small")
        handler.flush()
        self.assertEqual(self.collector.headers[0]["Content-Encoding"], "gzip")
        self.assertEqual(DaybookHandler("https://log.example.org")._settings.gzip_min_bytes, 4096)
        self.assertIsNone(handler._settings._replace(gzip_min_bytes=None).gzip_min_bytes)
        self.assertIsNone(DaybookHandler(self.collector.url)._settings.gzip_min_bytes)

    def test_many_threads(self):
        handler = self.connect()

        def work(name):
            for i in range(500):
                self.log.info("%s %d", name, i)

        threads = [threading.Thread(target=work, args=(f"t{i}",)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertTrue(handler.flush())
        for i in range(8):
            own = [m for m in self.collector.messages() if m.startswith(f"t{i} ")]
            self.assertEqual(own, [f"t{i} {n}" for n in range(500)])
        self.assertEqual(self.collector.complaints, [])

    def test_an_event_that_comes_late_keeps_its_own_time(self):
        handler = self.connect()
        self.log.info("now")
        record = self.log.makeRecord("bot", 20, "f", 1, "late", (), None)
        record.created = 1_700_000_000.25
        handler.handle(record)
        handler.flush()
        late = self.collector.events[1]
        self.assertGreater(late["timestamp"], self.collector.events[0]["timestamp"])
        self.assertEqual(late["logged_at"], "2023-11-14T22:13:20.250000Z")

    def test_the_connection_is_kept_and_a_stale_one_is_no_fault(self):
        handler = self.connect()
        ports = set()
        serve = self.collector._serve
        self.collector._serve = lambda request: (ports.add(request.client_address[1]), serve(request))
        for i in range(3):
            self.log.info("%d", i)
            handler.flush()
        self.assertEqual(len(ports), 1)
        handler._delivery._http._connection.sock.shutdown(socket.SHUT_RDWR)
        self.log.info("again")
        self.assertTrue(handler.flush())
        self.assertEqual((self.faults, len(self.collector.events)), ([], 4))

    def test_from_a_coroutine_and_from_a_queue_listener(self):
        handler = self.connect()

        async def main():
            await asyncio.gather(*(self.say(i) for i in range(50)))
            return await asyncio.get_running_loop().run_in_executor(None, handler.flush)

        self.assertTrue(asyncio.run(main()))
        records = queue.SimpleQueue()
        self.log.handlers = [logging.handlers.QueueHandler(records)]
        listener = logging.handlers.QueueListener(records, handler)
        listener.start()
        self.log.warning("through a queue %s", 1)
        listener.stop()
        self.assertTrue(handler.flush())
        self.assertEqual(self.collector.messages()[-1], "through a queue 1")
        self.assertEqual(len(self.collector.events), 51)

    async def say(self, i):
        await asyncio.sleep(0)
        self.log.info("task %d", i)

    @unittest.skipUnless(hasattr(signal, "setitimer"), "needs signals")
    def test_a_signal_handler_may_log_in_the_middle_of_a_call(self):
        handler = self.connect(max_buffer_bytes=10**8)
        signalled = []

        def on_alarm(*_):
            signalled.append(1)
            self.log.info("signal")

        before = signal.signal(signal.SIGALRM, on_alarm)
        signal.setitimer(signal.ITIMER_REAL, 0.001, 0.0005)
        try:
            written = 0
            while len(signalled) < 50:
                self.log.info("call")
                written += 1
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        self.assertTrue(handler.flush())
        self.assertEqual(len(self.collector.events), written + len(signalled))
        self.assertEqual(self.collector.complaints, [])


class Faults(DeliveryTest):
    CASES = (
        ("answers 500", [("answer", 500, {}, b"oops")], "UNREACHABLE"),
        ("answers 503 twice", [("answer", 503)] * 2, "UNREACHABLE"),
        ("answers 429 with Retry-After", [("answer", 429, {"Retry-After": "0"})], "UNREACHABLE"),
        ("answers 200 with a page of something else", [("answer", 200, {}, b"<html>")], "NOT_A_COLLECTOR"),
        ("answers 200 with other JSON", [("answer", 200, {}, b"[1]")], "NOT_A_COLLECTOR"),
        ("answers 404", [("answer", 404)], "NOT_A_COLLECTOR"),
        ("redirects", [("answer", 302, {"Location": "http://127.0.0.1:1/"})], "NOT_A_COLLECTOR"),
        ("hangs up before it took anything", [("hang_up", False)], "UNREACHABLE"),
        ("hangs up after it took everything", [("hang_up", True)], "UNREACHABLE"),
        ("hangs up within the answer", [("half_answer",)], "UNREACHABLE"),
        ("refuses the key for a while", [("answer", 401), ("answer", 403)], "KEY_REFUSED"),
        ("fails in turn", [("hang_up", True), ("answer", 500), ("half_answer",), ("answer", 200)], "UNREACHABLE"),
    )

    def test_each_event_is_there_once_in_the_end_and_the_program_hears_of_it_once(self):
        for name, plan, code in self.CASES:
            with self.subTest(name):
                self.setUp()
                self.collector.plan = list(plan)
                handler = self.connect()
                self.log.info("a")
                self.log.info("b")
                self.collector.asked(len(plan))
                self.log.info("c")
                self.assertTrue(handler.flush())
                self.assertEqual((self.collector.messages(), self.collector.complaints), (["a", "b", "c"], []))
                self.assertEqual(self.codes()[0], f"DAYBOOK_LOGGER_{code}")
                self.assertEqual(len(set(self.codes())), len(self.codes()), "each code once")
                self.assertEqual(self.collector.bodies[0], self.collector.bodies[len(plan)][: len(self.collector.bodies[0])])
                self.doCleanups()

    def test_no_answer_in_time_is_sent_again(self):
        release = threading.Event()
        self.addCleanup(release.set)
        self.collector.plan = [("hang", release)]
        handler = self.connect(request_timeout_s=0.2)
        self.log.info("a")
        self.assertTrue(handler.flush())
        self.assertEqual((self.collector.messages(), self.codes()), (["a"], ["DAYBOOK_LOGGER_UNREACHABLE"]))

    def test_a_collector_that_is_away_and_comes_back(self):
        port = self.collector.port
        self.collector.close()
        handler = self.connect()
        for i in range(100):
            self.log.info("%d", i)
        self.assertFalse(handler.flush(0.1))
        self.assertEqual(self.codes(), ["DAYBOOK_LOGGER_UNREACHABLE"])
        self.collector = FakeCollector(port=port)
        self.addCleanup(self.collector.close)
        self.assertTrue(handler.flush())
        self.assertEqual(self.collector.messages(), [str(i) for i in range(100)])

    def test_a_body_too_large_is_halved_and_a_single_event_too_large_given_up(self):
        self.collector.limit = 3
        handler = self.connect(linger_s=5)
        for i in range(20):
            self.log.info("%d", i)
        self.assertTrue(handler.flush())
        self.assertEqual(self.collector.messages(), [str(i) for i in range(20)])
        self.assertEqual((self.collector.complaints, self.faults), ([], []))
        self.collector.limit = 0
        self.log.info("too large")
        self.assertTrue(handler.flush())
        self.assertEqual((self.codes(), handler.stats()["rejected"]), (["DAYBOOK_LOGGER_REJECTED"], 1))

    def test_rejected_lines_do_not_harm_their_neighbours(self):
        self.collector.plan = [("reject", [2])]
        handler = self.connect(linger_s=5)
        for name in "abc":
            self.log.info(name)
        self.assertTrue(handler.flush())
        self.assertEqual((self.collector.messages(), handler.stats()["rejected"]), (["a", "c"], 1))
        self.assertIn("planned", self.faults[0][1])

    def test_a_batch_that_is_refused_is_said_and_not_sent_again(self):
        self.collector.plan = [("answer", 400, {}, b'{"code": "DAYBOOK_X", "detail": "no"}'), ("reject", [1])]
        handler = self.connect()
        self.log.info("a")
        self.assertTrue(handler.flush())
        self.log.info("b")
        self.assertTrue(handler.flush())
        self.log.info("c")
        self.assertTrue(handler.flush())
        self.assertEqual((self.collector.messages(), handler.stats()["rejected"]), (["c"], 2))
        self.assertEqual(self.codes(), ["DAYBOOK_LOGGER_REJECTED"])
        self.assertIn("DAYBOOK_X no", self.faults[0][1])

    def test_retry_after(self):
        wait = daybook_logging._retry_after_s
        self.assertEqual([wait(text) for text in (None, "", "x", "-1", "7", "99999")], [0, 0, 0, 0, 7, 300])
        self.assertEqual(wait("Wed, 21 Oct 2015 07:28:00 GMT"), 0)
        self.assertEqual(wait("Wed, 21 Oct 2099 07:28:00 GMT"), 300)
        self.collector.plan = [("answer", 503, {"Retry-After": "1"})]
        handler = self.connect()
        self.log.info("a")
        self.collector.asked(1)
        self.assertFalse(handler.flush(0.05), "not even a flush comes before that time")
        self.assertEqual(len(self.collector.bodies), 1)
        self.assertTrue(handler.flush())


class Memory(DeliveryTest):
    def test_beyond_the_memory_the_newest_are_dropped_counted_and_told(self):
        release = threading.Event()
        self.addCleanup(release.set)
        self.collector.plan = [("hang", release)]
        handler = self.connect(max_buffer_bytes=20_000)
        self.log.info("first")
        self.collector.asked(1)
        for i in range(500):
            self.log.info("%d", i)
        self.assertLess(handler.stats()["pending_bytes"], 20_000)
        trades = handler.stats()["dropped"]
        for i in range(10):
            event(self.log, "order_filled", f"trade {i}")
        self.assertEqual(handler.stats()["dropped"], trades, "there is still room for trades")
        release.set()
        self.assertTrue(handler.flush() and handler.flush())
        told = self.collector.events[-1]
        kept = self.collector.messages()[1:-1]
        self.assertEqual(kept, [str(i) for i in range(len(kept) - 10)] + [f"trade {i}" for i in range(10)])
        self.assertEqual((told["event_type"], told["level"]), ("logs_dropped", "WARNING"))
        self.assertEqual(told["data"]["count"], 500 - (len(kept) - 10))
        self.assertEqual((self.collector.complaints, self.codes()), ([], ["DAYBOOK_LOGGER_LOST"]))
        self.assertEqual(handler.stats()["pending_bytes"], 0)

    def test_with_block_the_call_waits_for_room(self):
        release = threading.Event()
        self.addCleanup(release.set)
        self.collector.plan = [("hang", release)]
        handler = self.connect(max_buffer_bytes=2_000, overflow="block", block_timeout_s=20)
        threading.Timer(0.1, release.set).start()
        for i in range(100):
            self.log.info("%d", i)
        self.assertTrue(handler.flush())
        self.assertEqual((self.collector.messages(), handler.stats()["dropped"]), ([str(i) for i in range(100)], 0))

    def test_with_block_too_the_wait_has_an_end(self):
        self.collector.close()
        handler = self.connect(max_buffer_bytes=1_000, overflow="block", block_timeout_s=0.02, exit_timeout_s=0.01)
        for i in range(8):
            self.log.info("%d", i)
        self.assertGreater(handler.stats()["dropped"], 0)


class Spool(DeliveryTest):
    def setUp(self):
        super().setUp()
        self.spool = self.folder()

    def files(self):
        return sorted(os.listdir(self.spool))

    def away(self):
        """A collector that takes nothing, until its plan is emptied."""
        self.collector.plan = [("answer", 503)] * 10_000

    def test_nothing_stays_when_everything_is_delivered(self):
        handler = self.connect(spool_dir=self.spool)
        for i in range(3_000):
            self.log.info("%d", i)
        self.assertTrue(handler.flush())
        self.assertEqual(len(self.collector.events), 3_000)
        handler.close()
        self.assertEqual(self.files(), [])

    def test_the_next_start_sends_what_the_last_could_not(self):
        self.away()
        first = self.connect(spool_dir=self.spool)
        for i in range(2_500):
            self.log.info("%d", i)
        self.assertFalse(first.flush(), "known to be away and safe on disk: no need to wait")
        first.close()
        self.assertNotIn("DAYBOOK_LOGGER_LOST", self.codes())
        self.assertGreater(len(self.files()), 1)
        for name in self.files():
            self.assertEqual(os.stat(os.path.join(self.spool, name)).st_mode & 0o077, 0)
        self.log.handlers = []
        self.collector.plan = []
        second = self.connect(spool_dir=self.spool)
        self.collector.taken(2_500)
        self.log.info("second")
        self.assertTrue(second.flush())
        self.assertEqual(self.collector.messages(), [str(i) for i in range(2_500)] + ["second"])
        self.assertEqual(len(self.collector.highest), 2)
        second.close()
        self.assertEqual((self.files(), self.collector.complaints), ([], []))

    def test_a_live_program_keeps_its_own_and_events_wait_on_disk_not_in_memory(self):
        self.away()
        first = self.connect(spool_dir=self.spool, max_buffer_bytes=100_000)
        for i in range(2_000):
            self.log.info("%d", i)
            if i % 100 == 99:
                first._delivery._seal(everything=True)
        self.assertEqual((first.stats()["pending"], first.stats()["dropped"], first.stats()["pending_bytes"]), (2_000, 0, 0))
        other = DaybookHandler(self.collector.url, "other", spool_dir=self.spool, on_error=self.hear)
        self.handlers.append(other)
        self.assertEqual(other._delivery._spool.adopt(), ([], 0))
        self.collector.plan = []
        self.assertTrue(first.flush())
        self.assertEqual(self.collector.messages(), [str(i) for i in range(2_000)])

    def test_a_torn_tail_and_damage_cost_what_they_hit(self):
        self.away()
        first = self.connect(spool_dir=self.spool)
        for i in range(5):
            self.log.info("%d", i)
            first._delivery._seal(everything=True)
        first.flush()
        first.close()
        self.log.handlers = []
        path = os.path.join(self.spool, next(name for name in self.files() if name.endswith(".spool")))
        data = bytearray(pathlib.Path(path).read_bytes())
        frames = [at for at in range(len(data)) if data.startswith(b"DBK1", at)]
        data[frames[1] + 40] ^= 1
        pathlib.Path(path).write_bytes(data[:-7])
        self.collector.plan = []
        self.connect(spool_dir=self.spool)
        self.collector.taken(3)
        self.assertEqual(self.collector.messages(), ["0", "2", "3"])
        self.assertIn("DAYBOOK_LOGGER_LOST", self.codes())
        self.assertEqual(len(self.collector.complaints), 1, "the collector sees the hole")

    def test_what_was_settled_is_not_sent_again(self):
        release = threading.Event()
        self.addCleanup(release.set)
        first = self.connect(spool_dir=self.spool)
        self.collector.plan = [("hang", release)]
        for i in range(3):
            self.log.info("%d", i)
            first._delivery._seal(everything=True)
        self.collector.plan += [("accept",)] + [("answer", 503)] * 10_000
        release.set()
        self.collector.taken(2)
        first.flush()
        first.close()
        self.log.handlers = []
        self.collector.plan = []
        requests = len(self.collector.bodies)
        second = self.connect(spool_dir=self.spool)
        self.collector.taken(3)
        self.assertTrue(second.flush())
        self.assertEqual([len(body.splitlines()) for body in self.collector.bodies[requests:]], [1])

    def test_a_spool_that_is_full_or_cannot_be_written(self):
        self.away()
        handler = self.connect(spool_dir=self.spool, spool_max_bytes=500, max_buffer_bytes=4_000)
        for i in range(100):
            self.log.info("%d", i)
            handler._delivery._seal(everything=True)
        self.assertGreater(handler.stats()["dropped"], 0)
        self.assertLessEqual(sum(os.stat(os.path.join(self.spool, name)).st_size for name in self.files()), 500)
        self.collector.plan = []
        self.assertTrue(handler.flush() and handler.flush())
        self.assertEqual(self.collector.complaints, [])
        self.log.handlers = []
        blocked = os.path.join(self.spool, "file")
        pathlib.Path(blocked).write_text("in the way")
        other = self.connect(spool_dir=os.path.join(blocked, "spool"))
        self.log.info("in memory")
        self.assertTrue(other.flush())
        self.assertEqual(self.collector.messages()[-1], "in memory")
        self.assertIn("DAYBOOK_LOGGER_FILE", self.codes())

    def test_a_write_that_fails_in_the_middle_leaves_whole_frames(self):
        handler = self.connect(spool_dir=self.spool, linger_s=60)
        self.away()
        self.log.info("a")
        handler._delivery._seal(everything=True)
        write = os.write

        def half(fd, data):
            if len(data) < 60:
                raise OSError(28, "No space left on device")
            return write(fd, data[: len(data) // 2])

        self.log.info("b")
        with mock.patch.object(daybook_logging.os, "write", half):
            handler._delivery._seal(everything=True)
        self.log.info("c")
        handler._delivery._seal(everything=True)
        self.collector.plan = []
        self.assertTrue(handler.flush())
        self.assertEqual((self.collector.messages(), self.collector.complaints), (["a", "b", "c"], []))
        self.assertIn("No space left", dict(self.faults)["DAYBOOK_LOGGER_FILE"])

    def test_segments_are_bounded_and_go_when_they_are_sent(self):
        self.away()
        with mock.patch.object(daybook_logging, "SEGMENT_BYTES", 20_000):
            handler = self.connect(spool_dir=self.spool)
            for _ in range(500):
                self.log.info("x" * 200)
                if len(handler._delivery._queue) > 20:
                    handler._delivery._seal(everything=True)
            handler._delivery._seal(everything=True)
            self.assertGreater(len(self.files()), 5)
            self.collector.plan = []
            self.assertTrue(handler.flush())
        self.assertEqual(len(self.collector.events), 500)
        self.assertLessEqual(len(self.files()), 2)

    @unittest.skipUnless(hasattr(os, "pread"), "an open file cannot be deleted there")
    def test_a_folder_that_is_deleted_meanwhile_costs_nothing_while_the_program_lives(self):
        self.away()
        handler = self.connect(spool_dir=self.spool)
        for i in range(3):
            self.log.info("%d", i)
            handler._delivery._seal(everything=True)
        for name in self.files():
            os.unlink(os.path.join(self.spool, name))
        os.rmdir(self.spool)
        self.addCleanup(os.makedirs, self.spool, exist_ok=True)
        self.collector.plan = []
        self.assertTrue(handler.flush())
        self.log.info("3")
        self.assertTrue(handler.flush())
        self.assertEqual((self.collector.messages(), self.collector.complaints), (["0", "1", "2", "3"], []))

    @unittest.skipIf(os.name == "nt", "no kill -9")
    def test_kill_9_loses_nothing_that_was_spooled(self):
        self.away()
        command = [sys.executable, "-c", KILLED_BOT, self.collector.url, self.spool]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        bot = subprocess.Popen(command, cwd=HERE, text=True, **pipes)
        self.assertEqual(bot.stdout.readline(), "spooled\n")
        bot.kill()
        bot.wait()
        bot.stdout.close()
        self.collector.plan = []
        handler = self.connect(spool_dir=self.spool)
        self.collector.taken(1_000)
        self.assertTrue(handler.flush())
        self.assertEqual((self.collector.messages(), self.collector.complaints), ([str(i) for i in range(1_000)], []))


KILLED_BOT = """
import logging, sys, time, daybook_logging
handler = daybook_logging.DaybookHandler(sys.argv[1], "test-key", spool_dir=sys.argv[2])
log = logging.getLogger(); log.addHandler(handler); log.setLevel(10)
for i in range(1000): log.info("%d", i)
handler.flush()
print("spooled", flush=True)
time.sleep(60)
"""


class Ends(DeliveryTest):
    def run_bot(self, body, *, url=None, expect=0):
        text = BOT_HEAD + body
        command = [sys.executable, "-c", text, url or self.collector.url]
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done

    def test_return_exit_and_uncaught_exceptions_deliver_the_last_events(self):
        for ending, code in (
            ("pass", 0),
            ("sys.exit(3)", 3),
            ("raise ValueError('x')", 1),
            ("atexit.register(log.info, 'c')", 0),
        ):
            with self.subTest(ending):
                self.collector.events.clear()
                self.run_bot(f"log.info('a')\nlog.info('b')\n{ending}", expect=code)
                self.assertEqual(self.collector.messages(), ["a", "b", "c"] if "atexit" in ending else ["a", "b"])

    def test_sigterm_as_an_exit(self):
        body = "signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))\nlog.info('a')\nos.kill(os.getpid(), signal.SIGTERM)\n"
        self.run_bot(body + "time.sleep(30)", expect=143)
        self.assertEqual(self.collector.messages(), ["a"])

    def test_the_end_waits_for_a_bounded_time_and_says_what_is_lost(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{taken.getsockname()[1]}"
            done = self.run_bot("handler._settings = handler._settings._replace(exit_timeout_s=0.2)\nlog.info('a')", url=url)
        self.assertIn("1 events were not delivered", done.stderr)
        self.assertIn("DAYBOOK_LOGGER_UNREACHABLE", done.stderr)
        # One that takes the connection and never answers.
        with socket.create_server(("127.0.0.1", 0)) as mute:
            url = f"http://127.0.0.1:{mute.getsockname()[1]}"
            done = self.run_bot("handler._settings = handler._settings._replace(exit_timeout_s=0.2)\nlog.info('a')", url=url)
        self.assertIn("1 events were not delivered", done.stderr)

    def test_a_handler_that_is_closed_opens_again(self):
        handler = self.connect()
        self.log.info("a")
        handler.close()
        handler.close()
        self.log.info("b")
        handler.flush()
        self.assertEqual(self.collector.messages(), ["a", "b"])
        self.assertEqual(len(self.collector.highest), 2)

    def test_threads_end_with_the_handler(self):
        handler = self.connect()
        self.log.info("a")
        handler.close()

        def own_threads():
            return [thread for thread in threading.enumerate() if thread.name.startswith("daybook-")]

        self.collector.wait("the threads have ended", lambda: not own_threads())

    def test_an_interpreter_that_starts_no_more_threads(self):
        handler = self.connect()
        start = threading.Thread.start

        def refuse(thread):
            if thread.name.startswith("daybook-"):
                raise RuntimeError("can't start new thread at interpreter shutdown")
            start(thread)

        with mock.patch.object(threading.Thread, "start", refuse):
            self.log.info("a")
            self.log.info("b")
            handler.close()
        self.assertEqual((self.collector.messages(), self.collector.complaints), (["a", "b"], []))


BOT_HEAD = """
import atexit, logging, os, signal, sys, time, daybook_logging
handler = daybook_logging.DaybookHandler(sys.argv[1], "test-key")
log = logging.getLogger(); log.addHandler(handler); log.setLevel(10)
"""


def work(number):
    """In a process of its own: the logger is the one that the fork brought along."""
    log = logging.getLogger("forked")
    for i in range(100):
        log.info("%d %d", number, i)
    return os.getpid()


@unittest.skipUnless(hasattr(os, "fork"), "needs fork")
class Forks(DeliveryTest):
    def setUp(self):
        super().setUp()
        self.log = logging.getLogger("forked")
        self.log.propagate = False
        self.log.setLevel(logging.INFO)
        self.addCleanup(self.log.handlers.clear)

    def test_processes_of_multiprocessing_have_a_producer_each_and_lose_nothing_at_their_end(self):
        handler = self.connect(spool_dir=self.folder())
        self.log.info("parent before")
        context = multiprocessing.get_context("fork")
        children = [context.Process(target=work, args=(i,)) for i in range(3)]
        for child in children:
            child.start()
        for child in children:
            child.join(30)
            self.assertEqual(child.exitcode, 0)
        self.log.info("parent after")
        self.assertTrue(handler.flush())
        self.assertEqual(self.collector.complaints, [])
        self.assertEqual(len(self.collector.highest), 4)
        self.assertEqual([m for m in self.collector.messages() if m.startswith("parent")], ["parent before", "parent after"])
        for number in range(3):
            own = [m for m in self.collector.messages() if m.startswith(f"{number} ")]
            self.assertEqual(own, [f"{number} {i}" for i in range(100)])
        pids = {event["pid"] for event in self.collector.events}
        self.assertEqual(pids, {os.getpid(), *(child.pid for child in children)})

    def test_a_fork_while_a_request_is_under_way(self):
        release = threading.Event()
        self.addCleanup(release.set)
        self.collector.plan = [("hang", release)]
        handler = self.connect()
        self.log.info("parent")
        self.collector.asked(1)
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                self.log.info("child")
                code = 0 if handler.flush(20) else 2
            finally:
                os._exit(code)
        self.assertEqual(os.waitpid(pid, 0)[1], 0)
        release.set()
        self.assertTrue(handler.flush())
        self.assertEqual(sorted(self.collector.messages()), ["child", "parent"])
        self.assertEqual(self.collector.complaints, [])


class Configuration(DeliveryTest):
    def test_dict_config_and_environment(self):
        environment = {
            "DAYBOOK_URL": self.collector.url + "/",
            "DAYBOOK_KEY": "test-key",
            "DAYBOOK_ENVIRONMENT": "paper",
            "DAYBOOK_LOG_LEVEL": "trade_executed",
        }
        root = logging.getLogger()
        self.addCleanup(setattr, root, "handlers", root.handlers[:])
        self.addCleanup(root.setLevel, root.level)
        with mock.patch.dict(os.environ, environment):
            logging.config.dictConfig(
                {
                    "version": 1,
                    "disable_existing_loggers": False,
                    "formatters": {"basic": {"format": "%(asctime)s - %(name)s - %(message)s"}},
                    "handlers": {
                        "daybook": {"class": "daybook_logging.DaybookHandler", "service": "freqtrade", "formatter": "basic"}
                    },
                    "root": {"handlers": ["daybook"], "level": "DEBUG"},
                }
            )
        handler = root.handlers[0]
        self.handlers.append(handler)
        logging.getLogger("freqtrade.worker").info("below")
        logging.getLogger("freqtrade.worker").warning("Outdated history for pair %s", "ETH/USDT")
        self.assertTrue(handler.flush())
        (got,) = self.collector.events
        self.assertEqual((got["service"], got["environment"], got["logger"]), ("freqtrade", "paper", "freqtrade.worker"))
        self.assertEqual(got["message"], "Outdated history for pair ETH/USDT")

    def test_wrong_settings_are_refused_with_the_right_ones(self):
        url = self.collector.url
        with mock.patch.dict(os.environ):
            os.environ.pop("DAYBOOK_URL", None)
            for options, expected in (
                ({}, "DAYBOOK_URL"),
                ({"url": "127.0.0.1:8002"}, "http://127.0.0.1:8002"),
                ({"url": "ftp://x"}, "such as"),
                ({"url": "http://user:pass@x"}, "key"),
                ({"url": "http://x:99999"}, "such as"),
                ({"url": url, "key": "a b"}, "characters"),
                ({"url": url, "level": "LOUD"}, "TRADE_EXECUTED"),
                ({"url": url, "overflow": "drop"}, "'drop_newest' or 'block'"),
                ({"url": url, "linger_s": 0}, "above 0"),
                ({"url": url, "max_buffer_bytes": "1 MB"}, "above 0"),
                ({"url": url, "redact_keys": "pin"}, "a list"),
            ):
                with self.subTest(options), self.assertRaises(ValueError) as raised:
                    DaybookHandler(**options)
                self.assertIn(expected, str(raised.exception))

    def test_the_address_may_have_a_path(self):
        paths = {"http://h": "/logs", "http://h/": "/logs", "https://h/a/": "/a/logs", "http://h/logs": "/logs"}
        for given, path in paths.items():
            self.assertEqual(DaybookHandler(given)._settings.path, path)

    def test_faults_go_to_stderr_once(self):
        body = "handler._settings = handler._settings._replace(exit_timeout_s=1)\nlog.info('a')"
        command = [sys.executable, "-c", BOT_HEAD + body, self.collector.url]
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.stderr, "")
        self.collector.key = "another"
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=60)
        lines = done.stderr.splitlines()
        self.assertEqual(len(lines), 2, lines)
        self.assertIn("set DAYBOOK_KEY", lines[0])
        self.assertIn("(DAYBOOK_LOGGER_LOST)", lines[1])

    def test_an_event_that_cannot_be_made_is_said_and_does_not_harm_the_program(self):
        handler = self.connect()
        with mock.patch.object(handler._encoder, "encode", side_effect=MemoryError()):
            self.log.info("a")
        self.log.info("b")
        handler.flush()
        self.assertEqual((self.collector.messages(), self.codes()), (["b"], ["DAYBOOK_LOGGER_SINK"]))


if __name__ == "__main__":
    unittest.main()
