"""In what share of the models each package gets every yes it needs."""

from __future__ import annotations

import numpy as np

from accord.bargain import Bools, Ensemble, Floats, Ints, consents
from accord.solve.coupled import added_by, broken
from accord.solve.ensemble import floors
from accord.solve.packages import columns

_CELLS = 4_000_000


def agreed_shares(ensemble: Ensemble, numbers: Ints) -> Floats:
    """Share of members in which every party whose yes a package needs gives it; shape (packages,).

    A package needs the yes of those who have a say in an issue that it settles otherwise than no deal would; a party
    says yes to what is worth at least its reservation and crosses none of its red lines. A package that needs nobody's
    yes is no deal, and counts as none; one that breaks a rule is never agreed.
    """
    block = max(1, _CELLS // max(1, ensemble.members * len(ensemble.frame.parties)))
    parts = [_block(ensemble, numbers[start : start + block]) for start in range(0, len(numbers), block)]
    return np.concatenate(parts) if parts else np.zeros(0)


def _block(ensemble: Ensemble, numbers: Ints) -> Floats:
    frame = ensemble.frame
    chosen = columns(frame, numbers)
    picked = np.zeros((int(frame.offsets[-1]), len(numbers)))
    picked[chosen.T, np.arange(len(numbers))] = 1.0
    worth = ensemble.values @ picked
    if frame.interactions:
        worth += added_by(frame, ensemble.interaction_values, chosen)
    crossed = (ensemble.red_lines.astype(np.float64) @ picked) > 0.5
    least = floors(ensemble.values, ensemble.reservations, frame.offsets, ensemble.interaction_values)
    yes: Bools = (worth >= least[:, :, None]) & ~crossed
    agreed = np.zeros(len(numbers))
    kinds, member_kind = np.unique(ensemble.counterfactuals, axis=0, return_inverse=True)
    for kind, options in enumerate(kinds):
        moved = chosen - frame.offsets[:-1] != options
        needed = (moved.astype(np.int64) @ consents(frame).astype(np.int64)) > 0
        settled = (yes[member_kind.ravel() == kind] | ~needed.T[None]).all(axis=1) & needed.any(axis=1)
        agreed += settled.sum(axis=0)
    shares: Floats = np.where(broken(frame, chosen), 0.0, agreed / max(1, ensemble.members))
    return shares
