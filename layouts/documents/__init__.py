"""Rows into Excel and CSV documents."""
