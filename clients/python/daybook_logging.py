"""Sends what a Python program logs to Daybook: one file, nothing but the standard library, Python 3.9 and later.

    import logging
    from daybook_logging import DaybookHandler, event

    logging.basicConfig(level=logging.INFO, handlers=[logging.StreamHandler(), DaybookHandler(service="my-bot")])
    log = logging.getLogger(__name__)
    log.info("connected", extra={"exchange": "kraken"})
    event(log, "order_filled", "bought", symbol="BTCUSDT", side="buy", quantity=Decimal("0.015"), price="42001.48")

The address and the key come from DAYBOOK_URL and DAYBOOK_KEY, or from the arguments `url` and `key`.

A logging call makes one line of text, puts it into a queue and returns: it does not wait for disk or network and does not
raise. A thread makes batches of the lines and numbers them, another sends them, one request at a time and each until the
collector has said that it is on disk. Every event travels with `producer` and `producer_seq`, by which the collector knows
what it has already, so that a batch can be sent again after any failure and is still there exactly once. With `spool_dir`
each batch is also written to a file before it is sent, and the next start of the program sends what this one could not.

What is guaranteed at each kind of death, and every option: docs/guide/python-bot.md. The file can be copied into a program;
it is also fit for `logging.config.dictConfig` (`"class": "daybook_logging.DaybookHandler"`).
"""

from __future__ import annotations

import contextlib
import contextvars
import dataclasses
import datetime
import decimal
import email.utils
import enum
import gzip
import http.client
import itertools
import json
import logging
import math
import os
import queue
import random
import re
import socket
import struct
import sys
import threading
import time
import traceback
import urllib.parse
import weakref
import zlib
from collections import deque
from collections.abc import Mapping, Set
from json.encoder import encode_basestring_ascii as _quote
from typing import Any, Callable, Deque, Dict, Iterator, List, NamedTuple, Optional, Tuple, Union

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
    import msvcrt

__all__ = ["LEVELS", "ContextFilter", "DaybookHandler", "add_level_names", "daybook_context", "event"]

LEVELS: Mapping[str, int] = {
    "DEBUG": 10,
    "INFO": 20,
    "SIGNAL_RECEIVED": 22,
    "AI_DECISION": 23,
    "TRADE_EXECUTED": 25,
    "WARNING": 30,
    "RISK_ALERT": 35,
    "ERROR": 40,
    "CRITICAL": 50,
}
"""Daybook's levels; the numbers of the usual five are those of `logging`."""

_TRADING_LEVELS = ("SIGNAL_RECEIVED", "AI_DECISION", "TRADE_EXECUTED", "RISK_ALERT")

_EVENT_LEVELS: Mapping[str, str] = {
    event_type: level
    for level, event_types in {
        "DEBUG": "symbol_scan heartbeat api_call http_request operation_completed",
        "SIGNAL_RECEIVED": "signal_generated strategy_signal entry_signal exit_signal signal_received",
        "AI_DECISION": "ai_decision",
        "TRADE_EXECUTED": "trade_entry trade_exit trade_partial_exit trade_executed order_filled "
        "order_partially_filled position_closed",
        "WARNING": "stop_loss_hit order_rejected state_divergence portfolio_heat_warning rate_limit access_denied "
        "gap_detected logs_dropped logs_collapsed alert_fired",
        "RISK_ALERT": "risk_limit_hit daily_loss_limit risk_alert",
        "ERROR": "transaction_failed system_error api_error operation_failed",
        "CRITICAL": "safety_violation",
    }.items()
    for event_type in event_types.split()
}
"""Levels of the event types that are not INFO; the same table as in the collector's vocabulary."""

# One event. What exceeds a limit is cut, and the record says so.

MAX_TEXT_LENGTH = 16_384
"""One string, in characters: a long request body still fits, a dumped file does not."""
MAX_LINE_BYTES = 250_000
"""One event; the collector refuses lines above 256 KiB."""
MAX_FIELDS = 900
"""Keys and elements of one event over all levels; the collector refuses more than 1,000."""
MAX_DEPTH = 16
"""Nesting of a value."""
MAX_KEY_LENGTH = 256
"""One key, in characters."""
MAX_STACK_LINES = 200
"""Lines of a stack trace, causes included; the middle is left out of a longer one."""
MAX_NOTES = 20
"""Notes in `data.invalid`."""
MAX_REMEMBERED_NAMES = 2_000
"""Distinct keys, loggers and levels whose form is remembered; beyond it they still work, only slower."""
SHOWN_BYTES = 32
"""Bytes of a `bytes` value that are shown."""
EXACT_INTEGER = 2**53
"""Integers from here on travel as text: not every reader of JSON keeps their digits."""
_LIMITS = ((MAX_TEXT_LENGTH, MAX_FIELDS), (512, 100), (64, 40))
"""Length of a text and number of fields: the first that makes the line short enough is taken."""

# The way to the collector.

BATCH_EVENTS = 1_000
"""Events in one request."""
LATE_MICROS = 100_000
"""An event that comes so much later than its neighbours keeps its own time in `data.logged_at`."""
BATCH_BYTES = 1024 * 1024
"""Bytes in one request, before compression."""
ENTRY_OVERHEAD_BYTES = 200
"""What a waiting event takes in memory besides its text."""
GZIP_MIN_BYTES = 4 * 1024
"""Bodies below this are not worth compressing."""
RETRY_MIN_S, RETRY_MAX_S = 0.2, 30.0
"""First and longest wait between two attempts."""
RETRY_AFTER_MAX_S = 300.0
"""Longest Retry-After that is honoured."""
FLUSH_RETRY_S = 0.25
"""Longest wait between two attempts while somebody waits in `flush`."""
MAX_REPLY_BYTES = 1024 * 1024
"""An answer of the collector; more than this is not one."""
REPEAT_FAULT_S = 60.0
"""The same fault is said again only after this."""
SEGMENT_BYTES = 8 * 1024 * 1024
"""One file of the spool; it is deleted when the collector has all of it."""
ADOPT_INTERVAL_S = 30.0
"""How often an idle handler looks whether a program that died has left a spool."""

_standard = logging.makeLogRecord({}).__dict__
_STANDARD_ATTRIBUTES = frozenset(_standard) | {"message", "asctime", "taskName", "daybook_fields", "daybook_id"}
"""Attributes of every log record; all others came by `extra`."""

_TOP_FIELDS = frozenset(
    "event_type session_id request_id user_id trace_id span_id symbol strategy order_id trade_id side quantity price "
    "pnl fees currency exchange status ip_address user_agent".split()
)
"""Fields of `extra` that stand at the top of the event; all others go into `data`."""


def add_level_names() -> None:
    """Makes Daybook's trading levels known to `logging`, so that `level="TRADE_EXECUTED"` and
    `log.log(LEVELS["TRADE_EXECUTED"], …)` carry their names in every handler."""
    for name in _TRADING_LEVELS:
        logging.addLevelName(LEVELS[name], name)


_context: contextvars.ContextVar[Mapping[str, Any]] = contextvars.ContextVar("daybook_context", default={})


@contextlib.contextmanager
def daybook_context(**fields: Any) -> Iterator[None]:
    """Adds fields to every event of the block, also over `await` and in tasks that are started in it. A field of the
    event itself wins; of two blocks the inner one wins. Other threads do not inherit it."""
    token = _context.set({**_context.get(), **fields})
    try:
        yield
    finally:
        _context.reset(token)


class ContextFilter(logging.Filter):
    """Puts the fields of `daybook_context` on the record. For a `QueueHandler`, which hands the record to another thread."""

    def filter(self, record: logging.LogRecord) -> bool:
        fields = _context.get()
        if fields:
            record.__dict__["daybook_fields"] = {**fields, **record.__dict__.get("daybook_fields", {})}
        return True


def event(
    logger: Union[logging.Logger, "logging.LoggerAdapter[Any]"],
    event_type: str,
    message: Optional[str] = None,
    *,
    level: Union[int, str, None] = None,
    exc_info: Any = None,
    **fields: Any,
) -> str:
    """Logs an event of a type and answers its id (a UUIDv7). Without `level` the type decides: `order_filled` is
    TRADE_EXECUTED, `risk_limit_hit` RISK_ALERT, an own type INFO. Fields may have any name, unlike in `extra`."""
    merged: Dict[str, Any] = {}
    while isinstance(logger, logging.LoggerAdapter):
        merged = {**(logger.extra or {}), **merged}
        logger = logger.logger
    number = LEVELS.get(level, logging.INFO) if isinstance(level, str) else level
    if number is None:
        number = LEVELS[_EVENT_LEVELS.get(event_type, "INFO")]
    merged.update(fields, event_type=event_type)
    own_id = _uuid7()
    text = event_type if message is None else message
    extra = {"daybook_fields": merged, "daybook_id": own_id}
    logger.log(number, text, exc_info=exc_info, extra=extra, stacklevel=2)
    return own_id


_random = random.Random()
"""Own generator: the program may have seeded the shared one."""


def _uuid7() -> str:
    """RFC 9562 §5.7: milliseconds since 1970, then random bits."""
    bits = (time.time_ns() // 1_000_000) << 80 | _random.getrandbits(80)
    bits = bits & ~(0xF << 76) & ~(0b11 << 62) | 7 << 76 | 0b10 << 62
    text = f"{bits:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


# Redaction, the part of it that must not leave the process: by key, and assignments in texts. The collector does the same
# again with more rules (see docs/guide/python-bot.md).

_SECRET_NAMES: Mapping[str, str] = {
    name: rule
    for rule, names in {
        "password": "password passwd pwd passphrase passcode accesspassphrase",
        "secret": "secret secretkey clientsecret apisecret secretaccesskey sharedsecret signingsecret webhooksecret otp totp",
        "token": "token accesstoken refreshtoken authtoken idtoken bearertoken sessiontoken securitytoken csrftoken xsrftoken "
        "apitoken oauthtoken bottoken telegramtoken telegrambottoken discordtoken slacktoken githubtoken jwt",
        "api_key": "apikey xapikey xmbxapikey accesskey okaccesskey apikeysecret",
        "authorization": "authorization proxyauthorization",
        "cookie": "cookie cookies setcookie",
        "private_key": "privatekey privkey signingkey encryptionkey masterkey sshkey xprv",
        "seed_phrase": "mnemonic mnemonicphrase seedphrase seedwords recoveryphrase",
        "signature": "accesssign okaccesssign apisign kcapisign xsignature",
        "listen_key": "listenkey",
        "card": "cardnumber creditcard creditcardnumber debitcardnumber ccnumber cvv cvv2 cvc",
        "ssn": "ssn socialsecuritynumber",
    }.items()
    for name in names.split()
}
_SECRET_ENDS = (
    ("password", "password"),
    ("passwd", "password"),
    ("passphrase", "password"),
    ("secret", "secret"),
    ("secretkey", "secret"),
    ("apikey", "api_key"),
    ("privatekey", "private_key"),
    ("mnemonic", "seed_phrase"),
    ("seedphrase", "seed_phrase"),
    ("accesstoken", "token"),
    ("refreshtoken", "token"),
    ("authtoken", "token"),
    ("bottoken", "token"),
    ("sessiontoken", "token"),
    ("apitoken", "token"),
    ("listenkey", "listen_key"),
)
"""Ends that are secret whatever stands in front (`db_password`); not a bare `token`: `base_token` is a coin."""
_EXEMPT_WORDS = frozenset(
    "id ids uuid guid hash hashes symbol symbols number numbers address addresses seq nonce checksum sha1 sha256 md5 isin "
    "cusip orderid tradeid clordid execid requestid userid sessionid traceid spanid txid txhash blockhash".split()
)
_URL_SECRETS = {"signature": "signature", "sig": "signature", "sign": "signature", "hmac": "signature", "key": "api_key"}

_ASSIGNED_NAME = re.compile(r"""(?<![A-Za-z0-9_.-])([A-Za-z0-9_.-]{3,64})["'`\\ ]{0,3}[=:](?!//)""")
_SECRET_START = re.compile(r"""[ \t]{0,4}(\\?["'`])?""")
_SCHEME = re.compile(r"(?:bearer|basic|digest|token|apikey) +", re.IGNORECASE)
_SECRET_TEXT = re.compile(r"""[^\s\x00-\x1f,;&"'`()\[\]{}<>|\\]+""")
_SECRET_WORDS = re.compile(r"[a-z]{2,12}(?:[ ,]{1,2}[a-z]{2,12}){2,23}")
_SECRET_COOKIES = re.compile(r"""[^\s;"'\\]+(?:; ?[^\s;"'\\]+)*""")
_HARMLESS = re.compile(
    r"(?:|null|none|nil|undefined|true|false|n/a|\*+|x{3,}|<[^>]*|%\w|\$|\{[^}]*|\.{3}|\[(?:REDACTED|HASHED).*)", re.IGNORECASE
)
_COIN = re.compile(r"\$?(?=[A-Z0-9]*[A-Z])[A-Z0-9]{2,11}|[a-z]{1,3}[A-Z]{2,8}|[A-Z]{2,8}\.[a-z]|0x[0-9a-fA-F]{40}")
_JWT = re.compile(r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?")
_BEARER = re.compile(r"(?<![A-Za-z0-9])(bearer {1,4})(?=[A-Za-z._~+/=-]{0,999}[0-9])[A-Za-z0-9._~+/=-]{16,}", re.IGNORECASE)
_URL_PASSWORD = re.compile(r"""(://[^\s:@/?#"'<>]{0,128}:)([^\s@/?#"'<>]{1,256})(?=@)""")
_KEY_BLOCK = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_KEY_BLOCK_END = re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")


class _Redactor:
    """Knows which keys are secret and blanks credentials in texts. Every pattern is linear in the length of the text."""

    def __init__(self, more_keys: Tuple[str, ...]) -> None:
        self._more = frozenset(map(_squash, more_keys))
        self._known: Dict[str, Optional[str]] = {}

    def rule_of(self, key: str) -> Optional[str]:
        """Name of the rule by which the key's value is secret; "" when it is not; None when it is never looked into."""
        try:
            return self._known[key]
        except KeyError:
            if len(self._known) >= MAX_REMEMBERED_NAMES:
                self._known.clear()
            rule = self._known[key] = self._classify(key)
            return rule

    def _classify(self, key: str) -> Optional[str]:
        name = _squash(key)
        if name in self._more:
            return "custom"
        if name in _SECRET_NAMES:
            return _SECRET_NAMES[name]
        for end, rule in _SECRET_ENDS:
            if name.endswith(end):
                return rule
        words = re.split("[^a-z0-9]+", re.sub("([a-z0-9])([A-Z])", r"\1_\2", key).lower())
        return None if words[-1] in _EXEMPT_WORDS else ""

    def text(self, text: str) -> str:
        """The text without credentials."""
        if "=" in text or ":" in text:
            text = self._assignments(text)
            if "://" in text and "@" in text:
                text = _URL_PASSWORD.sub(_blank_url_password, text)
        if "eyJ" in text:
            text = _JWT.sub("[REDACTED:jwt]", text)
        if "earer " in text or "EARER " in text:
            text = _BEARER.sub(r"\1[REDACTED:authorization]", text)
        return _without_key_blocks(text) if "-----BEGIN " in text else text

    def _assignments(self, text: str) -> str:
        out: List[str] = []
        copied = position = 0
        while True:
            found = _ASSIGNED_NAME.search(text, position)
            if found is None:
                break
            position = found.end()
            before = text[found.start() - 1] if found.start() > 0 else ""
            if before == ":":  # a path: arn:aws:secretsmanager:eu-north-1:1234:secret:name
                continue
            rule = self.rule_of(found[1])
            if not rule and before and before in "?&":
                rule = _URL_SECRETS.get(found[1].lower())
            if not rule:
                continue
            start, end = _secret_span(text, position, rule)
            secret = text[start:end]
            if _HARMLESS.fullmatch(secret) or (rule == "token" and _COIN.fullmatch(secret)):
                continue
            out += (text[copied:start], f"[REDACTED:{rule}]")
            copied = position = end
        return "".join(out) + text[copied:] if out else text


def _squash(key: str) -> str:
    return re.sub("[^A-Za-z0-9]", "", key).lower()


def _secret_span(text: str, position: int, rule: str) -> Tuple[int, int]:
    """Start and end of the secret behind a separator: spaces, an opening quote and the scheme (`Bearer`) stay."""
    opening = _SECRET_START.match(text, position)
    assert opening is not None
    start = opening.end()
    if rule in ("authorization", "token"):
        scheme = _SCHEME.match(text, start)
        start = scheme.end() if scheme else start
    if opening[1]:
        line_end = text.find("\n", start)
        end = text.find(opening[1], start, line_end if line_end >= 0 else len(text))
        while len(opening[1]) == 1 and end > start and text[end - 1] == "\\":
            end = text.find(opening[1], end + 1, line_end if line_end >= 0 else len(text))
        return start, end if end >= 0 else (line_end if line_end >= 0 else len(text))
    patterns = {"seed_phrase": (_SECRET_WORDS, _SECRET_TEXT), "cookie": (_SECRET_COOKIES,)}.get(rule, (_SECRET_TEXT,))
    for pattern in patterns:
        found = pattern.match(text, start)
        if found:
            return start, found.end()
    return start, start


def _blank_url_password(found: "re.Match[str]") -> str:
    return found[0] if found[2].startswith("[REDACTED") else f"{found[1]}[REDACTED:url_password]"


def _without_key_blocks(text: str) -> str:
    out: List[str] = []
    copied = 0
    begin = _KEY_BLOCK.search(text)
    while begin is not None:
        end = _KEY_BLOCK_END.search(text, begin.end())
        out += (text[copied : begin.start()], "[REDACTED:private_key]")
        # Without its end the block was cut: the rest of the text is key.
        copied = end.end() if end else len(text)
        begin = _KEY_BLOCK.search(text, copied)
    return "".join(out) + text[copied:]


# From a log record to a line.


class _TooLarge(Exception):
    """The line is longer than the collector takes; it is made again with tighter limits."""


class _Values:
    """JSON text of the values of one event: within limits, without secrets, and never raising for an odd value."""

    __slots__ = ("_max_text", "_redactor", "_room", "_seen", "notes")

    def __init__(self, redactor: Optional[_Redactor], max_text: int, max_fields: int) -> None:
        self._redactor = redactor
        self._max_text = max_text
        self._room = max_fields
        self._seen: List[int] = []
        self.notes: List[str] = []

    def field(self, key: str, value: Any) -> str:
        """JSON of the value that stands under `key`."""
        self._room -= 1
        kind = type(value)
        rule = self._redactor.rule_of(key) if self._redactor is not None else ""
        if rule and not (value is None or kind is bool or (kind is str and not value)):
            return self._secret(rule, key, value)
        if kind is str:
            return _quote(self._cut(value)) if rule is None else self.text(value)
        if kind is int:
            return int.__repr__(value) if -EXACT_INTEGER < value < EXACT_INTEGER else self._integer(value)
        if kind is float and math.isfinite(value):
            return float.__repr__(value)
        if kind is decimal.Decimal and value.is_finite():
            return f'"{value}"'
        return self._other(key, value)

    def text(self, text: str) -> str:
        """JSON of a text without credentials."""
        if len(text) > self._max_text:
            text = self._cut(text)
        return _quote(self._redactor.text(text) if self._redactor is not None else text)

    def note(self, text: str) -> None:
        if len(self.notes) < MAX_NOTES:
            self.notes.append(text)

    def _cut(self, text: str) -> str:
        limit = self._max_text
        return text if len(text) <= limit else f"{text[:limit]}… [cut, {len(text)} characters]"

    def _secret(self, rule: str, key: str, value: Any) -> str:
        # A trading program's `token` is often a coin, or an object that describes one.
        if rule == "token" and isinstance(value, (Mapping, list, tuple)):
            return self._other(key, value)
        if rule == "token" and isinstance(value, str) and _COIN.fullmatch(value):
            return _quote(value)
        if isinstance(value, str) and value.startswith(("[REDACTED", "[HASHED:")):
            return self.text(value)
        return f'"[REDACTED:{rule}]"'

    def _integer(self, value: int) -> str:
        # Beyond this the text is no number to any reader, and takes a time that grows with its square.
        return f'"{value}"' if value.bit_length() <= 4096 else f'"<integer of {value.bit_length()} bits>"'

    def _other(self, key: str, value: Any) -> str:
        try:
            return self._odd(key, value)
        except Exception as error:  # the program's own __str__, __iter__, properties …
            return self.text(f"[unreadable {type(value).__name__}: {type(error).__name__}]")

    def _odd(self, key: str, value: Any) -> str:
        if value is None:
            return "null"
        if value is True:
            return "true"
        if value is False:
            return "false"
        if isinstance(value, enum.Enum):
            return self.field(key, value.value)
        if isinstance(value, str):
            return self.text(str.__str__(value))
        if isinstance(value, int):
            return self._integer(int(value)) if abs(value) >= EXACT_INTEGER else int.__repr__(value)
        if isinstance(value, float):
            return float.__repr__(value) if math.isfinite(value) else self._not_a_number(key, float.__repr__(value))
        if isinstance(value, decimal.Decimal):
            return f'"{decimal.Decimal.__str__(value)}"' if value.is_finite() else self._not_a_number(key, str(value))
        if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
            return _quote(value.isoformat())
        if isinstance(value, (bytes, bytearray, memoryview)):
            shown = bytes(value[:SHOWN_BYTES]).hex()
            return _quote(f"<{len(value)} bytes {shown}{'…' if len(value) > SHOWN_BYTES else ''}>")
        if isinstance(value, BaseException):
            return self.text(f"{type(value).__name__}: {value}")
        if isinstance(value, type):
            return self.text(value.__name__)
        return self._composite(key, value)

    def _composite(self, key: str, value: Any) -> str:
        if id(value) in self._seen:
            return '"[circular]"'
        if len(self._seen) >= MAX_DEPTH:
            return '"[too deep]"'
        self._seen.append(id(value))
        try:
            if isinstance(value, Mapping):
                return self._mapping(value)
            if dataclasses.is_dataclass(value):
                return self._mapping({f.name: getattr(value, f.name, None) for f in dataclasses.fields(value)})
            if isinstance(value, tuple) and hasattr(value, "_asdict"):
                return self._mapping(value._asdict())
            if isinstance(value, Set):
                return self._items(key, _sorted_if_possible(value))
            if isinstance(value, (list, tuple, deque)):
                return self._items(key, value)
            # numpy and pandas, without knowing them: a scalar gives a Python number, an array lists.
            size = getattr(value, "size", 0)
            if hasattr(type(value), "tolist") and isinstance(size, int) and size <= MAX_FIELDS:
                plain = value.tolist()
                return self.field(key, str(value) if type(plain) is type(value) else plain)
            return self.text(str(value))
        finally:
            self._seen.pop()

    def _mapping(self, mapping: Mapping[Any, Any]) -> str:
        out: Dict[str, str] = {}
        # A copy in one step: another thread may change it meanwhile.
        for key, value in list(itertools.islice(mapping.items(), max(0, self._room) + 1)):
            if self._room <= 0:
                out["…"] = f'"{len(mapping) - len(out)} more"'
                break
            name = key if type(key) is str else str(key.value if isinstance(key, enum.Enum) else key)
            out[_key(name)] = self.field(name, value)
        return _object(out)

    def _items(self, key: str, items: Any) -> str:
        out = []
        for item in list(itertools.islice(items, max(0, self._room) + 1)):
            if self._room <= 0:
                out.append(_quote(f"… {len(items) - len(out)} more"))
                break
            out.append(self.field(key, item))
        return "[" + ",".join(out) + "]"

    def _not_a_number(self, key: str, shown: str) -> str:
        self.note(f"{_key(key)}: {shown} is not a number, kept as null")
        return "null"


def _object(members: Mapping[str, str]) -> str:
    """JSON of an object whose values are JSON already."""
    return "{" + ",".join([f"{_quote(key)}:{value}" for key, value in members.items()]) + "}"


def _key(name: str) -> str:
    return name if len(name) <= MAX_KEY_LENGTH else name[: MAX_KEY_LENGTH - 1] + "…"


def _sorted_if_possible(values: Any) -> List[Any]:
    try:
        return sorted(values)
    except TypeError:
        return list(values)


class _LevelForm(NamedTuple):
    json: str
    """`"level":"…"`, the beginning of a line."""
    own_name: Optional[str]
    """The program's own name of a level that Daybook does not have."""
    audited: bool
    """Kept for years, and the last to be given up when memory is full."""


def _level_form(number: int, name: str) -> _LevelForm:
    own = None
    if name in LEVELS:
        level = name
    else:
        level = next((known for known, rank in LEVELS.items() if rank == number), "")
        # Somebody else's 25 (NOTICE, SUCCESS) is not a trade; a bare "Level 25" is ours.
        if level == "" or (level in _TRADING_LEVELS and name != f"Level {number}"):
            usual = [known for known in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL") if LEVELS[known] <= number]
            level, own = (usual or ["DEBUG"])[-1], name
    return _LevelForm(f'"level":"{level}"', own, level in _TRADING_LEVELS)


class _LineEncoder:
    """Makes the middle of an event's line from a log record. The sender adds time, origin and number."""

    def __init__(self, redactor: Optional[_Redactor], fields: Mapping[str, Any], caller: bool) -> None:
        self._redactor = redactor
        self._fields = dict(fields)
        self._caller = caller
        self._levels: Dict[Tuple[int, str], _LevelForm] = {}
        self._names: Dict[str, str] = {}

    def encode(self, record: logging.LogRecord) -> Tuple[str, bool]:
        """JSON members without braces, and whether the event is one of those that are given up last."""
        form = self._form_of(record.levelno, record.levelname)
        for max_text, max_fields in _LIMITS:
            text, typed = self._encode(record, form, _Values(self._redactor, max_text, max_fields))
            if len(text) <= MAX_LINE_BYTES:
                return text, form.audited or typed
        raise _TooLarge(f"an event of {record.name} does not fit into {MAX_LINE_BYTES} bytes")

    def _encode(self, record: logging.LogRecord, form: _LevelForm, values: _Values) -> Tuple[str, bool]:
        attributes = record.__dict__
        data: Dict[str, str] = {}
        message, trace = _message_of(record, values, data)
        out = [form.json, self._logger_of(record.name), f'"message":{values.text(message)}']
        if form.own_name is not None:
            data["level_name"] = values.text(form.own_name)
        context = _context.get()
        nested = attributes.get("daybook_fields")
        extra: Mapping[str, Any] = attributes
        if context or self._fields or nested is not None:
            own = {key: value for key, value in attributes.items() if key not in _STANDARD_ATTRIBUTES}
            extra = {**self._fields, **context, **own, **(nested if isinstance(nested, Mapping) else {})}
        for key, value in extra.items():
            if key in _STANDARD_ATTRIBUTES and extra is attributes:
                continue
            if key in _TOP_FIELDS:
                if value is not None:
                    out.append(f'"{key}":{values.field(key, value)}')
            elif key == "data" and isinstance(value, dict):
                data.update((_key(str(name)), values.field(str(name), item)) for name, item in list(value.items()))
            else:
                data[_key(str(key))] = values.field(str(key), value)
        if "daybook_id" in attributes:
            out.append(f'"id":{values.field("id", attributes["daybook_id"])}')
        out += _exception_of(record, values, trace)
        if self._caller:
            out.append(f'"file":{_quote(record.pathname[-1024:])},"line":{record.lineno or 0}')
        if values.notes:
            data["invalid_values" if "invalid" in data else "invalid"] = f"[{','.join(map(_quote, values.notes))}]"
        if data:
            out.append(f'"data":{_object(data)}')
        return ",".join(out), "event_type" in extra

    def _form_of(self, number: int, name: str) -> _LevelForm:
        form = self._levels.get((number, name))
        if form is None:
            if len(self._levels) >= MAX_REMEMBERED_NAMES:
                self._levels.clear()
            form = self._levels[(number, name)] = _level_form(number, str(name))
        return form

    def _logger_of(self, name: str) -> str:
        text = self._names.get(name)
        if text is None:
            if len(self._names) >= MAX_REMEMBERED_NAMES:
                self._names.clear()
            text = self._names[name] = f'"logger":{_quote(str(name)[:1024])}'
        return text


_TRACEBACK = "\nTraceback (most recent call last):\n"
_LAST_LINE = re.compile(r"^([A-Za-z_][\w.]*)(?:: (.*))?$")


def _message_of(record: logging.LogRecord, values: _Values, data: Dict[str, str]) -> Tuple[str, Optional[str]]:
    """The message, and the trace that a QueueHandler has glued to it."""
    try:
        message = record.getMessage()
    except Exception:  # "%d" % "x": the event is worth more than its format
        message = _readable(record.msg)
        values.note("message: its arguments do not fit")
        data["args"] = values.field("args", record.args)
    if not isinstance(message, str):
        message = _readable(message)
    at = message.find(_TRACEBACK)
    if at < 0 or record.exc_info:
        return message, record.exc_text
    return message[:at], message[at + 1 :]


def _readable(value: Any) -> str:
    try:
        return str(value)
    except Exception as error:
        return f"[unreadable {type(value).__name__}: {type(error).__name__}]"


def _exception_of(record: logging.LogRecord, values: _Values, trace: Optional[str]) -> List[str]:
    """Exception fields: of `exc_info`, of an exception that was logged as the message, or of a trace that is text already."""
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    if error is None and isinstance(record.msg, BaseException):
        error = record.msg
    lines: List[str] = []
    out: List[str] = []
    if error is not None:
        out.append(f'"exception_type":{_quote(type(error).__name__[:1024])}')
        out.append(f'"exception_message":{values.text(_readable(error))}')
        lines = _trace_of(error)
    elif trace:
        lines = trace.split("\n")
        last = next((found for found in map(_LAST_LINE.match, reversed(lines)) if found), None)
        if last is not None:
            out.append(f'"exception_type":{_quote(last[1].rpartition(".")[2])}')
            out.append(f'"exception_message":{values.text(last[2] or "")}')
    if record.stack_info:
        lines = [*lines, *str(record.stack_info).split("\n")]
    if len(lines) > MAX_STACK_LINES:
        half = MAX_STACK_LINES // 2
        lines = [*lines[:half], f"… {len(lines) - 2 * half} lines left out …", *lines[-half:]]
    if lines:
        out.append(f'"stack_trace":[{",".join(map(values.text, lines))}]')
    return out


def _trace_of(error: BaseException) -> List[str]:
    """The trace as Python prints it, causes first."""
    try:
        return "".join(traceback.format_exception(type(error), error, error.__traceback__)).rstrip("\n").split("\n")
    except Exception as fault:  # an exception's own __str__ or __cause__
        return [f"{type(error).__name__}: [unreadable trace: {type(fault).__name__}]"]


_second_text: Tuple[int, str] = (-1, "")


def _timestamp(micros: int) -> str:
    """RFC 3339, UTC, six digits. The text of the second is kept: a stream of events mostly stays within it."""
    global _second_text
    second, rest = divmod(micros, 1_000_000)
    known, prefix = _second_text
    if second != known:
        prefix = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second))
        _second_text = (second, prefix)
    return f"{prefix}.{rest:06d}Z"


# The spool: batches on disk until the collector has them.


class _Place(NamedTuple):
    """Where a batch stands in the spool."""

    segment: "_Segment"
    offset: int
    size: int


_FRAME = struct.Struct(">4sBQIII")
"""Magic, kind, first number (of a batch) or last number (of a settlement), events, bytes of the body, CRC-32."""
_MAGIC = b"DBK1"
_BATCH, _SETTLED = 1, 2


def _frame(kind: int, number: int, count: int, body: bytes) -> bytes:
    checked = _FRAME.pack(_MAGIC, kind, number, count, len(body), 0) + body
    return _FRAME.pack(_MAGIC, kind, number, count, len(body), zlib.crc32(checked)) + body


def _read_frame(data: bytes, at: int) -> Optional[Tuple[int, int, int, bytes]]:
    """Kind, number, count and body of the frame at an offset; None when there is no whole one."""
    if at + _FRAME.size > len(data):
        return None
    magic, kind, number, count, size, crc = _FRAME.unpack_from(data, at)
    body = data[at + _FRAME.size : at + _FRAME.size + size]
    if magic != _MAGIC or len(body) != size:
        return None
    checked = _FRAME.pack(_MAGIC, kind, number, count, size, 0) + body
    return (kind, number, count, body) if zlib.crc32(checked) == crc else None


class _Segment:
    """One file of frames, only ever appended to. Readable by its owner alone: it holds what the program logged."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.pending = 0
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._fd = os.open(path, flags, 0o600)
        self.size = os.fstat(self._fd).st_size

    def append(self, frame: bytes) -> int:
        """Writes a whole frame or nothing; answers its offset. Raises OSError."""
        offset = self.size
        view = memoryview(frame)
        try:
            while view:
                view = view[os.write(self._fd, view) :]
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._fd, offset)
            self.size = os.fstat(self._fd).st_size
            raise
        self.size += len(frame)
        return offset

    def read(self, offset: int, size: int) -> bytes:
        if hasattr(os, "pread"):
            # By the descriptor: somebody may have deleted the file.
            return os.pread(self._fd, size, offset)
        with open(self.path, "rb") as file:
            file.seek(offset)
            return file.read(size)

    def truncate(self, size: int) -> None:
        os.ftruncate(self._fd, size)
        self.size = size

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def delete(self) -> None:
        self.close()
        with contextlib.suppress(OSError):
            os.unlink(self.path)


class _Found(NamedTuple):
    """A batch that a dead program left."""

    first_seq: int
    count: int
    place: _Place


class _Spool:
    """Segments of one handler in a directory that several programs may share. A lock on `<token>.lock` says that the
    handler lives; whoever gets the lock of another one owns its segments. Not synced to the disk: it outlives the program,
    not a power failure. Its caller serialises the calls."""

    def __init__(self, directory: str, token: str, max_bytes: int) -> None:
        self._directory = directory
        self._token = token
        self._max_bytes = max_bytes
        self._locks: Dict[str, int] = {}
        self._segments: List[_Segment] = []
        self._current: Optional[_Segment] = None
        self._made = 0

    def append(self, first_seq: int, count: int, body: bytes) -> Optional[_Place]:
        """Where the batch stands; None when the spool is full. Raises OSError."""
        frame = _frame(_BATCH, first_seq, count, body)
        if sum(segment.size for segment in self._segments) + len(frame) > self._max_bytes:
            return None
        segment = self._current
        if segment is None or segment.size + len(frame) > SEGMENT_BYTES:
            segment = self._current = self._new_segment()
        offset = segment.append(frame)
        segment.pending += 1
        return _Place(segment, offset, len(frame))

    def read(self, place: _Place) -> bytes:
        """The body of a batch. Raises OSError and ValueError."""
        found = _read_frame(place.segment.read(place.offset, place.size), 0)
        if found is None:
            raise ValueError(f"{place.segment.path} was changed or damaged at byte {place.offset}")
        return found[3]

    def settle(self, place: _Place, last_seq: int) -> None:
        """The collector has this batch: its segment goes when it was the last one there. Raises OSError."""
        segment = place.segment
        segment.pending -= 1
        if segment.pending > 0:
            segment.append(_frame(_SETTLED, last_seq, 0, b""))
        elif segment is self._current:
            segment.truncate(0)
        else:
            self._segments.remove(segment)
            segment.delete()

    def adopt(self) -> Tuple[List[_Found], int]:
        """Batches of programs that died, oldest first by program, and the bytes there that cannot be read. Raises OSError."""
        found: List[_Found] = []
        damaged = 0
        if not os.path.isdir(self._directory):
            return found, damaged
        names = os.listdir(self._directory)
        tokens = {re.sub(r"(-\d+)?\.(lock|spool)$", "", name) for name in names if name.endswith((".lock", ".spool"))}
        for token in sorted(tokens - set(self._locks) - {self._token}):
            if not self._lock(token):
                continue
            own = re.compile(re.escape(token) + r"-(\d+)\.spool")
            # Looked at again: until the lock was ours, its owner may have gone on.
            paths = sorted((int(match[1]), match[0]) for match in map(own.fullmatch, os.listdir(self._directory)) if match)
            batches = []
            for _, name in paths:
                left, bad = self._read_segment(os.path.join(self._directory, name))
                batches += left
                damaged += bad
            found += batches
            if not batches:
                self._unlock(token)
        return found, damaged

    def _read_segment(self, path: str) -> Tuple[List[_Found], int]:
        with contextlib.suppress(FileNotFoundError):
            segment = _Segment(path) if os.path.exists(path) else None
            if segment is not None:
                return self._index(segment)
        return [], 0

    def _index(self, segment: _Segment) -> Tuple[List[_Found], int]:
        data = segment.read(0, segment.size)
        batches: List[_Found] = []
        settled = at = whole = damaged = 0
        while at < len(data):
            frame = _read_frame(data, at)
            if frame is None:
                # Torn or damaged: on with the next frame that is whole.
                following = data.find(_MAGIC, at + 1)
                following = len(data) if following < 0 else following
                damaged += following - at
                at = following
                continue
            kind, number, count, body = frame
            size = _FRAME.size + len(body)
            if kind == _BATCH:
                batches.append(_Found(number, count, _Place(segment, at, size)))
            else:
                settled = max(settled, number)
            at += size
            whole = at
        segment.truncate(whole)
        batches = [batch for batch in batches if batch.first_seq + batch.count - 1 > settled]
        segment.pending = len(batches)
        if batches:
            self._segments.append(segment)
        else:
            segment.delete()
        return batches, damaged

    def close(self, forked: bool = False) -> None:
        """Lets go of the files. What is not settled stays there for the next start, unless `forked`: then they are the
        parent's, and only the descriptors are closed."""
        for segment in self._segments:
            if segment.pending == 0 and not forked:
                segment.delete()
            segment.close()
        for token in list(self._locks):
            self._unlock(token, forked)
        self._segments, self._current = [], None

    def _new_segment(self) -> _Segment:
        os.makedirs(self._directory, mode=0o700, exist_ok=True)
        if self._token not in self._locks and not self._lock(self._token):
            raise OSError(f"the lock of {self._token} is held by somebody else")
        self._made += 1
        segment = _Segment(os.path.join(self._directory, f"{self._token}-{self._made}.spool"))
        self._segments.append(segment)
        return segment

    def _lock_path(self, token: str) -> str:
        return os.path.join(self._directory, f"{token}.lock")

    def _lock(self, token: str) -> bool:
        fd = os.open(self._lock_path(token), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if fcntl is not None:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            else:
                msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            os.close(fd)
            return False
        self._locks[token] = fd
        return True

    def _unlock(self, token: str, forked: bool = False) -> None:
        fd = self._locks.pop(token)
        own = re.compile(re.escape(token) + r"-\d+\.spool")
        with contextlib.suppress(OSError):
            done = not forked and not any(own.fullmatch(name) for name in os.listdir(self._directory))
            if fcntl is None:
                # Windows deletes no open file.
                os.close(fd)
                fd = -1
            if done:
                os.unlink(self._lock_path(token))
        # Closing lets go of the lock only when no other process has the descriptor: a fork does not take it away.
        if fd >= 0:
            os.close(fd)


# The way to the collector.


class _Verdict(NamedTuple):
    """What an answer means for the batch that was sent: `done`, `split` (too large), `refused` or `again`."""

    kind: str
    code: str = ""
    reason: str = ""
    wait_s: float = 0.0
    rejected: int = 0


def _judge(status: int, retry_after: Optional[str], body: bytes, count: int) -> _Verdict:
    """Reads the collector's answer. A success counts only with a reply of the right shape: something in between may answer
    200 to everything, and "acknowledged" must mean durable."""
    wait_s = _retry_after_s(retry_after)
    if status in (401, 403):
        reason = f"the key was refused ({status}): set DAYBOOK_KEY, or the argument key, to a key of role ingest; events wait"
        return _Verdict("again", "DAYBOOK_LOGGER_KEY_REFUSED", reason, wait_s)
    if status == 413:
        return _Verdict("split")
    try:
        reply = json.loads(body)
    except ValueError:
        reply = None
    reply = reply if isinstance(reply, dict) else {}
    rejected = reply.get("rejected")
    rejected = rejected if isinstance(rejected, list) and isinstance(reply.get("accepted"), int) else None
    if 200 <= status < 300 and rejected is not None or status == 400 and rejected and len(rejected) >= count:
        number = reply.get("rejected_count", len(rejected))
        return _Verdict("done", reason=str(rejected[0])[:500] if rejected else "", rejected=number)
    detail = " ".join(str(reply[name]) for name in ("code", "detail") if name in reply)[:500]
    reason = f"the collector answered {status}{': ' if detail else ''}{detail}"
    if status < 400 or status in (404, 405):
        reason = f"it answered {status} without an ingest reply: DAYBOOK_URL must be the address that `daybook start` prints"
        return _Verdict("again", "DAYBOOK_LOGGER_NOT_A_COLLECTOR", f"{reason}; events wait", 0.0)
    if status >= 500 or status in (408, 423, 425, 429):
        return _Verdict("again", "DAYBOOK_LOGGER_UNREACHABLE", reason, wait_s)
    return _Verdict("refused", "DAYBOOK_LOGGER_REJECTED", reason)


def _retry_after_s(header: Optional[str]) -> float:
    """Seconds of a Retry-After header (RFC 9110 §10.2.3: seconds or an HTTP date); 0 when it has none."""
    text = (header or "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return min(RETRY_AFTER_MAX_S, float(text))
    try:
        seconds = email.utils.parsedate_to_datetime(text).timestamp() - time.time()
    except (TypeError, ValueError, IndexError, OverflowError):
        return 0.0
    return min(RETRY_AFTER_MAX_S, max(0.0, seconds))


class _Settings(NamedTuple):
    """Everything that is fixed when the handler is made."""

    scheme: str
    host: str
    port: Optional[int]
    path: str
    headers: Mapping[str, str]
    origin: Mapping[str, Any]
    """Fields that every event of the process has: service, environment."""
    linger_s: float
    max_buffer_bytes: int
    block_timeout_s: float
    """How long a call may wait for room; 0: not at all."""
    request_timeout_s: float
    exit_timeout_s: float
    gzip_min_bytes: Optional[int]
    spool_dir: Optional[str]
    spool_max_bytes: int
    ssl_context: Any
    say: Callable[[str, str], None]


class _Http:
    """Posts bodies over one kept connection."""

    def __init__(self, settings: _Settings) -> None:
        self._settings = settings
        self._connection: Optional[http.client.HTTPConnection] = None

    def post(self, body: bytes, count: int) -> _Verdict:
        """Never raises: what goes wrong on the way is a verdict too."""
        settings = self._settings
        headers = dict(settings.headers)
        if settings.gzip_min_bytes is not None and len(body) >= settings.gzip_min_bytes:
            # Level 1: the network is slow, not the collector. No time in it: a retry sends the same bytes.
            body = gzip.compress(body, 1, mtime=0)
            headers["Content-Encoding"] = "gzip"
        kept = self._connection is not None
        try:
            try:
                return self._exchange(body, headers, count)
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.close()
                if not kept:
                    raise
                # The collector has closed the kept connection while nothing was to be sent.
                return self._exchange(body, headers, count)
        except Exception as error:  # OSError, HTTPException, ssl's and the parser's own
            self.close()
            address = f"{settings.scheme}://{settings.host}:{settings.port or settings.scheme}"
            reason = f"{address} cannot be reached ({type(error).__name__}: {_readable(error)[:200]}); events wait"
            return _Verdict("again", "DAYBOOK_LOGGER_UNREACHABLE", reason)

    def _exchange(self, body: bytes, headers: Mapping[str, str], count: int) -> _Verdict:
        settings = self._settings
        connection = self._connection
        if connection is None:
            if settings.scheme == "https":
                connection = http.client.HTTPSConnection(
                    settings.host, settings.port, timeout=settings.request_timeout_s, context=settings.ssl_context
                )
            else:
                connection = http.client.HTTPConnection(settings.host, settings.port, timeout=settings.request_timeout_s)
            connection.connect()
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._connection = connection
        deadline = time.monotonic() + settings.request_timeout_s
        connection.request("POST", settings.path, body, dict(headers))
        answer = connection.getresponse()
        reply = bytearray()
        while True:
            part = answer.read1(65_536)
            if not part:
                break
            reply += part
            if len(reply) > MAX_REPLY_BYTES or time.monotonic() > deadline:
                raise OSError("the answer is too long or too slow for a collector's")
        if answer.length:
            raise OSError("the connection ended within the answer")
        answer.close()
        if answer.will_close:
            self.close()
        return _judge(answer.status, answer.getheader("Retry-After"), bytes(reply), count)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.close()

    def forget(self) -> None:
        """In the child of a fork. Not by `close`: a thread that is no more may hold the lock of the reader."""
        connection, self._connection = self._connection, None
        sock = None if connection is None else connection.sock
        if sock is not None:
            with contextlib.suppress(OSError):
                os.close(sock.detach())


class _Batch:
    """Events that travel in one request. The bytes never change once it is made."""

    __slots__ = ("body", "count", "first_seq", "order", "place")

    def __init__(self, order: int, first_seq: int, count: int, body: Optional[bytes], place: Optional[_Place]) -> None:
        self.order = order
        """Place in the row of everything that waits here; the halves of a batch share it."""
        self.first_seq = first_seq
        self.count = count
        self.body = body
        """NDJSON, UTF-8, each line with producer and producer_seq; None when it stands on disk only."""
        self.place = place


class _Delivery:
    """What one process has to say through one handler: a producer, its numbers, what waits, and two threads. The calls of the
    program only touch the queue, whose operations are atomic: they never wait for a lock that a thread holds."""

    def __init__(self, settings: _Settings) -> None:
        token = os.urandom(8).hex()
        host = socket.gethostname()
        self._settings = settings
        self._lead = '{"timestamp":"'
        origin = {**settings.origin, "host": host, "pid": os.getpid(), "producer": f"{host}:{os.getpid()}:0:{token}"}
        self._tail = f',{json.dumps(origin, separators=(",", ":"))[1:-1]},"producer_seq":'
        self._queue: Deque[Tuple[int, str]] = deque()
        # Each of the two is written on one side only, so that neither side needs a lock.
        self._bytes_in = self._bytes_out = 0
        self._dropped = self._dropped_told = 0
        self._idle, self._pressed = True, False
        self._wake: "queue.SimpleQueue[None]" = queue.SimpleQueue()
        self._started = False

        self._changed = threading.Condition(threading.RLock())
        # Everything below belongs to whoever holds `_changed`.
        self._batches: Deque[_Batch] = deque()
        self._held_bytes = 0
        self._next_seq = 1
        self._next_order = 1
        self._last_micros = 0
        self._failures = self._attempts = self._flushing = 0
        self._told_to_wait = self._closed = self._sending = False
        self.gave_up_at = -math.inf
        """When `flush` last ended without success, by the monotonic clock."""
        self._adopt_at = 0.0
        self._delivered = self._rejected = 0
        spool_dir = settings.spool_dir
        self._spool = None if spool_dir is None else _Spool(spool_dir, f"daybook-{token}", settings.spool_max_bytes)
        self._http = _Http(settings)
        if self._spool is not None and os.path.isdir(str(spool_dir)):
            self._start()

    def put(self, micros: int, text: str, audited: bool) -> None:
        """Takes an event in, or counts it as dropped when there is no room."""
        size = len(text) + ENTRY_OVERHEAD_BYTES
        room = self._settings.max_buffer_bytes * (2 if audited else 1)
        if self._waiting_bytes + size > room and not self._wait_for_room(size, room):
            self._dropped += 1
            self._settings.say("DAYBOOK_LOGGER_LOST", "the memory for waiting events is full; events are dropped and counted")
            return
        self._queue.append((micros, text))
        self._bytes_in += size
        # The flag before the call: a signal handler may log within it.
        if self._idle:
            self._idle = False
            self._wake.put(None)
        elif not self._pressed and len(self._queue) >= BATCH_EVENTS:
            self._pressed = True
            self._wake.put(None)
        if not self._started:
            self._start()

    @property
    def _waiting_bytes(self) -> int:
        return self._bytes_in - self._bytes_out + self._held_bytes

    def _wait_for_room(self, size: int, room: int) -> bool:
        deadline = time.monotonic() + self._settings.block_timeout_s
        mine = threading.current_thread().name.startswith("daybook-")
        while self._waiting_bytes + size > room:
            if mine or time.monotonic() >= deadline:
                return False
            time.sleep(0.005)
        return True

    def _start(self) -> None:
        self._started = True
        try:
            for work in (self._batch, self._send):
                threading.Thread(target=self._guarded, args=(work,), name=f"daybook-{work.__name__[1:]}", daemon=True).start()
        except RuntimeError:
            # The interpreter is ending and starts no more threads: flush and close send by themselves.
            self._started = False
        _flush_at_worker_end(self)

    def _guarded(self, work: Callable[[], None]) -> None:
        while not self._closed:
            try:
                work()
            except Exception as error:  # the disk, the memory: the thread must outlive it
                self._settings.say("DAYBOOK_LOGGER_SINK", f"delivery: {type(error).__name__}: {_readable(error)[:200]}")
                time.sleep(RETRY_MIN_S)

    def _batch(self) -> None:
        """The first thread: waits until events have come, lets them gather for a moment, and makes batches."""
        while not self._closed:
            self._wake.get()
            deadline = time.monotonic() + self._settings.linger_s
            while len(self._queue) < BATCH_EVENTS and not (self._closed or self._flushing):
                try:
                    self._wake.get(timeout=max(0.0, deadline - time.monotonic()))
                except queue.Empty:
                    break
            # From here on the next event wakes this thread again.
            self._idle, self._pressed = True, False
            self._seal(everything=self._spool is not None or not self._batches)

    def _seal(self, everything: bool) -> None:
        """Makes batches of what is queued; without `everything` only full ones: the rest may still grow."""
        with self._changed:
            while self._queue and (everything or len(self._queue) >= BATCH_EVENTS):
                self._seal_one()
            self._changed.notify_all()

    def _seal_one(self) -> None:
        lines: List[str] = []
        size = 0
        first_seq = self._next_seq
        while self._queue and len(lines) < BATCH_EVENTS and size < BATCH_BYTES - MAX_LINE_BYTES:
            micros, text = self._queue.popleft()
            self._bytes_out += len(text) + ENTRY_OVERHEAD_BYTES
            behind = self._last_micros - micros
            micros = self._last_micros = max(micros, self._last_micros + 1)
            # Events that come late (a QueueHandler, a clock that was set back) keep their own time beside it.
            late = "" if behind < LATE_MICROS else f',"logged_at":"{_timestamp(micros - behind - 1)}"'
            line = f'{self._lead}{_timestamp(micros)}",{text}{late}{self._tail}{first_seq + len(lines)}}}\n'
            size += len(line)
            lines.append(line)
        body = "".join(lines).encode("ascii")
        place = None
        if self._spool is not None:
            try:
                place = self._spool.append(first_seq, len(lines), body)
            except OSError as error:
                self._settings.say("DAYBOOK_LOGGER_FILE", f"the spool cannot be written ({error}); events wait in memory")
        self._batches.append(_Batch(self._next_order, first_seq, len(lines), None if place else body, place))
        self._next_order += 1
        self._next_seq += len(lines)
        self._held_bytes += 0 if place else size

    def _send(self) -> None:
        """The second thread: sends the oldest batch until it is settled, then the next."""
        while not self._closed:
            with self._changed:
                self._adopt_if_due()
                while not self._batches and not self._closed:
                    self._changed.wait(None if self._spool is None else ADOPT_INTERVAL_S)
                    self._adopt_if_due()
            wait_s = self._attempt()
            if wait_s:
                self._rest(wait_s)

    def _adopt_if_due(self) -> None:
        if self._spool is None or self._closed or self._batches or time.monotonic() < self._adopt_at:
            return
        self._adopt_at = time.monotonic() + ADOPT_INTERVAL_S
        try:
            found, damaged = self._spool.adopt()
        except OSError as error:
            self._settings.say("DAYBOOK_LOGGER_FILE", f"the spool cannot be read ({error})")
            return
        for left in found:
            self._batches.append(_Batch(self._next_order, left.first_seq, left.count, None, left.place))
            self._next_order += 1
        if damaged:
            self._settings.say("DAYBOOK_LOGGER_LOST", f"{damaged} bytes of the spool were torn or damaged and are left out")

    def _attempt(self) -> float:
        """Sends the oldest batch once; answers the seconds to wait before the next attempt."""
        with self._changed:
            batch = self._batches[0] if self._batches else None
            if batch is None or self._sending:
                return 0.0
            self._sending = True
        try:
            body = self._body_of(batch)
            verdict = _Verdict("done") if body is None else self._http.post(body, batch.count)
        except BaseException:
            self._sending = False
            raise
        with self._changed:
            self._sending = False
            if self._closed:
                self._http.close()
                return 0.0
            self._attempts += 1
            self._told_to_wait = verdict.wait_s > 0
            wait_s = self._settle(batch, body, verdict)
            self._changed.notify_all()
        return wait_s

    def _body_of(self, batch: _Batch) -> Optional[bytes]:
        if batch.body is not None or batch.place is None or self._spool is None:
            return batch.body
        try:
            with self._changed:
                return None if self._closed else self._spool.read(batch.place)
        except (OSError, ValueError) as error:
            self._rejected += batch.count
            self._settings.say("DAYBOOK_LOGGER_LOST", f"{batch.count} events of the spool cannot be read: {error}")
            return None

    def _settle(self, batch: _Batch, body: Optional[bytes], verdict: _Verdict) -> float:
        say = self._settings.say
        if verdict.kind == "again":
            self._failures += 1
            say(verdict.code, verdict.reason)
            full = min(RETRY_MAX_S, RETRY_MIN_S * 2 ** min(self._failures - 1, 20))
            return max(verdict.wait_s, full / 2 + _random.random() * full / 2)
        self._failures = 0
        if verdict.kind == "split" and batch.count > 1 and body is not None:
            self._split(batch, body)
            return 0.0
        if verdict.kind in ("split", "refused"):
            self._rejected += batch.count
            reason = verdict.reason or "it is larger than the collector takes (413)"
            say("DAYBOOK_LOGGER_REJECTED", f"{batch.count} events were refused and are not sent again: {reason}")
        elif body is not None:
            self._rejected += verdict.rejected
            self._delivered += batch.count - verdict.rejected
            if verdict.rejected:
                say("DAYBOOK_LOGGER_REJECTED", f"{verdict.rejected} events were rejected, not sent again: {verdict.reason}")
        self._remove(batch)
        self._tell_dropped()
        if not self._batches:
            self._seal(everything=bool(self._flushing) or len(self._queue) >= BATCH_EVENTS)
            if self._queue:
                self._wake.put(None)
        return 0.0

    def _remove(self, batch: _Batch) -> None:
        self._batches.popleft()
        self._held_bytes -= 0 if batch.body is None else len(batch.body)
        if batch.place is not None and self._spool is not None:
            try:
                self._spool.settle(batch.place, batch.first_seq + batch.count - 1)
            except OSError as error:
                self._settings.say("DAYBOOK_LOGGER_FILE", f"the spool cannot be written ({error}); it may be sent twice")

    def _split(self, batch: _Batch, body: bytes) -> None:
        half = batch.count // 2
        lines = body.splitlines(keepends=True)
        first, second = b"".join(lines[:half]), b"".join(lines[half:])
        self._batches.popleft()
        # Only the second settles the place on disk.
        self._batches.appendleft(_Batch(batch.order, batch.first_seq + half, batch.count - half, second, batch.place))
        self._batches.appendleft(_Batch(batch.order, batch.first_seq, half, first, None))
        self._held_bytes += len(body) - (0 if batch.body is None else len(batch.body))

    def _tell_dropped(self) -> None:
        count = self._dropped - self._dropped_told
        if count == 0:
            return
        self._dropped_told += count
        reason = "the collector was away or slow and the memory for waiting events was full"
        data = f'{{"sink":"collector","count":{count},"reason":"{reason}"}}'
        message = f'"message":"{count} events dropped by collector: {reason}"'
        text = f'"level":"WARNING","event_type":"logs_dropped",{message},"data":{data}'
        self._queue.append((time.time_ns() // 1000, text))
        # It is let in whether there is room or not. Only this side counts it: as if it had gone out less.
        self._bytes_out -= len(text) + ENTRY_OVERHEAD_BYTES

    def _rest(self, wait_s: float) -> None:
        """Waits before the next attempt; not so long while somebody waits in `flush`, unless the collector asked for it."""
        since = time.monotonic()
        with self._changed:
            while not self._closed:
                limit = FLUSH_RETRY_S if self._flushing and not self._told_to_wait else wait_s
                left = since + min(limit, wait_s) - time.monotonic()
                if left <= 0:
                    return
                self._changed.wait(left)

    def flush(self, timeout_s: float) -> bool:
        """Waits until the collector has everything that was logged before the call. False after the time, and at once when
        the collector cannot be reached and everything stands in the spool."""
        deadline = time.monotonic() + timeout_s
        with self._changed:
            self._flushing += 1
            self._adopt_if_due()
            # An attempt that is under way began before the call: its failure says nothing of now.
            enough = self._attempts + (2 if self._sending else 1)
            self._seal(everything=True)
            target = self._next_order
        try:
            while True:
                with self._changed:
                    if not self._batches or self._batches[0].order >= target:
                        return True
                    left = deadline - time.monotonic()
                    failed = self._failures > 0 and self._attempts >= enough
                    if left <= 0 or (failed and self._unsaved() == 0):
                        self.gave_up_at = time.monotonic()
                        return False
                    if self._started:
                        self._changed.wait(left)
                        continue
                time.sleep(min(self._attempt(), max(0.0, deadline - time.monotonic()), FLUSH_RETRY_S))
        finally:
            with self._changed:
                self._flushing -= 1

    def _unsaved(self) -> int:
        """Events in batches that end with the process."""
        on_disk = {batch.order for batch in self._batches if batch.place is not None}
        return sum(batch.count for batch in self._batches if batch.order not in on_disk)

    def close(self) -> None:
        """Ends the threads. What the collector does not have is lost, or stands in the spool for the next start."""
        with self._changed:
            if self._closed:
                return
            self._seal(everything=True)
            self._closed = True
            lost = self._unsaved() + self._dropped - self._dropped_told
            if self._spool is not None:
                self._spool.close()
            self._changed.notify_all()
        self._wake.put(None)
        if not self._sending:
            self._http.close()
        if lost:
            self._settings.say("DAYBOOK_LOGGER_LOST", f"{lost} events were not delivered before the end of the program")

    def forget(self) -> None:
        """In the child of a fork: threads, connection and what waits are the parent's."""
        if self._spool is not None:
            with contextlib.suppress(OSError):
                self._spool.close(forked=True)
        self._http.forget()

    def stats(self) -> Dict[str, int]:
        with self._changed:
            pending = len(self._queue) + sum(batch.count for batch in self._batches)
            counts = {"delivered": self._delivered, "rejected": self._rejected, "dropped": self._dropped}
            return {"pending": pending, **counts, "pending_bytes": self._waiting_bytes}


def _flush_at_worker_end(delivery: _Delivery) -> None:
    """A process of `multiprocessing` ends without `atexit`; it has its own list of things to do."""
    process = sys.modules.get("multiprocessing.process")
    util = sys.modules.get("multiprocessing.util")
    if process is not None and util is not None and process.parent_process() is not None:
        util.Finalize(None, delivery.flush, args=(delivery._settings.exit_timeout_s,), exitpriority=100)


# The handler.

_handlers: "weakref.WeakSet[DaybookHandler]" = weakref.WeakSet()


class DaybookHandler(logging.Handler):
    """Sends log records to a Daybook collector.

    url                 address of the collector, such as http://127.0.0.1:8002. Default: DAYBOOK_URL
    key                 a key of role `ingest`. Default: DAYBOOK_KEY
    service             name of the program. Default: DAYBOOK_SERVICE, else the name of the script
    environment         `production`, `paper` … Default: DAYBOOK_ENVIRONMENT
    level               a number or a name of LEVELS. Default: DAYBOOK_LOG_LEVEL, else everything that the loggers let through
    fields              further fields of every event, such as {"exchange": "kraken"}
    caller              whether events carry `file` and `line` of the call. Default: no
    redact, redact_keys whether secrets are blanked before they leave the process (default: yes), and further secret keys
    linger_s            longest time that an event waits for others of its batch, seconds. Default 0.1
    max_buffer_bytes    memory for events that wait; events of trading and typed events may take twice as much. Default 16 MB
    overflow            what happens beyond it: "drop_newest" (default; counted, told by a `logs_dropped` event) or "block":
                        the call waits up to block_timeout_s (default 5), then drops
    request_timeout_s   a request without an answer is sent again after this. Default 15
    exit_timeout_s      how long flush() and the end of the program wait for the collector. Default 5
    gzip_min_bytes      bodies from this size on are compressed; 0: never. Default 4096, and never to a loopback address
    spool_dir           folder where batches stand until the collector has them. Default: none, memory only
    spool_max_bytes     bytes there; beyond it batches wait in memory. Default 256 MB
    ssl_context         an `ssl.SSLContext` for https addresses with an authority of their own
    on_error            called with (code, text) when something goes wrong; default: a line on stderr, each code once a minute

    A wrong setting raises ValueError here. After that nothing raises, and no logging call waits (but for "block").
    """

    def __init__(
        self,
        url: Optional[str] = None,
        key: Optional[str] = None,
        service: Optional[str] = None,
        *,
        environment: Optional[str] = None,
        level: Union[int, str, None] = None,
        fields: Optional[Mapping[str, Any]] = None,
        caller: bool = False,
        redact: bool = True,
        redact_keys: Tuple[str, ...] = (),
        linger_s: float = 0.1,
        max_buffer_bytes: int = 16 * 1024 * 1024,
        overflow: str = "drop_newest",
        block_timeout_s: float = 5.0,
        request_timeout_s: float = 15.0,
        exit_timeout_s: float = 5.0,
        gzip_min_bytes: Optional[int] = None,
        spool_dir: Union[str, "os.PathLike[str]", None] = None,
        spool_max_bytes: int = 256 * 1024 * 1024,
        ssl_context: Any = None,
        on_error: Optional[Callable[[str, str], None]] = None,
    ) -> None:
        super().__init__()
        self._on_error = on_error or _say_on_stderr
        self._said: Dict[str, float] = {}
        self._delivery: Optional[_Delivery] = None
        if isinstance(redact_keys, str):
            raise ValueError(f"redact_keys is {redact_keys!r}; it must be a list of names")
        if overflow not in ("drop_newest", "block"):
            raise ValueError(f"overflow is {overflow!r}; it can be 'drop_newest' or 'block'")
        address = _parse_url(url or os.environ.get("DAYBOOK_URL", ""))
        chosen_key = key or os.environ.get("DAYBOOK_KEY", "")
        if not re.fullmatch(r"[\x21-\x7e]*", chosen_key):
            raise ValueError("key (or DAYBOOK_KEY) has characters that no key has: spaces, line ends, letters with accents")
        loopback = re.fullmatch(r"localhost|127(\.\d+){3}|::1", address.hostname or "") is not None
        compress = None if loopback else GZIP_MIN_BYTES
        script = os.path.splitext(os.path.basename(sys.argv[0] if sys.argv else ""))[0]
        origin = {
            "service": service or os.environ.get("DAYBOOK_SERVICE") or script or "python",
            "environment": environment or os.environ.get("DAYBOOK_ENVIRONMENT"),
        }
        self._settings = _Settings(
            scheme=address.scheme,
            host=address.hostname or "",
            port=address.port,
            path=address.path,
            headers={
                "Content-Type": "application/x-ndjson",
                "User-Agent": "daybook-logging-python",
                **({"Authorization": f"Bearer {chosen_key}"} if chosen_key else {}),
            },
            origin={name: value for name, value in origin.items() if value},
            linger_s=_positive("linger_s", linger_s),
            max_buffer_bytes=int(_positive("max_buffer_bytes", max_buffer_bytes)),
            block_timeout_s=_positive("block_timeout_s", block_timeout_s) if overflow == "block" else 0.0,
            request_timeout_s=_positive("request_timeout_s", request_timeout_s),
            exit_timeout_s=_positive("exit_timeout_s", exit_timeout_s),
            gzip_min_bytes=compress if gzip_min_bytes is None else gzip_min_bytes or None,
            spool_dir=None if spool_dir is None else os.fspath(spool_dir),
            spool_max_bytes=int(_positive("spool_max_bytes", spool_max_bytes)),
            ssl_context=ssl_context,
            say=self._say,
        )
        self._encoder = _LineEncoder(_Redactor(tuple(redact_keys)) if redact else None, fields or {}, caller)
        chosen_level = level if level is not None else os.environ.get("DAYBOOK_LOG_LEVEL") or logging.NOTSET
        self.setLevel(chosen_level)
        _handlers.add(self)
        if spool_dir is not None:
            # What the last run left is sent even if this one logs nothing.
            self._delivery = _Delivery(self._settings)

    def setLevel(self, level: Union[int, str]) -> None:
        """A number, or a name of LEVELS in any case. Raises ValueError for another name."""
        name = level.strip().upper() if isinstance(level, str) else ""
        if isinstance(level, str) and name not in LEVELS and not isinstance(logging.getLevelName(name), int):
            raise ValueError(f"level (or DAYBOOK_LOG_LEVEL) is {level!r}; it can be {', '.join(LEVELS)}")
        super().setLevel(LEVELS.get(name, name) if isinstance(level, str) else level)

    def emit(self, record: logging.LogRecord) -> None:
        """Puts the record into the queue. Called by `logging` with the handler's own lock."""
        try:
            text, audited = self._encoder.encode(record)
            delivery = self._delivery
            if delivery is None:
                delivery = self._delivery = _Delivery(self._settings)
            delivery.put(round(record.created * 1e6), text, audited)
        except Exception as error:
            self._say("DAYBOOK_LOGGER_SINK", f"an event could not be logged: {type(error).__name__}: {_readable(error)[:200]}")

    def flush(self, timeout_s: Optional[float] = None) -> bool:
        """Waits until the collector has everything logged so far, at most `exit_timeout_s` unless told otherwise. False when
        it has not; then it waits in memory or in the spool."""
        delivery = self._delivery
        if delivery is None:
            return True
        return delivery.flush(self._settings.exit_timeout_s if timeout_s is None else timeout_s)

    def close(self) -> None:
        """Flushes and ends the threads. An event that is logged later opens the handler again."""
        self.acquire()
        try:
            delivery, self._delivery = self._delivery, None
        finally:
            self.release()
        if delivery is not None:
            # logging.shutdown flushes and closes: the second must not wait again for a collector that is away. Twice, since
            # what was dropped is told by an event behind those that were waited for.
            if time.monotonic() - delivery.gave_up_at > 1 and delivery.flush(self._settings.exit_timeout_s):
                delivery.flush(self._settings.exit_timeout_s)
            delivery.close()
        super().close()

    def stats(self) -> Dict[str, int]:
        """Events since it was opened: `pending`, `delivered`, `rejected`, `dropped`; and `pending_bytes` in memory."""
        delivery = self._delivery
        return _NOTHING.copy() if delivery is None else delivery.stats()

    def _after_fork(self) -> None:
        delivery, self._delivery = self._delivery, None
        if delivery is not None:
            delivery.forget()

    def _say(self, code: str, text: str) -> None:
        now = time.monotonic()
        if now - self._said.get(code, -math.inf) < REPEAT_FAULT_S:
            return
        # First the mark: what is said may itself be logged.
        self._said[code] = now
        with contextlib.suppress(Exception):
            self._on_error(code, text)


_NOTHING = {"pending": 0, "delivered": 0, "rejected": 0, "dropped": 0, "pending_bytes": 0}


def _say_on_stderr(code: str, text: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"daybook: collector: {text} ({code})\n")


def _parse_url(text: str) -> urllib.parse.SplitResult:
    """The address of POST /logs. Raises ValueError with the right form."""
    right = "url (or DAYBOOK_URL) must be the address of the collector, such as http://127.0.0.1:8002"
    try:
        url = urllib.parse.urlsplit(text.strip())
        port_is_number = url.port is None or url.port > 0
    except ValueError as error:
        raise ValueError(f"{right}; {error}") from None
    if url.scheme not in ("http", "https") or not url.hostname or not port_is_number:
        raise ValueError(f"{right}, not {text!r}")
    if url.username is not None:
        raise ValueError(f"{right}; the key is given apart, as key or DAYBOOK_KEY")
    path = url.path.rstrip("/")
    return url._replace(path=path if path.endswith("/logs") else f"{path}/logs")


def _positive(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < math.inf:
        raise ValueError(f"{name} is {value!r}; it must be a number above 0")
    return value


def _after_fork_in_child() -> None:
    _random.seed()
    for handler in list(_handlers):
        handler._after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
