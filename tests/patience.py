"""How long a test waits for something that must come."""

from __future__ import annotations

PATIENCE = 200.0
"""Seconds, in one place for all tests: only a standstill reaches it, on a machine that is 20 times slower, too.

A trainer starts in 3 s and a page opens in 1 s on a quiet machine.
"""
