"""Text from outside, made safe to read."""

import pytest

from lightbulb_audit.describe.text.markdown import escape, markdown
from lightbulb_audit.describe.text.plain import HIDDEN_MARK, NAMELESS, clean, plain, truncate, whole
from lightbulb_audit.describe.text.spans import UntrustedText, join_list


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bob", "bob"),
        ("  bob ", "bob"),
        ("a\nb\r\nc", "a b c"),
        ("a\x00\x1b[31mb", "a [31mb"),
        ("a\u202eb\u2066c", "a b c"),
        ("a\u2028b\x85c", "a b c"),
        ("\ud83d", "\ufffd"),
        ("e" + "\u0301" * 40, "e" + "\u0301" * 4),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("花", "花"),
        ("", NAMELESS),
        ("   ", NAMELESS),
        ("\u202e", NAMELESS),
        ("\u200b", NAMELESS),
        ("\u3164", NAMELESS),
        ("\u2800\u2800", NAMELESS),
        ("\u00ad\ufe0f", NAMELESS),
        ("\U000e0041", NAMELESS),
        ("\u202e\u200b", NAMELESS),
        ("\u200ba", f"{HIDDEN_MARK}a"),
        ("an\u2060\u00adna\ufeff", f"an{HIDDEN_MARK}na{HIDDEN_MARK}"),
        ("anna\u3164", f"anna{HIDDEN_MARK}"),
        ("anna\ufe0f", f"anna{HIDDEN_MARK}"),
        ("a\u200dn\u200cna", f"a{HIDDEN_MARK}n{HIDDEN_MARK}na"),
        ("anna" + "".join(chr(0xE0000 + ord(one)) for one in "bob"), f"anna{HIDDEN_MARK}"),
        ("anna\U000e0100", f"anna{HIDDEN_MARK}"),
        ("1\ufe0f\u20e3 ❤\ufe0f ☎\ufe0e 🏳\ufe0f\u200d🌈", "1\ufe0f\u20e3 ❤\ufe0f ☎\ufe0e 🏳\ufe0f\u200d🌈"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
        ("🏴\U000e0067\U000e0062", f"🏴{HIDDEN_MARK}"),
        ("😀\u200d\u200d😀", f"😀{HIDDEN_MARK}😀"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("क्\u200dष", "क्\u200dष"),
        ("葛\U000e0100", "葛\U000e0100"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    """A text loses what breaks its line or its direction, keeps all else, and is never seen as nothing."""
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "at_most", "expected"),
    [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("a bcd", 3, "a…"), ("ab", 1, "…"), ("ab", 0, "…")],
)
def test_cut(text: str, at_most: int, expected: str) -> None:
    """A text that is too long ends in an ellipsis."""
    assert truncate(text, at_most) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("spam*mer_42", r"spam\*mer\_42"),
        ("@everyone", r"\@everyone"),
        ("<@5>", r"\<\@5\>"),
        ("https://x.example", r"https\://x.example"),
        ("a: b", "a: b"),
        ("- a", r"\- a"),
        ("a-b", "a-b"),
        ("1. a", r"1\. a"),
        ("v1.2", "v1.2"),
        ("אבג", "\u2068אבג\u2069"),
    ],
)
def test_escape(text: str, expected: str) -> None:
    """Only what Discord would give a meaning gets a backslash; right-to-left text is isolated."""
    assert escape(text) == expected


def test_styles() -> None:
    """Names are bold, quotes stand in quotation marks, and long texts are cut before they are escaped."""
    parts = (UntrustedText("a*"), " ", UntrustedText("b_", "quote"), " ", UntrustedText("****", "plain"))
    assert markdown(parts, longest=3) == r"**a\*** “b\_” \*\*…"


def test_lists_stay_short() -> None:
    """A list names the first few and counts the others; where nothing may be missing it names them all."""
    four = join_list([("a",), ("b",), ("c",), ("d",)])
    assert (plain(four), markdown(four), whole(four)) == ("a, b, c and 1 more", "a, b, c and 1 more", "a, b, c, d")
    assert plain(join_list([("a",), ("b",), ("c",)])) == "a, b, c"
    assert join_list([]) == ()
