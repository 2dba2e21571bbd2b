"""The first date of a process, which loads the date parser's tables."""

import subprocess
import sys
from typing import Final

_MOST: Final = 0.5
"""The part of the first parse for which the loop may stand still: without a thread it is all of it."""

_PROGRAM: Final = """
import asyncio, datetime, time, zoneinfo
from lightbulb_audit.services.query_parser import QueryParser

async def tick(lags):
    while True:
        started = time.perf_counter()
        await asyncio.sleep(0.001)
        lags.append(time.perf_counter() - started)

async def main():
    now = datetime.datetime(2026, 11, 26, 16, tzinfo=datetime.UTC)
    parser = QueryParser(None, None, lambda: now, zoneinfo.ZoneInfo("UTC"))
    lags = []
    ticking = asyncio.create_task(tick(lags))
    await asyncio.sleep(0.01)
    lags.clear()
    started = time.perf_counter()
    found = await parser.parse_moment("3 weeks and 2 days ago", "When")
    lasted = time.perf_counter() - started
    await asyncio.sleep(0.01)
    ticking.cancel()
    assert found == now - datetime.timedelta(days=23), found
    print(max(lags) / lasted)

asyncio.run(main())
"""


def test_the_first_date_does_not_block_the_loop() -> None:
    """While the first date of a fresh process is parsed, the event loop goes on: its longest stop is a part of it."""
    ran = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)
    assert float(ran.stdout) < _MOST
