"""Discord's languages. Source: Discord's API reference, "Locales", and openapi.json, AvailableLocalesEnum."""

import calendar
from collections.abc import Mapping
from typing import Final

LOCALES: Final[Mapping[str, str]] = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en-GB": "English, UK",
    "en-US": "English, US",
    "es-419": "Spanish, Latin America",
    "es-ES": "Spanish",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "lt": "Lithuanian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt-BR": "Portuguese, Brazil",
    "ro": "Romanian",
    "ru": "Russian",
    "sv-SE": "Swedish",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh-CN": "Chinese, China",
    "zh-TW": "Chinese, Taiwan",
}
"""Locale code to the language's name in English."""

SUNDAY_FIRST: Final = frozenset({"en-US", "he", "hi", "id", "ja", "ko", "pt-BR", "th", "zh-TW"})
"""Locales in which a week begins on Sunday. Source: Unicode CLDR, supplemental data, "weekData"."""


def first_weekday(locale: str) -> int:
    """With what weekday a week begins where a language is spoken; 0 is Monday."""
    return calendar.SUNDAY if locale in SUNDAY_FIRST else calendar.MONDAY
