"""The deal space of the report: what its table tells of a package."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.report.builder import bare
from tests.report.test_plane import two_models

from accord.negotiation import Negotiation
from accord.report.quoting import Quotations
from accord.report.space import space


def test_a_package_is_told_against_the_no_deal_of_the_file_also_where_claims_doubt_it() -> None:
    # In both models an open border comes without a deal, as somebody claims.
    doubted = replace(two_models(), counterfactuals=np.array([[1, 0], [1, 0]]))
    found = space(doubted, Negotiation(), Quotations(bare()))
    assert found is not None
    assert any(("border", "open") in deal.changes for deal in found.deals)
