"""What loading the extension adds to a bare bot: memory at its peak, and time of the processor.

Run it as `test_archive.py` tells. Fresh processes take turns, so that whatever else the machine does is met by both.
"""

import statistics
import subprocess
import sys
from typing import Final

_ROUNDS: Final = 9
_MOST_MEMORY: Final = 6.1
"""MiB that are added at most."""
_MOST_TIME: Final = 0.5
"""The part of a bare bot's time that is added at most: a ratio, since a busy machine stretches both alike. It was
0.36 when this was written; the aim is about 100 ms on a machine that does nothing else."""

_BARE: Final = """
import asyncio, resource
import hikari, lightbulb

async def main():
    client = lightbulb.client_from_app(hikari.GatewayBot("MQ.x.y", banner=None, logs=None))
    {loading}

asyncio.run(main())
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_maxrss / 1024, used.ru_utime + used.ru_stime)
"""
_LOADED: Final = 'await client.load_extensions("lightbulb_audit"); assert client.registered_commands'


def _measure(loading: str) -> tuple[float, float]:
    """Peak memory in MiB and processor time in seconds of one process."""
    command = [sys.executable, "-O", "-c", _BARE.format(loading=loading)]
    memory, seconds = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(memory), float(seconds)


def test_loading_adds_little() -> None:
    """The medians of a bare bot and of one that loads the extension are close."""
    turns = [(_measure("pass"), _measure(_LOADED)) for _ in range(_ROUNDS)]
    bare, loaded = zip(*turns, strict=True)
    memory = [statistics.median(one[0] for one in side) for side in (bare, loaded)]
    seconds = [statistics.median(one[1] for one in side) for side in (bare, loaded)]
    sys.stdout.write(
        f"\nbare {memory[0]:.1f} MiB, {seconds[0] * 1000:.0f} ms; loading adds "
        f"{memory[1] - memory[0]:.2f} MiB, {(seconds[1] - seconds[0]) * 1000:.0f} ms\n"
    )
    assert memory[1] - memory[0] <= _MOST_MEMORY
    assert seconds[1] - seconds[0] <= _MOST_TIME * seconds[0]
