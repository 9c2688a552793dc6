"""What becomes of a log record: fields, levels, values, exceptions, secrets."""

import ast
import asyncio
import collections
import dataclasses
import datetime
import decimal
import enum
import json
import logging
import logging.handlers
import pathlib
import queue
import random
import string
import sys
import threading
import unittest
import uuid

import daybook_logging
from daybook_logging import LEVELS, ContextFilter, DaybookHandler, add_level_names, daybook_context, event

NOWHERE = "http://127.0.0.1:9"


class Recorder(DaybookHandler):
    """Makes the lines and keeps them instead of sending."""

    def __init__(self, **options):
        self.faults = []
        super().__init__(NOWHERE, on_error=lambda code, text: self.faults.append((code, text)), **options)
        self.lines = []

    def emit(self, record):
        text, self.audited = self._encoder.encode(record)
        self.lines.append("{" + text + "}")

    @property
    def last(self):
        return json.loads(self.lines[-1])


class RecordTest(unittest.TestCase):
    def setUp(self):
        self.open()

    def open(self, **options):
        self.handler = Recorder(**options)
        self.log = logging.Logger("trading.signals")
        self.log.addHandler(self.handler)

    def logged(self, *args, level=logging.INFO, **kwargs):
        self.log.log(level, *args, **kwargs)
        return self.handler.last

    def value(self, value):
        """What an odd value becomes under a plain key."""
        return self.logged("m", extra={"v": value})["data"]["v"]


class Fields(RecordTest):
    def test_a_plain_call(self):
        self.assertEqual(
            self.logged("connected to %s in %d ms", "kraken", 12),
            {"level": "INFO", "logger": "trading.signals", "message": "connected to kraken in 12 ms"},
        )

    def test_known_fields_stand_at_the_top_and_others_in_data(self):
        got = self.logged("m", extra={"symbol": "BTCUSDT", "price": "42001.50", "spread_bps": 14, "order_id": None})
        self.assertEqual((got["symbol"], got["price"], got["data"]), ("BTCUSDT", "42001.50", {"spread_bps": 14}))
        self.assertNotIn("order_id", got)

    def test_fields_that_only_the_handler_may_set_are_data(self):
        got = self.logged("m", extra={"service": "x", "producer_seq": 1, "seq": 2, "id": 3, "level": "y", "host": "z"})
        self.assertEqual(got["data"], {"service": "x", "producer_seq": 1, "seq": 2, "id": 3, "level": "y", "host": "z"})
        self.assertEqual(got["level"], "INFO")

    def test_a_data_field_is_merged_and_keeps_odd_keys(self):
        got = self.logged("m", extra={"data": {1: "a", None: "b", "c": {"d": 1}}, "e": 2})
        self.assertEqual(got["data"], {"1": "a", "None": "b", "c": {"d": 1}, "e": 2})
        self.assertEqual(self.logged("m", extra={"data": "text"})["data"], {"data": "text"})

    def test_static_fields_context_extra_and_event_fields_in_this_order(self):
        self.open(fields={"exchange": "kraken", "a": 0, "b": 0, "c": 0, "d": 0})
        with daybook_context(a=1, b=1, c=1, request_id="r1"):
            with daybook_context(b=2):
                event(logging.LoggerAdapter(self.log, {"c": 3, "d": 3}), "rebalanced", d=4)
        got = self.handler.last
        self.assertEqual((got["exchange"], got["request_id"]), ("kraken", "r1"))
        self.assertEqual(got["data"], {"a": 1, "b": 2, "c": 3, "d": 4})
        self.assertNotIn("request_id", self.logged("after"))

    def test_context_belongs_to_the_task(self):
        async def cycle(name):
            with daybook_context(request_id=name):
                await asyncio.sleep(0)
                self.log.info(name)
                await asyncio.gather(asyncio.create_task(self.inner()))

        async def both():
            await asyncio.gather(cycle("one"), cycle("two"))

        asyncio.run(both())
        got = [(line["message"], line["request_id"]) for line in map(json.loads, self.handler.lines)]
        self.assertEqual(sorted(got), [("inner", "one"), ("inner", "two"), ("one", "one"), ("two", "two")])

    async def inner(self):
        self.log.info("inner")

    def test_the_context_filter_takes_the_context_to_another_thread(self):
        record = self.log.makeRecord("n", 20, "f", 1, "m", (), None, extra={"daybook_fields": {"a": 2}})
        with daybook_context(request_id="r1", a=1):
            self.assertTrue(ContextFilter().filter(record))
        thread = threading.Thread(target=self.handler.emit, args=(record,))
        thread.start()
        thread.join()
        self.assertEqual((self.handler.last["request_id"], self.handler.last["data"]), ("r1", {"a": 2}))

    def test_the_caller_on_request(self):
        self.open(caller=True)
        event(self.log, "heartbeat", level="INFO")
        line = test_line() - 1
        self.assertEqual((self.handler.last["file"], self.handler.last["line"]), (__file__, line))

    def test_arguments_that_do_not_fit_keep_the_event(self):
        got = self.logged("%d events of %s", "x")
        self.assertEqual((got["message"], got["data"]["args"]), ("%d events of %s", ["x"]))
        self.assertIn("arguments do not fit", got["data"]["invalid"][0])

    def test_a_message_of_any_kind(self):
        self.assertEqual(self.logged({"a": 1})["message"], "{'a': 1}")
        self.assertEqual(self.logged(None)["message"], "None")
        self.assertEqual(self.logged(Hostile())["message"], "[unreadable Hostile: RuntimeError]")
        self.assertEqual(self.logged("\ud800 \x00 \u2028 ü €")["message"], "\ud800 \x00 \u2028 ü €")
        self.assertTrue(self.handler.lines[-1].isascii())


def test_line():
    return sys._getframe(1).f_lineno


class Levels(RecordTest):
    def test_every_level_of_daybook(self):
        for name, number in LEVELS.items():
            self.assertEqual(self.logged("m", level=number)["level"], name)
            self.assertNotIn("data", self.handler.last)

    def test_other_levels_go_down_to_a_usual_one_and_keep_their_name(self):
        logging.addLevelName(5, "TRACE")
        logging.addLevelName(21, "NOTICE")
        self.addCleanup(logging._levelToName.pop, 5)
        self.addCleanup(logging._levelToName.pop, 21)
        for number, level, name in ((5, "DEBUG", "TRACE"), (21, "INFO", "NOTICE"), (60, "CRITICAL", "Level 60")):
            got = self.logged("m", level=number)
            self.assertEqual((got["level"], got["data"]["level_name"]), (level, name))

    def test_somebody_elses_25_is_no_trade(self):
        logging.addLevelName(25, "SUCCESS")
        self.addCleanup(logging._levelToName.pop, 25)
        got = self.logged("m", level=25)
        self.assertEqual((got["level"], got["data"]), ("INFO", {"level_name": "SUCCESS"}))

    def test_trading_levels_can_be_named(self):
        add_level_names()
        self.addCleanup(lambda: [logging._levelToName.pop(n) for n in (22, 23, 25, 35)])
        self.assertEqual(logging.getLevelName(25), "TRADE_EXECUTED")
        self.assertEqual(self.logged("m", level=25)["level"], "TRADE_EXECUTED")

    def test_event_types_have_their_level_and_an_id(self):
        for event_type, level in (("order_filled", 25), ("risk_limit_hit", 35), ("own_type", 20), ("safety_violation", 50)):
            answered = event(self.log, event_type, symbol="X", name="free", args="too", message_id=1)
            got = self.handler.last
            self.assertEqual(LEVELS[got["level"]], level)
            self.assertEqual((got["event_type"], got["message"], got["id"]), (event_type, event_type, answered))
            self.assertEqual(got["data"], {"name": "free", "args": "too", "message_id": 1})
            self.assertEqual(uuid.UUID(answered).version, 7)
        event(self.log, "order_filled", "bought", level="WARNING")
        self.assertEqual((self.handler.last["level"], self.handler.last["message"]), ("WARNING", "bought"))

    def test_trades_and_typed_events_are_given_up_last(self):
        for call, audited in (
            (lambda: self.log.error("m"), False),
            (lambda: self.log.log(25, "m"), True),
            (lambda: event(self.log, "order_placed"), True),
        ):
            call()
            self.assertEqual(self.handler.audited, audited)


class Side(enum.Enum):
    BUY = "buy"


class Code(enum.IntEnum):
    A = 7


class Hostile:
    def __str__(self):
        raise RuntimeError("no")

    __repr__ = __str__


@dataclasses.dataclass
class Order:
    order_id: str
    amount: decimal.Decimal
    secret: str


Point = collections.namedtuple("Point", "x y")


class Values(RecordTest):
    def test_decimals_keep_their_digits(self):
        for text in ("0.10", "1E-7", "123456789012345678901234567890.123456789", "-0", "0E+3"):
            self.assertEqual(self.logged("m", extra={"price": decimal.Decimal(text)})["price"], text)
        self.assertEqual(self.value(2**255), str(2**255))
        self.assertEqual(self.value(-(2**53)), str(-(2**53)))
        self.logged("m", extra={"price": 0.1, "quantity": 1e-7})
        self.assertIn('"price":0.1,"quantity":1e-07', self.handler.lines[-1])

    def test_what_is_no_number_becomes_null_with_a_note(self):
        for odd in (float("nan"), float("inf"), -float("inf"), decimal.Decimal("NaN"), decimal.Decimal("Infinity")):
            got = self.logged("m", extra={"price": odd, "x": [odd]})
            self.assertIsNone(got["price"])
            self.assertEqual(got["data"]["x"], [None])
            self.assertEqual(len(got["data"]["invalid"]), 2)
            self.assertIn("price: ", got["data"]["invalid"][0])

    def test_values_of_the_standard_library(self):
        when = datetime.datetime(2024, 1, 15, 10, 30, 45, 123456, tzinfo=datetime.timezone.utc)
        for value, expected in (
            (when, "2024-01-15T10:30:45.123456+00:00"),
            (when.date(), "2024-01-15"),
            (datetime.timedelta(seconds=90), "0:01:30"),
            (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
            (Side.BUY, "buy"),
            (Code.A, 7),
            (b"\x00\xff", "<2 bytes 00ff>"),
            ({3, 1, 2}, [1, 2, 3]),
            (frozenset({"a"}), ["a"]),
            ((1, "a"), [1, "a"]),
            (collections.deque([1]), [1]),
            (Point(1, 2), {"x": 1, "y": 2}),
            (pathlib.PurePosixPath("a/b"), "a/b"),
            (
                Order("o1", decimal.Decimal("0.10"), "s3cret"),
                {"order_id": "o1", "amount": "0.10", "secret": "[REDACTED:secret]"},
            ),
            (ValueError("bad"), "ValueError: bad"),
            (Order, "Order"),
            (True, True),
            (None, None),
            ({Side.BUY: {2.5: None}}, {"buy": {"2.5": None}}),
            (Hostile(), "[unreadable Hostile: RuntimeError]"),
        ):
            self.assertEqual(self.value(value), expected)

    def test_numpy_without_importing_it(self):
        class Scalar:
            """As numpy's: no number to Python, but it can be made one."""

            def __init__(self, plain):
                self.plain = plain
                self.size = 1

            def tolist(self):
                return self.plain

        class Endless(Scalar):
            def tolist(self):
                return self

            def __str__(self):
                return "0.25"

        self.assertEqual(self.value(Scalar(3)), 3)
        self.assertEqual(self.value(Scalar([0.5, True])), [0.5, True])
        self.assertIsNone(self.value(Scalar(float("nan"))))
        self.assertEqual(self.value(Endless(0)), "0.25")

    def test_limits(self):
        self.assertEqual(self.value("x" * 20_000)[-28:], "xxxx… [cut, 20000 characters]"[-28:])
        nested = []
        nested.append(nested)
        self.assertEqual(self.value(nested), ["[circular]"])
        deep = value = []
        for _ in range(500):
            value.append([])
            value = value[0]
        self.assertIn("[too deep]", json.dumps(self.value(deep)))
        wide = self.value({str(i): i for i in range(5_000)})
        self.assertLess(len(wide), 1_000)
        self.assertIn("more", wide["…"])
        self.assertIn("more", self.value(list(range(5_000)))[-1])
        self.assertEqual(self.value(1 << 100_000), "<integer of 100001 bits>")
        self.assertLess(len(next(iter(self.value({"k" * 9_000: 1})))), 300)

    def test_a_line_is_never_longer_than_the_collector_takes(self):
        self.logged("m" * 99_999, extra={f"k{i}" * 100: "€" * 20_000 for i in range(300)})
        self.assertLessEqual(len(self.handler.lines[-1]), daybook_logging.MAX_LINE_BYTES + 2)
        self.assertEqual(self.handler.last["message"][:64], "m" * 64)

    def test_whatever_is_given_the_line_is_json_and_nothing_is_raised(self):
        choose = random.Random(20261121)
        leaves = [0, -1, 1.5, float("nan"), "x", "\ud800", None, True, b"b", Hostile(), Side.BUY, object()]
        leaves += [decimal.Decimal("sNaN"), datetime.timedelta(1), range(3), Exception, {}.keys(), lambda: 0]

        def make(depth):
            kind = choose.randrange(5) if depth < 6 else 0
            if kind < 2:
                return choose.choice(leaves)
            items = [make(depth + 1) for _ in range(choose.randrange(4))]
            if kind == 2:
                return items
            return {choose.choice(["a", 1, None, Side.BUY, "password", "order_id", "\udfff"]): item for item in items}

        for _ in range(500):
            keys = ["".join(choose.choices(string.printable, k=3)), "price", "data", "invalid"]
            got = self.logged("m %s", make(5), extra={key: make(0) for key in keys})
            self.assertEqual(got["level"], "INFO")


class Exceptions(RecordTest):
    def test_exception_with_its_causes(self):
        try:
            try:
                raise KeyError("balance")
            except KeyError as cause:
                raise ConnectionError("the exchange answered 502") from cause
        except ConnectionError:
            self.log.exception("no balance")
        got = self.handler.last
        self.assertEqual((got["level"], got["message"]), ("ERROR", "no balance"))
        self.assertEqual((got["exception_type"], got["exception_message"]), ("ConnectionError", "the exchange answered 502"))
        trace = got["stack_trace"]
        self.assertEqual(trace[-1], "ConnectionError: the exchange answered 502")
        self.assertIn("KeyError: 'balance'", trace)
        self.assertIn("The above exception was the direct cause of the following exception:", trace)

    def test_an_exception_as_the_message(self):
        got = self.logged(ValueError("bad amount"))
        self.assertEqual((got["message"], got["exception_type"]), ("bad amount", "ValueError"))

    def test_exc_info_without_an_exception_and_stack_info(self):
        self.assertNotIn("exception_type", self.logged("m", exc_info=True))
        self.assertIn("in test_exc_info_without", "".join(self.logged("m", stack_info=True)["stack_trace"]))

    def test_an_exception_that_cannot_be_read(self):
        class Bad(Exception):
            def __str__(self):
                raise RuntimeError("no")

        got = self.logged("m", exc_info=Bad())
        self.assertEqual((got["exception_type"], got["exception_message"]), ("Bad", "[unreadable Bad: RuntimeError]"))

    def test_a_deep_recursion_is_short(self):
        def down(n):
            return down(n - 1) + up(n - 1)

        def up(n):
            return down(n)

        try:
            down(10_000)
        except RecursionError:
            self.log.exception("m")
        self.assertLessEqual(len(self.handler.last["stack_trace"]), daybook_logging.MAX_STACK_LINES + 1)

    def test_a_trace_that_a_queue_handler_has_glued_to_the_message(self):
        records = queue.SimpleQueue()
        self.log.handlers = [logging.handlers.QueueHandler(records)]
        try:
            raise ValueError("bad %s" % "amount")
        except ValueError:
            self.log.exception("order %s failed", "o1")
        self.handler.handle(records.get())
        got = self.handler.last
        self.assertEqual((got["message"], got["exception_type"]), ("order o1 failed", "ValueError"))
        self.assertEqual(got["exception_message"], "bad amount")
        self.assertEqual(got["stack_trace"][0], "Traceback (most recent call last):")


class Redaction(RecordTest):
    def test_by_key_at_any_depth(self):
        value = "zx81-planted"
        for depth in range(1, 9):
            item = {"db_password": value, "apiKey": value, "Authorization": f"Bearer {value}", "seed-phrase": [value]}
            for _ in range(depth):
                item = choose_nesting(item, depth)
            self.logged("m", extra={"v": item, "secret": value, "data": {"private_key": {"a": value}}})
            self.assertNotIn(value, self.handler.lines[-1])
            self.assertIn("[REDACTED:password]", self.handler.lines[-1])

    def test_assignments_in_texts(self):
        for text, expected in (
            ("login password=hunter2-x, user=joe", "login password=[REDACTED:password], user=joe"),
            ('{"api_key": "abc def", "n": 1}', '{"api_key": "[REDACTED:api_key]", "n": 1}'),
            ("{'secret': 'a\\'b'} ok", "{'secret': '[REDACTED:secret]'} ok"),
            ("Authorization: Bearer abcdef", "Authorization: Bearer [REDACTED:authorization]"),
            (
                "GET /x?symbol=A&signature=0af3&apiKey=b",
                "GET /x?symbol=A&signature=[REDACTED:signature]&apiKey=[REDACTED:api_key]",
            ),
            ("postgres://joe:pa55@db/x", "postgres://joe:[REDACTED:url_password]@db/x"),
            ("token eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.abc end", "token [REDACTED:jwt] end"),
            ("sent bearer abcdefghijklmnop1 on", "sent bearer [REDACTED:authorization] on"),
            ("-----BEGIN RSA PRIVATE KEY-----\nabc", "[REDACTED:private_key]"),
            ("mnemonic: zoo zoo wrong done", "mnemonic: [REDACTED:seed_phrase]"),
            ("Cookie: a=b; c=d", "Cookie: [REDACTED:cookie]"),
        ):
            self.assertEqual(self.logged(text)["message"], expected)
            self.assertEqual(self.logged(expected)["message"], expected, "a second time nothing changes")
            self.assertEqual(self.value([text]), [expected])

    def test_what_is_no_secret_stays(self):
        for text in (
            "token=ETH token: wBTC",
            "password: None, secret=null",
            "https://example.org/a:b at 10:30:45",
            "order_id=4111111111111111 price=1.5",
            "api_key=${KEY} password=***",
            "max_tokens=500 base_token=USDC",
            "arn:aws:secretsmanager:eu-north-1:1234:secret:name",
        ):
            self.assertEqual(self.logged(text)["message"], text)
        got = self.logged("m", extra={"order_id": "password=x12345678", "token": "ETH", "password": None, "secret": False})
        self.assertEqual(got["order_id"], "password=x12345678")
        self.assertEqual(got["data"], {"token": "ETH", "password": None, "secret": False})

    def test_exceptions_and_own_keys(self):
        self.open(redact_keys=["account_pin"])
        try:
            raise ValueError("password=hunter2-planted")
        except ValueError:
            self.log.exception("m", extra={"accountPin": "4711-planted"})
        self.assertNotIn("planted", self.handler.lines[-1])
        self.assertEqual(self.handler.last["data"], {"accountPin": "[REDACTED:custom]"})

    def test_it_can_be_left_to_the_collector(self):
        self.open(redact=False)
        self.assertEqual(self.logged("password=hunter2", extra={"secret": "s"})["data"], {"secret": "s"})

    def test_hostile_texts_take_time_in_proportion(self):
        # A pattern that looks back and forth would need hours for these.
        redactor = daybook_logging._Redactor(())
        for piece in ("password=", "a", "a.", "eyJ", "Bearer ", "://a:", "-----BEGIN PRIVATE KEY-----", '"', "\\'", "x=?&sig"):
            self.assertIsInstance(redactor.text(piece * (300_000 // len(piece))), str)


def choose_nesting(item, depth):
    return ([item], {"k": item}, (item,), {"order": item})[depth % 4]


class Source(unittest.TestCase):
    def test_it_is_python_3_9_without_packages(self):
        text = pathlib.Path(daybook_logging.__file__).read_text(encoding="utf-8")
        tree = ast.parse(text, feature_version=(3, 9))
        first = tree.body[1]
        self.assertEqual((first.module, first.names[0].name), ("__future__", "annotations"), "types are never evaluated")
        imported = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module.split(".")[0])
        known = getattr(sys, "stdlib_module_names", imported | {"msvcrt"})
        self.assertEqual(imported - set(known), set())

    def test_what_it_gives_out(self):
        expected = ["LEVELS", "ContextFilter", "DaybookHandler", "add_level_names", "daybook_context", "event"]
        self.assertEqual(daybook_logging.__all__, expected)

    def test_everything_public_says_what_it_is(self):
        for name in daybook_logging.__all__:
            self.assertTrue(getattr(daybook_logging, name).__doc__, name)


if __name__ == "__main__":
    unittest.main()
