"""How the numeric kernels are compiled: without the interpreter's lock, and kept on disk where there is a place for it.

A *kernel* is called from Python and kept on disk. What only kernels call is *inner*: it is compiled into them and needs
no way in from Python, which takes long to compile. Code that allocates no array need not have its references counted
(`allocates=False`); a turn of simulated talks reads some thirty arrays, and counting costs more than the turn.

The compiler's cache notices a change in the file of the function it keeps, and in no other: kernels that call each
other share a file, and after a change here the `__pycache__` folders are to be removed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def kernel(*, allocates: bool = True) -> Callable[[Kernel], Kernel]:
    """What compiles a function that Python calls, and keeps it on disk."""
    settings = _settings(allocates)

    def compiled(function: Kernel) -> Kernel:
        try:
            kept: Kernel = njit(cache=True, **settings)(function)
        except RuntimeError:  # neither beside the function's file nor in the user's cache may anything be written
            kept = njit(**settings)(function)
        return kept

    return compiled


def inner(*, allocates: bool = True, written_out: bool = False) -> Callable[[Kernel], Kernel]:
    """What compiles a function for kernels alone.

    `written_out`: into each place that calls it, for what takes less time than a call.
    """
    settings = {**_settings(allocates), "no_cpython_wrapper": True}
    if written_out:
        settings["inline"] = "always"

    def compiled(function: Kernel) -> Kernel:
        made: Kernel = njit(**settings)(function)
        return made

    return compiled


def _settings(allocates: bool) -> dict[str, Any]:
    settings: dict[str, Any] = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
    return settings if allocates else {**settings, "_nrt": False}
