"""Descriptions into what people see."""
