"""Thinking about records without anybody's help: pure."""
