"""A sitting in the city: another one each day, so that a failure can be had again by its seed."""

import contextlib
import datetime
import os
import pathlib
from collections.abc import AsyncGenerator
from typing import Final

from tests.journeys.city import City
from tests.journeys.city_reading import Reading
from tests.journeys.conftest import playing
from tests.journeys.test_coverage import told

from discord_standin import Session

SEED: Final = int(os.environ.get("CITY_SEED", datetime.datetime.now(datetime.UTC).toordinal()))


@contextlib.asynccontextmanager
async def sit(folder: pathlib.Path, *, is_kept: bool) -> AsyncGenerator[tuple[Session, Reading, bool]]:
    """The city with the bot in it, a plain reading of its log, and whether there is an archive, complete then.

    Args:
        folder: Where an archive may be made.
        is_kept: Whether there is one.
    """
    city, archive = City(SEED, datetime.datetime.now(datetime.UTC)), f"sqlite:///{folder}/archive.sqlite3"
    async with playing(city.json(), archive=archive if is_kept else "") as session:
        if is_kept:
            await told(session, "✅ Complete")
        yield session, Reading(city), is_kept
