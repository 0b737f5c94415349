"""Where the project's own files lie."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""The repository."""
ASSETS = ROOT / "assets"
"""Shipped data and weights: ``assets/<topic>/<lesson>``, ``assets/data/<set>``."""
