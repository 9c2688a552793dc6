"""A bot in Python that logs with nothing but the standard library. Needs DAYBOOK_URL and DAYBOOK_KEY."""

import json
import os
import urllib.error
import urllib.request
import uuid

URL = os.environ["DAYBOOK_URL"].rstrip("/") + "/logs"
KEY = os.environ["DAYBOOK_KEY"]


def send(events):
    """Sends a list of events; returns when they are durable. A retry with the same ids adds nothing."""
    body = "\n".join(json.dumps(event) for event in events).encode()
    headers = {"Content-Type": "application/x-ndjson", "Authorization": "Bearer " + KEY}
    request = urllib.request.Request(URL, data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def event(level, message, **fields):
    return {"id": str(uuid.uuid4()), "service": "python-bot", "level": level, "message": message, **fields}


try:
    print(send([
        event("INFO", "connected", exchange="kraken"),
        event("TRADE_EXECUTED", "bought", event_type="order_filled", symbol="ETHUSDT", side="buy",
              quantity="0.5", price="2301.07", order_id="py_1"),
        event("WARNING", "spread too wide", symbol="ETHUSDT", data={"spread_bps": 14}),
    ]))
except urllib.error.HTTPError as error:
    # The answer is a problem document: its code is stable, its hint says what to do.
    print(error.read().decode())
    raise SystemExit(1)
