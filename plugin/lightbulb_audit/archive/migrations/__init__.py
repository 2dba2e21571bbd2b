"""How the tables came to be as they are, step by step. Alembic runs `env.py`; `archive.migrate` runs Alembic."""
