"""What the tests of the archive share: an open one, in either database."""

from collections.abc import AsyncIterator

import pytest
from tests.contract.archive.kit import Plain

from lightbulb_audit.archive import open_archive
from lightbulb_audit.archive.store import Archive


@pytest.fixture
async def archive(address: str) -> AsyncIterator[Archive]:
    """An open archive in an empty database."""
    async with await open_archive(address) as opened:
        yield opened


@pytest.fixture
def plain(address: str) -> Plain:
    """The same database by its bare driver."""
    return Plain(address)
