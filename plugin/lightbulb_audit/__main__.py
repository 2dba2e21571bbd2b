"""The door to the command line, which also opens where its packages are missing."""

import sys


def main() -> None:
    """Run the command line."""
    try:
        from lightbulb_audit.cli.main import cli  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        if error.name not in {"click", "rich", "prompt_toolkit"}:
            raise
        sys.stderr.write(f"{error.name} is missing: pip install 'lightbulb-audit[cli]'\n")
        sys.exit(1)
    cli()


if __name__ == "__main__":
    main()
