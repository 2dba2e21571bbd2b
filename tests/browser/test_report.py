"""The page of a report in a real browser, as a reader has it before them."""

import dataclasses
import pathlib
import shutil
from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from tests.files import chunks
from tests.properties import hostile
from tests.unit.entries import ANNA, BOB, ENTRY_ID, GENERAL, KNOWN, OLGA, change, entry, told
from tests.unit.render.test_export import REPORT

from lightbulb_audit.catalog import words
from lightbulb_audit.catalog.kinds import Kind
from lightbulb_audit.describe import Description
from lightbulb_audit.describe.names.name_table import Known, Names
from lightbulb_audit.render.export import FORMATS, Report

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS: Final = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WATCH: Final = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
"""
ALIVE: Final = (
    "<script>document.title = 'alive'</script>",
    "<img src=x onerror=\"document.title = 'alive'\">",
    "</style><style>tr { display: none }</style>",
    "</script><script>document.title = 'alive'</script>",
    "</title><script>document.title = 'alive'</script>",
    "</td></tr></table><svg onload=\"document.title = 'alive'\">",
    "javascript:document.title='alive'",
    '"><a href="javascript:document.title=\'alive\'">click</a>',
    "<!-- <plaintext>",
    "<iframe srcdoc=\"<script>parent.document.title = 'alive'</script>\">",
    "<meta http-equiv=refresh content='0; url=https://evil.example'>",
    "<link rel=stylesheet href=https://evil.example>",
    "{{constructor.constructor('document.title=1')()}}",
    "W" * 5000,
    *hostile.FRAGMENTS,
)
CONTRASTS: Final = """() => {
    const style = getComputedStyle(document.documentElement);
    const light = (name) => {
        const digits = style.getPropertyValue(name).trim().slice(1);
        const [red, green, blue] = [0, 2, 4].map((at) => parseInt(digits.slice(at, at + 2), 16) / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (one, other) => {
        const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
        return (bright + 0.05) / (dark + 0.05);
    };
    const texts = ["--ink", "--soft", "--link"]
        .flatMap((text) => [contrast(text, "--paper"), contrast(text, "--raised")]);
    const tones = ["--add", "--change", "--remove", "--sanction", "--release"].map((tone) => contrast(tone, "--paper"));
    return [Math.min(...texts), Math.min(...tones)];
}"""
"""The least contrast of any text, and of any tone, as WCAG 2.2 counts it."""


@dataclasses.dataclass
class Shown:
    """A page that is open, and what went on while it was.

    Attributes:
        page: The page.
        requests: What it asked for beside itself.
        noise: What it wrote to the console, and every dialogue and error.
    """

    page: Page
    requests: list[str]
    noise: list[str]

    @property
    def rows(self) -> Locator:
        """The entries that can be seen."""
        return self.page.locator("tbody tr:visible")

    def assert_quiet(self) -> None:
        """Nothing ran but our own script, nothing was asked for, and nothing even tried."""
        assert self.page.evaluate("violations") == []
        assert self.requests == []
        assert self.noise == []

    def search(self, text: str, count: str) -> None:
        """Type into the search, and wait for the count."""
        self.page.get_by_label("Search").fill(text)
        expect(self.page.locator("#found")).to_have_text(count, timeout=10_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser of this machine."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no browser is installed: none of {', '.join(BROWSERS)} is on the PATH")
    with sync_playwright() as running:
        opened = running.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


class Opener:
    """Opens pages.

    Args:
        browser: In which browser.
        folder: Where their files may lie.
    """

    def __init__(self, browser: Browser, folder: pathlib.Path) -> None:
        self._browser = browser
        self._folder = folder
        self._count = 0

    def html(self, text: str, **settings: Any) -> Shown:
        """Open a page of any text, as a reader whose browser is set up so."""
        self._count += 1
        path = self._folder / f"report{self._count}.html"
        path.write_text(text, encoding="utf-8", newline="")
        usual: dict[str, Any] = {"timezone_id": "UTC", "locale": "en-GB"}
        context = self._browser.new_context(**{**usual, **settings})
        context.add_init_script(WATCH)
        page = context.new_page()
        shown = Shown(page, [], [])
        page.on("console", lambda message: shown.noise.append(message.text))
        page.on("pageerror", lambda error: shown.noise.append(str(error)))
        page.on("dialog", lambda dialog: shown.noise.append(dialog.message))
        page.on("request", lambda request: shown.requests.append(request.url))
        page.goto(path.as_uri())
        assert shown.requests.pop(0) == path.as_uri()
        return shown

    def entries(self, told: list[Description], report: Report = REPORT, **settings: Any) -> Shown:
        """Open a report of entries."""
        return self.html("".join(chunks(FORMATS["html"], report, told)), **settings)


@pytest.fixture
def opener(browser: Browser, tmp_path: pathlib.Path) -> Iterator[Opener]:
    """What opens pages; all that it opened is closed in the end."""
    yield Opener(browser, tmp_path)
    for context in browser.contexts:
        context.close()


def some() -> list[Description]:
    """Three entries by two people."""
    names = Names({**KNOWN, (Kind.USER, BOB): Known("José Ñandú")})
    rows = (
        entry(22, BOB, reason="raid", entry_id=ENTRY_ID + 2),
        entry(24, BOB, change("nick", "Robbie", "bob"), entry_id=ENTRY_ID + 1),
        entry(72, ANNA, user=OLGA, options={"channel_id": str(GENERAL), "count": "5"}, entry_id=ENTRY_ID),
    )
    return [told(row, names) for row in rows]


def test_a_report_opens(opener: Opener) -> None:
    """The page shows its heading, its facts and a row an entry, asks for nothing, and runs its own script alone."""
    shown = opener.entries(some())
    assert shown.page.title() == "The Prancing Pony · audit log"
    assert shown.rows.count() == 3
    assert shown.rows.nth(0).locator("p").all_inner_texts()[:2] == ["🔨 anna banned José Ñandú", "— raid"]
    assert shown.page.locator("header").inner_text().count("bans by anna") == 1
    assert shown.page.locator("#found").inner_text() == "3 entries"
    shown.assert_quiet()


def test_the_search(opener: Opener) -> None:
    """As one types, only the entries stay that hold every word, with or without marks, and the count says how many."""
    shown = opener.entries(some())
    for text, count in (
        ("anna", 3),
        ("ANNA raid", 1),
        ("jose nandu", 1),
        ("robbie", 1),
        (str(ENTRY_ID + 1), 1),
        ("messages deleted", 1),
        ("no such thing", 0),
    ):
        shown.search(text, f"{count} of 3 entries")
        assert shown.rows.count() == count
        assert shown.page.get_by_text(words.EXPORT_EMPTY).is_visible() == (count == 0)
    shown.search("", "3 entries")
    assert shown.rows.count() == 3
    shown.assert_quiet()


def test_nothing_from_outside_is_alive(opener: Opener) -> None:
    """Whatever people call themselves, the page shows it letter by letter and stays what it was."""
    entries = [
        told(
            entry(22, BOB, change("nick", text, text), change(text, text), reason=text),
            Names({(Kind.USER, ANNA): Known(text), (Kind.USER, BOB): Known(text)}),
        )
        for text in ALIVE
    ]
    report = dataclasses.replace(REPORT, server=ALIVE[0], question=ALIVE[4], query=ALIVE[1], coverage=ALIVE[:4])
    shown = opener.entries(entries, report, viewport={"width": 390, "height": 844})
    assert shown.page.title() == f"{ALIVE[0]} · audit log"
    assert shown.rows.count() == len(ALIVE)
    for place, text in enumerate(ALIVE[:13]):
        assert shown.rows.nth(place).locator("b").nth(0).text_content() == text
    for summary in shown.page.locator("summary").all()[:20]:
        summary.click()
    assert shown.page.evaluate("document.documentElement.scrollWidth") == 390
    assert shown.page.locator("a, img, svg, iframe").count() == 0
    assert shown.page.locator("script").count() == 1
    shown.search("alive", f"{sum('alive' in text for text in ALIVE)} of {len(ALIVE)} entries")
    assert shown.page.title() == f"{ALIVE[0]} · audit log"
    shown.assert_quiet()


def test_the_policy_holds_by_itself(opener: Opener) -> None:
    """Even a tag that got into the page would neither run nor load nor look like anything."""
    text = "".join(chunks(FORMATS["html"], REPORT, some()))
    harm = (
        "<script>document.title = 'alive'</script>"
        "<img src='https://evil.example/x' onerror=\"document.title = 'alive'\">"
        "<style>tr { display: none }</style><p style='position: fixed'>x</p>"
    )
    shown = opener.html(text.replace("<main>", f"<main>{harm}"))
    assert shown.page.title() == "The Prancing Pony · audit log"
    assert shown.rows.count() == 3
    tried = set(shown.page.evaluate("violations"))
    assert tried == {"script-src-elem", "script-src-attr", "img-src", "style-src-elem", "style-src-attr"}


def test_without_scripts(opener: Opener) -> None:
    """A reader without scripts sees every entry and no search that would do nothing."""
    shown = opener.entries(some(), java_script_enabled=False)
    assert shown.rows.count() == 3
    assert not shown.page.get_by_label("Search").is_visible()
    assert not shown.page.get_by_text(words.EXPORT_EMPTY).is_visible()


def test_no_entries(opener: Opener) -> None:
    """A report of nothing says so, with scripts and without."""
    for is_on in (True, False):
        shown = opener.entries([], java_script_enabled=is_on)
        assert shown.page.get_by_text(words.EXPORT_EMPTY).is_visible()


def test_the_readers_own_time(opener: Opener) -> None:
    """Each time is there in UTC and, where the reader's zone is another, in theirs, with its date if that differs."""
    near = opener.entries(some(), timezone_id="Europe/Berlin")
    assert near.rows.nth(0).locator("time").all_inner_texts() == ["2026-11-20 10:02:55 UTC", "11:02 CET"]
    far = opener.entries(some(), timezone_id="Pacific/Kiritimati")
    assert far.rows.nth(0).locator("time").all_inner_texts() == ["2026-11-20 10:02:55 UTC", "21 Nov, 00:02 GMT+14"]
    same = opener.entries(some())
    assert same.rows.nth(0).locator("time").all_inner_texts() == ["2026-11-20 10:02:55 UTC"]


def test_on_paper(opener: Opener) -> None:
    """Printed, all that is folded is open and the search is gone; afterwards the page is as it was."""
    shown = opener.entries(some())
    shown.page.emulate_media(media="print")
    assert all(one.is_visible() for one in shown.page.locator(".ids, header code").all())
    assert not shown.page.get_by_label("Search").is_visible()
    assert shown.page.pdf().startswith(b"%PDF")
    shown.page.emulate_media(media="screen")
    assert shown.page.locator("details[open]").count() == 0
    assert not shown.page.locator(".ids").nth(0).is_visible()


def test_what_was_searched_is_said_on_paper(opener: Opener) -> None:
    """Who prints what a search left sees on the paper that it is not all."""
    shown = opener.entries(some())
    shown.search(" raid ", "1 of 3 entries")
    shown.page.emulate_media(media="print")
    assert shown.rows.count() == 1
    assert shown.page.locator("#found").is_visible()
    said = shown.page.evaluate("getComputedStyle(document.getElementById('found'), '::after').content")
    assert said == '" with “raid”"'


def test_by_keyboard(opener: Opener) -> None:
    """The keys alone lead to the search and to each entry, and unfold it."""
    page = opener.entries(some()).page
    focused: list[str] = []
    for _ in range(4):
        page.keyboard.press("Tab")
        focused.append(page.evaluate("document.activeElement.id || document.activeElement.innerText"))
    assert focused == [words.EXPORT_FINE_PRINT, "words", "Members · details", "Members · 1 change"]
    page.keyboard.press("Enter")
    assert page.locator("tbody dl").nth(0).inner_text().split("\n")[0] == "Nickname"
    assert page.locator("tbody details[open]").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(opener: Opener, scheme: str) -> None:
    """Text has a contrast of 4.5 at least, a tone one of 3, in the light and in the dark."""
    shown = opener.entries(some(), color_scheme=scheme)
    text, tone = shown.page.evaluate(CONTRASTS)
    assert text >= 4.5
    assert tone >= 3


def test_many_entries(opener: Opener) -> None:
    """Ten thousand entries open, and each further letter is answered while one types."""
    one, other = some()[0], some()[2]
    count = 10_000
    shown = opener.entries([other, *[one] * (count - 1)], viewport={"width": 390, "height": 844})
    shown.search("raid", "9,999 of 10,000 entries")
    seconds = shown.page.evaluate("""async () => {
        const words = document.getElementById("words"), found = document.getElementById("found");
        const begun = performance.now();
        words.value = "messages deleted";
        words.dispatchEvent(new Event("input"));
        while (found.textContent !== "1 of 10,000 entries") await new Promise(requestAnimationFrame);
        return (performance.now() - begun) / 1000;
    }""")
    assert shown.rows.count() == 1
    assert seconds < 2
