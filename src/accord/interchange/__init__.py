"""Bargains in and out: files that other people and programs write."""

from accord.interchange.bargain_file import (
    BargainFile,
    load_bargain,
    load_bargain_file,
    read_bargain,
    read_bargain_file,
)

__all__ = ["BargainFile", "load_bargain", "load_bargain_file", "read_bargain", "read_bargain_file"]
