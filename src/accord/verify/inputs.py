"""What a worked case hands to a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Inputs = Mapping[str, Any]
Model = Callable[[Inputs], Any]
