"""The command line, `lightbulb-audit`: one module a command."""
