"""Reading and writing the rows of many servers in one statement each.

The statements go to the driver as they are, with one or few parameters: SQLAlchemy would make and compile a new one
for each number of servers, and PostgreSQL plan it. SQLite's driver is asked itself: each question then crosses once to
its thread and back, and not four times. All names in them are those of our own tables.
"""

import functools
import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

Key = tuple[Any, ...]
Known = Literal["refuse", "leave", "replace"]


async def fetch_by_key(
    connection: AsyncConnection, columns: Sequence["sa.Column[Any]"], keys: Collection[Key], *, is_locked: bool = False
) -> Sequence[Sequence[Any]]:
    """Return the rows of a table whose key begins with one of some values, in the order of the key.

    Args:
        connection: A transaction.
        columns: Which columns, all of one table; as the driver gives them, so what is true may be 1.
        keys: Values for the first columns of its primary key, all of one length.
        is_locked: Whether the rows are locked until the transaction ends, in this order; PostgreSQL leaves those out
            that another transaction holds, and SQLite has locked all there is.
    """
    if not keys:
        return []
    parts = len(next(iter(keys)))
    is_sqlite = connection.dialect.name == "sqlite"
    text = _select(tuple(columns), parts, is_sqlite=is_sqlite, is_locked=is_locked)
    given = (json.dumps(sorted(keys)),) if is_sqlite else tuple(list(part) for part in zip(*sorted(keys), strict=True))
    return await fetch(connection, text, given)


async def fetch(connection: AsyncConnection, text: str, given: tuple[Any, ...]) -> Sequence[Sequence[Any]]:
    """Return the rows that a statement in the driver's own words gives."""
    driver = _sqlite_driver(connection)
    if driver is not None:
        return list(await driver.execute_fetchall(text, given))
    return (await connection.exec_driver_sql(text, given)).all()


async def execute(connection: AsyncConnection, text: str, given: tuple[Any, ...]) -> int:
    """Run a statement in the driver's own words once; how many rows it wrote."""
    driver = _sqlite_driver(connection)
    if driver is not None:
        return (await driver.execute(text, given)).rowcount
    return (await connection.exec_driver_sql(text, given)).rowcount


def _sqlite_driver(connection: AsyncConnection) -> Any:
    """Return SQLite's driver, whose transaction has begun by now; None for PostgreSQL, where SQLAlchemy begins it."""
    if connection.dialect.name != "sqlite" or connection.sync_connection is None:
        return None
    return connection.sync_connection.connection.driver_connection


@functools.lru_cache
def _select(columns: "tuple[sa.Column[Any], ...]", parts: int, *, is_sqlite: bool, is_locked: bool) -> str:
    table = columns[0].table
    key = list(enumerate(_key(table)[:parts]))
    wanted = ", ".join(f't."{column.name}"' for column in columns)
    order = ", ".join(f't."{name}"' for name in _key(table))
    if is_sqlite:
        on = " AND ".join(f"t.\"{name}\" = json_extract(k.value, '$[{at}]')" for at, name in key)
        # CROSS JOIN: SQLite then goes from the keys to the table, and never the other way.
        return f"SELECT {wanted} FROM json_each(?) AS k CROSS JOIN {table} AS t ON {on} ORDER BY {order}"  # noqa: S608
    kinds = ("bigint" if isinstance(table.c[name].type, sa.BigInteger) else "text" for _, name in key)
    arrays = ", ".join(f"${at}::{kind}[]" for at, kind in enumerate(kinds, 1))
    given = ", ".join(f"k{at}" for at, _ in key)
    on = " AND ".join(f'"{name}" = k.k{at}' for at, name in key)
    locked = "FOR UPDATE SKIP LOCKED " if is_locked else ""
    # OFFSET 0: PostgreSQL then looks up each key by the index, however small it takes the table for.
    rows = f"SELECT * FROM {table} WHERE {on} OFFSET 0 {locked}"  # noqa: S608
    return f"SELECT {wanted} FROM unnest({arrays}) AS k({given}) CROSS JOIN LATERAL ({rows}) AS t ORDER BY {order}"  # noqa: S608


async def insert(
    connection: AsyncConnection, table: sa.Table, rows: Sequence[Key], *, if_known: Known = "refuse"
) -> None:
    """Insert many rows, each with a value for every column in the table's order.

    The driver takes them as they are: preparing each by its columns' types would take longer than writing them.

    Args:
        connection: A transaction.
        table: Where to.
        rows: The rows.
        if_known: What becomes of a row whose key is there.
    """
    text = f"INSERT INTO {table} ({_names(table)}) VALUES ({_places(len(table.columns))})"  # noqa: S608
    if if_known == "leave":
        text += " ON CONFLICT DO NOTHING"
    elif if_known == "replace":
        text += f" ON CONFLICT ({', '.join(_key(table))}) DO UPDATE SET {_excluded(table)}"
    await run(connection, text, rows)


async def delete(connection: AsyncConnection, table: sa.Table, keys: Iterable[Key]) -> None:
    """Delete the rows of some keys."""
    where = " AND ".join(f'"{name}" = ?' for name in _key(table))
    await run(connection, f"DELETE FROM {table} WHERE {where}", list(keys))  # noqa: S608


async def run(connection: AsyncConnection, text: str, rows: Sequence[Key]) -> None:
    """Run a statement, written with `?`, once for each of some rows."""
    if not rows:
        return
    driver = _sqlite_driver(connection)
    if driver is not None:
        await driver.executemany(text, rows)
        return
    first, *rest = text.split("?")
    text = first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))
    await connection.exec_driver_sql(text, list(rows))


def _key(table: sa.Table) -> list[str]:
    return [column.name for column in table.primary_key]


def _names(table: sa.Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _places(count: int) -> str:
    return ", ".join("?" * count)


def _excluded(table: sa.Table) -> str:
    return ", ".join(f'"{one.name}" = excluded."{one.name}"' for one in table.columns if not one.primary_key)
