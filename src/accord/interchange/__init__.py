"""Bargains in and out: files that other people and programs write."""

from accord.interchange.bargain_file import load_bargain, read_bargain

__all__ = ["load_bargain", "read_bargain"]
