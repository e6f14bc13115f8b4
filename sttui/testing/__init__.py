"""Tests of apps without a terminal."""
