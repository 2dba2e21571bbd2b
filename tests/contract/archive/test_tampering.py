import pytest
from tests.contract.archive.kit import BASE, GUILD, Plain, findings, head, seen, unindexed

from lightbulb_audit.archive.store import Archive

_OBS = f"observations WHERE guild_id = {GUILD} AND number"
_SET = f"UPDATE observations SET %s WHERE guild_id = {GUILD} AND number"
_COLUMNS = "guild_id, entry_id, raw, seen_at, way, redacted, salt, content, digest, version, covered, proof"


def _moved(first: int, to: int) -> str:
    return f"{_SET % f'number = {to}'} = {first}"


_INSERT = (
    "INSERT INTO observations (number, {columns}) SELECT {number}, {columns} FROM observations"
    f" WHERE guild_id = {GUILD} AND number = 2"
)
_TERM = f"guild_id = {GUILD} AND term = '6'"
_NUMBER = f"(SELECT number FROM vocabulary WHERE {_TERM})"
_POSTING = f"number = {_NUMBER}"
_OTHER = f"number = (SELECT number FROM vocabulary WHERE guild_id = {GUILD} AND term = '5')"
_INDEX = "the index of terms: it is not what the entries say"


@pytest.fixture
async def filled(archive: Archive) -> Archive:
    """Ten rows of one server, and one of another."""
    await archive.append(GUILD, [seen(number) for number in range(1, 11)])
    await archive.append(7, [seen(1)])
    assert await findings(archive) == []
    return archive


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        ([f"{_SET % 'raw = replace(raw, chr(114), chr(82))'} = 4"], {"row 4: altered"}),
        ([f"{_SET % 'seen_at = seen_at + 1'} = 4"], {"row 4: altered"}),
        ([f"{_SET % 'way = chr(120)'} = 10"], {"row 10: altered"}),
        ([f"{_SET % 'entry_id = 5'} = 1"], {"row 1: altered", f"entry {BASE + (1 << 22)}: no observation tells of it"}),
        ([f"{_SET % 'salt = content'} = 3"], {"row 3: altered"}),
        ([f"{_SET % 'raw = chr(120)'} = 3"], {"row 3: altered"}),
        ([f"DELETE FROM {_OBS} = 5"], {"row 5: removed", f"entry {BASE + (5 << 22)}: no observation tells of it"}),
        ([f"DELETE FROM {_OBS} = 1"], {"row 1: removed", f"entry {BASE + (1 << 22)}: no observation tells of it"}),
        (
            [
                f"DELETE FROM {_OBS} > 8",
                f"DELETE FROM entries WHERE entry_id > {BASE + (8 << 22)}",
                *unindexed(f"entry_id > {BASE + (8 << 22)}"),
            ],
            {"rows 9 to 10: removed"},
        ),
        ([_moved(3, 99), _moved(4, 3), _moved(99, 4)], {"rows 3 and 4: they were swapped"}),
        ([_moved(2, 99), _moved(9, 2), _moved(99, 9)], {"rows 2 and 9: they were swapped"}),
        ([_INSERT.format(columns=_COLUMNS, number=11)], {"row 11: it was put in behind the end of the chain"}),
        ([_INSERT.format(columns=_COLUMNS, number=0)], {"row 0: it was put in before the beginning of the chain"}),
        (
            [
                *(_moved(number, number + 1) for number in range(10, 4, -1)),
                _INSERT.format(columns=_COLUMNS, number=5),
                f"UPDATE guilds SET head_number = 11 WHERE guild_id = {GUILD}",
            ],
            {"row 5: put in between two rows that belong together"},
        ),
        ([f"UPDATE guilds SET head_number = 9 WHERE guild_id = {GUILD}"], None),
        ([f"UPDATE guilds SET head_digest = anchor_digest WHERE guild_id = {GUILD}"], None),
        ([f"UPDATE guilds SET anchor_digest = head_digest WHERE guild_id = {GUILD}"], None),
        ([f"DELETE FROM guilds WHERE guild_id = {GUILD}"], {"the head: removed"}),
        (
            [f"UPDATE entries SET reason = 'x' WHERE entry_id = {BASE + (6 << 22)} AND guild_id = {GUILD}"],
            {f"entry {BASE + (6 << 22)}: its state of today was altered"},
        ),
        (
            [f"UPDATE entries SET raw = 'x' WHERE entry_id = {BASE + (6 << 22)} AND guild_id = {GUILD}"],
            {f"entry {BASE + (6 << 22)}: its state of today was altered"},
        ),
        (
            [f"DELETE FROM entries WHERE entry_id = {BASE + (6 << 22)} AND guild_id = {GUILD}"],
            {f"entry {BASE + (6 << 22)}: removed"},
        ),
        (
            [f"UPDATE entries SET entry_id = 9 WHERE entry_id = {BASE + (6 << 22)} AND guild_id = {GUILD}"],
            {f"entry {BASE + (6 << 22)}: removed", "entry 9: no observation tells of it"},
        ),
        (
            [f"UPDATE entries SET terms = terms || 'x ' WHERE entry_id = {BASE + (6 << 22)} AND guild_id = {GUILD}"],
            {f"entry {BASE + (6 << 22)}: its state of today was altered"},
        ),
        ([f"UPDATE vocabulary SET term = 'other' WHERE {_TERM}"], {_INDEX}),
        ([f"UPDATE postings SET entry_id = entry_id + 1 WHERE {_POSTING}"], {_INDEX}),
        ([f"UPDATE vocabulary SET guild_id = 8 WHERE {_TERM}"], {_INDEX}),
        ([f"UPDATE vocabulary SET number = 99999 WHERE {_TERM}"], {_INDEX}),
        ([f"DELETE FROM vocabulary WHERE {_TERM}"], {_INDEX}),
        ([f"DELETE FROM postings WHERE {_POSTING}"], {_INDEX}),
        ([f"DELETE FROM vocabulary WHERE guild_id = {GUILD}"], {_INDEX}),
        (list(unindexed()), {_INDEX}),
        ([f"INSERT INTO vocabulary VALUES ({GUILD}, 'other', {_NUMBER})"], {_INDEX}),
        ([f"INSERT INTO vocabulary VALUES ({GUILD}, 'other', 99999)"], {_INDEX}),
        ([f"INSERT INTO postings VALUES ({_NUMBER}, 9)"], {_INDEX}),
        (
            [  # as many rows, and the same ids
                f"UPDATE postings SET entry_id = 1 WHERE {_POSTING}",
                f"UPDATE postings SET entry_id = {BASE + (6 << 22)} WHERE {_OTHER}",
                f"UPDATE postings SET entry_id = {BASE + (5 << 22)} WHERE {_POSTING}",
            ],
            {_INDEX},
        ),
    ],
)
async def test_verify_names_the_place(
    filled: Archive, plain: Plain, statements: list[str], said: set[str] | None
) -> None:
    """Whatever plain SQL does to a row, a head or a state, `verify` says where, and of no other place."""
    await plain.run(*(_in_sqlite(one) if plain.is_sqlite else one for one in statements))
    found = {str(finding).removeprefix(f"guild {GUILD}, ") for finding in await findings(filled)}
    assert found == said if said is not None else found


def _in_sqlite(statement: str) -> str:
    return statement.replace("chr(", "char(")


@pytest.mark.parametrize(
    "column",
    _COLUMNS.replace(",", "").split()[1:],
)
async def test_every_column_of_every_row_counts(filled: Archive, plain: Plain, column: str) -> None:
    """No column of an observation can change unseen, in whichever row."""
    change = {
        "seen_at": "seen_at - 1",
        "entry_id": "entry_id + 1",
        "redacted": "NOT redacted",
        "way": "'re-read'",
        "raw": "raw || ' '",
        "version": "NULL",
        "covered": "'1-2'",
        "proof": "digest",
    }
    for number in range(1, 11):
        (row,) = await plain.run(f"SELECT {column} FROM {_OBS} = {number}")
        (other,) = await plain.run(f"SELECT {column} FROM observations WHERE guild_id = 7")
        hexed = other[0].hex() if isinstance(other[0], bytes) else ""
        literal = f"x'{hexed}'" if plain.is_sqlite else f"'\\x{hexed}'::bytea"
        await plain.run(f"{_SET % f'{column} = {change.get(column, literal)}'} = {number}")
        assert any(f"row {n}" in finding.place for finding in await findings(filled) for n in (number, number + 1))
        back = row[0]
        if isinstance(back, bytes):
            restored = f"x'{back.hex()}'" if plain.is_sqlite else f"'\\x{back.hex()}'::bytea"
        elif column == "redacted":
            restored = "false"
        elif back is None:
            restored = "NULL"
        else:
            restored = repr(back) if isinstance(back, int) else "'" + str(back).replace("'", "''") + "'"
        await plain.run(f"{_SET % f'{column} = {restored}'} = {number}")
    assert await findings(filled) == []


async def test_a_tail_cut_off_with_its_head_corrected(filled: Archive, plain: Plain) -> None:
    """Only a head that was kept elsewhere can show it; one that is still in the chain proves all before it."""
    kept = (await head(filled)).digest
    await filled.append(GUILD, [seen(11)])
    assert await findings(filled, {GUILD: kept}) == []
    await plain.run(
        f"DELETE FROM {_OBS} > 8",
        f"DELETE FROM entries WHERE guild_id = {GUILD} AND entry_id > {BASE + (8 << 22)}",
        *unindexed(f"entry_id > {BASE + (8 << 22)}"),
        f"UPDATE guilds SET head_number = 8, head_digest = (SELECT digest FROM {_OBS} = 8) WHERE guild_id = {GUILD}",
    )
    assert await findings(filled) == []
    (found,) = await findings(filled, {GUILD: kept})
    assert "does not hold the head that was kept elsewhere" in found.problem
    (found,) = await findings(filled, {4: kept})
    assert (found.guild_id, found.place) == (4, "the chain")


async def test_a_beginning_cut_off_as_if_it_were_pruned(filled: Archive, plain: Plain) -> None:
    """An anchor that no row of the chain tells of is no pruning."""
    await plain.run(
        f"UPDATE guilds SET anchor_digest = (SELECT digest FROM {_OBS} = 3) WHERE guild_id = {GUILD}",
        f"UPDATE guilds SET anchor_number = 3 WHERE guild_id = {GUILD}",
        f"DELETE FROM {_OBS} <= 3",
        f"DELETE FROM entries WHERE guild_id = {GUILD} AND entry_id <= {BASE + (3 << 22)}",
        *unindexed(f"entry_id <= {BASE + (3 << 22)}"),
    )
    assert [str(finding) for finding in await findings(filled)] == [f"guild {GUILD}, rows 1 to 3: removed"]


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (f"{_SET % 'raw = CAST(raw || X{0} AS TEXT)'} = 4", {"row 4: altered"}),
        (f"{_SET % 'way = CAST(X{0} AS TEXT)'} = 4", {"row 4: altered"}),
        (f"{_SET % 'salt = CAST(salt AS TEXT)'} = 4", {"row 4: altered"}),
        (f"{_SET % 'raw = CAST(raw AS BLOB)'} = 4", {"row 4: altered"}),
        (f"{_SET % 'seen_at = {1}'} = 4", {"row 4: altered"}),
        (f"{_SET % 'number = {1}'} = 4", {"row 4: removed", "row x: no row was ever given this number"}),
        (f"{_SET % 'number = 4.5'} = 4", {"row 4: removed", "row 4.5: no row was ever given this number"}),
        ("UPDATE guilds SET head_number = {1} WHERE guild_id <> 7", {"the head: altered"}),
        ("UPDATE guilds SET head_number = -1 WHERE guild_id <> 7", {"the head: altered"}),
        (
            "UPDATE guilds SET head_digest = CAST(X{0} AS TEXT) WHERE guild_id <> 7",
            {"row 10: the end of the chain is not what the head says: one of them was altered"},
        ),
        ("UPDATE guilds SET anchor_digest = 5 WHERE guild_id <> 7", None),
        (
            f"UPDATE entries SET raw = CAST(X{{0}} AS TEXT) WHERE entry_id = {BASE + (6 << 22)}",
            {f"entry {BASE + (6 << 22)}: its state of today was altered"},
        ),
        (
            f"UPDATE entries SET reason = CAST(X{{0}} AS TEXT) WHERE entry_id = {BASE + (6 << 22)}",
            {f"entry {BASE + (6 << 22)}: its state of today was altered"},
        ),
    ],
)
async def test_what_is_no_text_and_no_number(
    filled: Archive, plain: Plain, statement: str, said: set[str] | None
) -> None:
    """Bytes that are no text, and values of another kind, which SQLite takes, are named like any other change."""
    await plain.run(statement.format("'ff'", "'x'"))
    found = {str(finding).removeprefix(f"guild {GUILD}, ") for finding in await findings(filled)}
    assert found == said if said is not None else found
    assert await filled.status()


async def test_all_but_the_entries_removed(filled: Archive, plain: Plain) -> None:
    """Entries whose server has neither a chain nor a head tell of both."""
    await plain.run(*(f"DELETE FROM {table} WHERE guild_id = {GUILD}" for table in ("observations", "guilds")))
    assert [str(finding) for finding in await findings(filled)] == [f"guild {GUILD}, the head: removed"]
