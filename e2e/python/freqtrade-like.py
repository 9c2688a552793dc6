"""Logs as a bot of freqtrade's kind does: dictConfig, module loggers, %-arguments, a queue between the loop and the handlers,
libraries that log by themselves. DAYBOOK_URL and DAYBOOK_KEY say where to."""

import decimal
import logging
import logging.config
import logging.handlers
import multiprocessing
import queue
import warnings

from daybook_logging import add_level_names, daybook_context, event

add_level_names()
logging.config.dictConfig(
    {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"standard": {"format": "%(asctime)s - %(name)s - %(levelname)s - %(message)s"}},
        "handlers": {
            "daybook": {
                "class": "daybook_logging.DaybookHandler",
                "service": "freqtrade",
                "formatter": "standard",
                "fields": {"exchange": "kraken"},
            }
        },
        "root": {"level": "INFO", "handlers": ["daybook"]},
        "loggers": {"ccxt": {"level": "WARNING"}},
    }
)
worker = logging.getLogger("freqtrade.worker")
strategy = logging.getLogger("freqtrade.strategy.interface")

worker.info("Bot heartbeat. PID=%s, version='%s', state='%s'", 4711, "2024.1", "RUNNING")
with daybook_context(request_id="cycle-1", strategy="SampleStrategy"):
    strategy.info("Long signal found: about create a new trade for %(pair)s with stake_amount: %(stake)s ...",
                  {"pair": "ETH/USDT", "stake": 0.1})
    event(worker, "order_filled", symbol="ETH/USDT", side="buy", order_id="ft_1",
          quantity=decimal.Decimal("0.123456789012345678"), price=decimal.Decimal("2301.070"), fees="1E-7", pair_lock=None)
    worker.log(logging.getLevelName("TRADE_EXECUTED"), "exit_long %s", "ETH/USDT", extra={"trade_id": 17, "pnl": -0.25})
try:
    try:
        raise TimeoutError("POST https://api.kraken.com/0/private/Balance?apiKey=planted-key-1 timed out")
    except TimeoutError as cause:
        raise RuntimeError("Could not get balance due to TimeoutError") from cause
except RuntimeError:
    worker.exception("Temporary failure, retrying in %d seconds", 30)

logging.getLogger("ccxt.base.exchange").info("too chatty")
urllib3 = logging.getLogger("urllib3.connectionpool")
urllib3.warning("Retrying (%r) after connection broken by '%r': %s", 2, OSError(5), "/0/public")
logging.captureWarnings(True)
warnings.warn("pandas says that this will go", DeprecationWarning, stacklevel=1)
# Python 3.12 warns of a fork beside threads.
warnings.simplefilter("ignore")

records = queue.Queue()
root = logging.getLogger()
listener = logging.handlers.QueueListener(records, *root.handlers)
root.handlers = [logging.handlers.QueueHandler(records)]
listener.start()
worker.info("through the queue, password=planted-key-2")
listener.stop()
root.handlers = list(listener.handlers)


def backtest(number):
    logging.getLogger(f"freqtrade.hyperopt.{number}").info("epoch %d", number)


if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=backtest, args=(number,)) for number in range(3)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    worker.warning("Cleaning up modules ...")
