"""A bot in Python that logs to Daybook. Needs DAYBOOK_URL and DAYBOOK_KEY."""

import logging
import sys
from decimal import Decimal
from pathlib import Path

# In a program of yours daybook_logging.py lies beside it: copy it from clients/python.
sys.path.insert(0, str(Path(__file__).parent.parent / "clients" / "python"))
from daybook_logging import DaybookHandler, daybook_context, event  # noqa: E402

logging.basicConfig(level=logging.INFO, handlers=[logging.StreamHandler(), DaybookHandler(service="python-bot")])
log = logging.getLogger("bot.trading")

log.info("connected to %s", "kraken", extra={"exchange": "kraken"})
with daybook_context(request_id="cycle-1", strategy="breakout"):
    event(log, "order_filled", "bought", symbol="ETHUSDT", side="buy", order_id="py_1",
          quantity=Decimal("0.50"), price=Decimal("2301.070"))
    log.warning("spread too wide", extra={"symbol": "ETHUSDT", "spread_bps": 14})
try:
    raise ConnectionError("the exchange answered 502, api_key=this-never-leaves-the-process")
except ConnectionError:
    log.exception("balance could not be read", extra={"api_secret": "nor does this"})
# The end of the program waits until the collector has everything.
