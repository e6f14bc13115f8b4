"""Serves sessions to viewers elsewhere: many of them from one process."""
