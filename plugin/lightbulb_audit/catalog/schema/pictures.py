"""Where Discord serves its pictures. Source: Discord's API reference, "CDN Endpoints"; badges by users of Discord."""

from collections.abc import Mapping
from typing import Final

CDN: Final = "https://cdn.discordapp.com"

PATHS: Final[Mapping[tuple[str, str], str]] = {
    ("Guild", "icon"): "icons/{guild}/{hash}",
    ("Guild", "splash"): "splashes/{guild}/{hash}",
    ("Guild", "discovery_splash"): "discovery-splashes/{guild}/{hash}",
    ("Guild", "banner"): "banners/{guild}/{hash}",
    ("Guild", "home_header"): "home-headers/{guild}/{hash}",
    ("Guild Profile", "icon"): "icons/{guild}/{hash}",
    ("Guild Profile", "badge"): "guild-tag-badges/{guild}/{hash}",
    ("Role", "icon"): "role-icons/{target}/{hash}",
    ("Member", "avatar"): "guilds/{guild}/users/{target}/avatars/{hash}",
    ("Member", "banner"): "guilds/{guild}/users/{target}/banners/{hash}",
    ("Webhook", "avatar"): "avatars/{target}/{hash}",
    ("Guild Scheduled Event", "image"): "guild-events/{target}/{hash}",
}
"""Changed object and key, without its `_hash`, to the path of the picture, without its extension."""
