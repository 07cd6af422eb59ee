"""Scores of the record shelf and the tools that turn them into sound."""
