"""Dates as a Danish reader has them."""

from datetime import date


def danish_date(iso: str) -> str:
    """Give a date as it is written in Danish: 2026-11-22 is 22.11.2026."""
    day = date.fromisoformat(iso)
    return f"{day.day}.{day.month}.{day.year}"
