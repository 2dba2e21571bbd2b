"""What we take from inside lightbulb: three private names, and the promises that they rest on."""

import inspect
from typing import Any

import hikari
import lightbulb

_PIPELINE: Any = lightbulb.ExecutionPipeline


def test_a_pipeline_runs_as_we_know_it() -> None:
    """`ExecutionPipeline._run` takes nothing and is awaited, and a pipeline is made of a context and steps."""
    assert list(inspect.signature(_PIPELINE._run).parameters) == ["self"]
    assert inspect.iscoroutinefunction(_PIPELINE._run)
    assert list(inspect.signature(_PIPELINE).parameters) == ["context", "order"]


def test_error_handlers_are_kept_as_we_know_it() -> None:
    """`Client._error_handlers` has lists of handlers by their priority, the highest first."""
    client: Any = lightbulb.client_from_app(hikari.GatewayBot("MQ.x.y", banner=None, logs=None))

    async def handle(_: Exception) -> bool:
        return True

    client.error_handler(handle, priority=1)
    client.error_handler(handle, priority=2)
    assert list(client._error_handlers) == [2, 1]
    assert [len(handlers) for handlers in client._error_handlers.values()] == [1, 1]


def test_a_client_says_whether_it_started() -> None:
    """`Client._started` is False before the start."""
    client: Any = lightbulb.client_from_app(hikari.GatewayBot("MQ.x.y", banner=None, logs=None))
    assert client._started is False
