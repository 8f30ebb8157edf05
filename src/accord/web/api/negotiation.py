"""Routes of the negotiation."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(prefix="/negotiation", tags=["negotiation"])
