"""An app without Discord: for entries out of a file or an archive."""

import hikari
import hikari.impl


class OfflineError(RuntimeError):
    """A model was asked to fetch something, and there is no Discord to ask."""


class OfflineApp(hikari.RESTAware):
    """The least that hikari's models hold on to; what needs a network raises `OfflineError`."""

    def __init__(self) -> None:
        self._factory = hikari.impl.EntityFactoryImpl(self)

    @property
    def entity_factory(self) -> hikari.api.EntityFactory:
        """Decodes Discord's JSON."""
        return self._factory

    @property
    def rest(self) -> hikari.api.RESTClient:
        """There is none.

        Raises:
            OfflineError: Always.
        """
        raise OfflineError

    @property
    def executor(self) -> None:
        """No thread pool of its own."""
        return

    @property
    def http_settings(self) -> hikari.api.HTTPSettings:
        """The defaults of hikari."""
        return hikari.impl.HTTPSettings()

    @property
    def proxy_settings(self) -> hikari.api.ProxySettings:
        """The defaults of hikari."""
        return hikari.impl.ProxySettings()

    @property
    def is_alive(self) -> bool:
        """Never: it has no connection."""
        return False

    async def close(self) -> None:
        """Nothing to close."""

    async def join(self) -> None:
        """Nothing to wait for."""
