"""What Alembic runs: the steps that a database lacks, on the connection that it is handed."""

from alembic import context

from lightbulb_audit.archive.schema import metadata


def run() -> None:
    """Run the steps in the transaction that the caller began."""
    context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()


run()
