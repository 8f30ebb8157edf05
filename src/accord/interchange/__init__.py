"""Bargains in and out: files that other people and programs write."""

from accord.interchange.bargain_file import BargainFile, load_bargain, load_bargain_file, read_bargain_file
from accord.interchange.scenario_parts import Scenario
from accord.interchange.scenarios import FORMATS, is_scenario, read_bargain, read_scenario, scenario_files

__all__ = [
    "FORMATS",
    "BargainFile",
    "Scenario",
    "is_scenario",
    "load_bargain",
    "load_bargain_file",
    "read_bargain",
    "read_bargain_file",
    "read_scenario",
    "scenario_files",
]
