import asyncio
import sys

from tests.contract.archive.kit import GUILD, findings, head, seen

from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.store import Archive

_WRITE = """
import asyncio, random, sys
sys.path.insert(0, ".")
from tests.contract.archive.kit import GUILD, seen
from lightbulb_audit.archive import open_archive

async def main():
    rng = random.Random(int(sys.argv[2]))
    async with await open_archive(sys.argv[1]) as archive:
        sys.stdin.readline()
        for turn in range(40):
            some = [seen(rng.randint(1, 200), options={"count": str(rng.randint(1, 50))}) for _ in range(10)]
            await archive.append(GUILD, some)

asyncio.run(main())
"""


async def test_processes_that_write_at_the_same_time(address: str, archive: Archive) -> None:
    """Several processes and tasks that write the same entries of one server never break its chain."""
    running = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _WRITE,
            address,
            str(seed),
            stdin=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        for seed in range(2)
    ]
    here = [archive.append(GUILD, [seen(n, options={"count": "60"})]) for n in range(1, 21)]
    ended, _ = await asyncio.gather(
        asyncio.gather(*(process.communicate(b"go\n") for process in running)), asyncio.gather(*here)
    )
    assert [(process.returncode, said) for process, (_, said) in zip(running, ended, strict=True)] == [(0, b"")] * 2
    (status,) = await archive.status(GUILD)
    assert status.head.number == status.observations > status.holding.entries > 100
    assert await findings(archive) == []


async def test_a_writer_that_is_killed_leaves_whole_appends(address: str) -> None:
    """After a real SIGKILL the chain verifies, and the next writer goes on behind it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _WRITE.replace("range(40)", "range(100000)"), address, "1", stdin=asyncio.subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.write(b"go\n")
    async with await open_archive(address) as archive:
        while not await archive.status() or (await head(archive)).number < 50:
            await asyncio.sleep(0.02)
        process.kill()
        await process.communicate()
        before = await head(archive)
        assert await findings(archive) == []
        await archive.append(GUILD, [seen(1000)])
        assert (await head(archive)).number == before.number + 1
        assert await findings(archive, {GUILD: before.digest}) == []
