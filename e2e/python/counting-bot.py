"""Logs `COUNT` numbered events, then does what `END` says: `return`, or `wait` until it is killed. SPOOL may name a folder."""

import logging
import os
import sys
import time

from daybook_logging import DaybookHandler

count = int(os.environ["COUNT"])
# Memory for all of them: what is tested is delivery, not the policy when memory is full.
handler = DaybookHandler(
    service="counting-bot", spool_dir=os.environ.get("SPOOL"), max_buffer_bytes=256 * 1024 * 1024, exit_timeout_s=600
)
log = logging.getLogger("counting")
log.setLevel(logging.INFO)
log.addHandler(handler)
for i in range(1, count + 1):
    log.info("event %d", i, extra={"symbol": "BTCUSDT", "price": f"42001.{i:06d}0", "n": i})
    if i % 1000 == 0:
        # At a bot's pace, so that the collector is met in every state.
        time.sleep(0.002)
        print(i, flush=True)
if os.environ.get("END") == "wait":
    # False at once when the collector is away and everything stands in the spool.
    handler.flush()
    print("spooled", flush=True)
    sys.stdin.read()
