"""The only place that talks to Discord."""
