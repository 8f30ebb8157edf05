"""Agreement between coders: published examples, a second way of counting, and what is missing."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.documents import Document, document_id
from accord.errors import CallError
from accord.reading.agreement import Agreement, agreement, code_of, nominal_alpha
from accord.reading.agreement_units import alpha_of_units, units
from accord.statements import Act, Kind, Point, Statement, make_statement
from accord.theory.readouts import krippendorff_alpha

TEXT = "".join(f"word{number:03d} " for number in range(60))
PAPER = Document(document_id(TEXT), "a.txt", "", None, None, TEXT, "text/plain")

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: four observers, twelve units.
PUBLISHED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def said(start: int, end: int, party: str | None = "A", reader: str = "by_rule", **point: object) -> Statement:
    points = (Point(**{"act": Act.DEMAND, **point}),) if point else ()  # type: ignore[arg-type]
    parties = (party,) if party else ()
    return make_statement(PAPER, start, end, parties=parties, reader=reader, points=points)


def compare(*coders: Sequence[Statement], draws: int = 200) -> Agreement:
    named = {f"coder {number}": statements for number, statements in enumerate(coders)}
    return agreement(named, [PAPER], np.random.default_rng(7), draws=draws)


def by_unit(ratings: list[list[int | None]]) -> list[list[int]]:
    return [[code for code in unit if code is not None] for unit in zip(*ratings, strict=True)]


def test_nominal_alpha_of_the_published_example() -> None:
    assert nominal_alpha(by_unit(PUBLISHED)) == pytest.approx(0.743, abs=0.0005)


@given(
    st.integers(2, 4).flatmap(
        lambda coders: st.lists(
            st.lists(st.none() | st.integers(1, 3), min_size=coders, max_size=coders), min_size=1, max_size=9
        )
    )
)
def test_alpha_is_the_one_of_the_theory_room(by_units: list[list[int | None]]) -> None:
    ratings = [list(row) for row in zip(*by_units, strict=True)]
    one, other = nominal_alpha(by_unit(ratings)), krippendorff_alpha(ratings)
    assert (one is None) == (other is None)
    if one is not None:
        assert one == pytest.approx(other)


def test_alpha_of_units_of_the_published_example() -> None:
    # Krippendorff, Content Analysis (2004), p. 254: a continuum of 300, two observers, categories c and k.
    def laid(*units: tuple[int, int]) -> list[tuple[int, int]]:
        return [(begin - 150, begin - 150 + length) for begin, length in units]

    c = [laid((225, 70), (370, 30)), laid((220, 80), (355, 20), (400, 20))]
    k = [laid((180, 60), (300, 50)), laid((180, 60), (300, 50))]
    assert alpha_of_units([(300, c)]) == pytest.approx(0.7286, abs=0.0001)
    assert alpha_of_units([(300, k)]) == 1


def test_alpha_of_units_by_its_definition_on_every_section() -> None:
    one, other, size = [(2, 5), (9, 14)], [(3, 6), (16, 18)], 20
    assert alpha_of_units([(size, [one, other])]) == pytest.approx(
        1 - _observed(one, other, size) / _expected(one, other, size)
    )


def _sections(spans: list[tuple[int, int]], size: int) -> list[tuple[int, int, int]]:
    edges = sorted({0, size, *(edge for span in spans for edge in span)})
    return [(a, b - a, int((a, b) in spans)) for a, b in pairwise(edges)]


def _observed(one: list[tuple[int, int]], other: list[tuple[int, int]], size: int) -> float:
    total = 0
    for mine, yours in ((one, other), (other, one)):
        for b, m, w in _sections(mine, size):
            for c, k, v in _sections(yours, size):
                if w and v and -k < b - c < m:
                    total += (b - c) ** 2 + (b + m - c - k) ** 2
                elif w and not v and k - m >= b - c >= 0:
                    total += m * m
                elif v and not w and m - k >= c - b >= 0:
                    total += k * k
    return total / (2 * size**2)


def _expected(one: list[tuple[int, int]], other: list[tuple[int, int]], size: int) -> float:
    sections = [*_sections(one, size), *_sections(other, size)]
    units_ = [length for _, length, unit in sections if unit]
    gaps = [length for _, length, unit in sections if not unit]
    total = 0.0
    for m in units_:
        total += (len(units_) - 1) / 3 * (2 * m**3 - 3 * m**2 + m) + m * m * sum(g - m + 1 for g in gaps if g >= m)
    below = 2 * size * (2 * size - 1) - sum(m * (m - 1) for m in units_)
    return 2 * total / (size * below)


def test_the_same_codings_agree_in_everything_and_twice_the_same_draws_give_the_same() -> None:
    mine = [said(0, 40, issue="pay", negated=True), said(50, 90, "B", issue="hours"), said(120, 160, None)]
    found = compare(mine, mine)
    assert found.unitizing.share == 1
    assert found.unitizing.alpha == 1
    fields = {field.field: field for field in found.fields}
    assert fields["party"].alpha == 1
    assert fields["party"].interval is None  # three units: too many draws have one code alone
    assert fields["party"].confusion == (("A", "A", 1), ("B", "B", 1), ("none", "none", 1))
    assert fields["kind"].alpha is None  # all are indirect: nothing to agree on
    assert fields["kind"].percent == 1
    assert found == compare(mine, mine)


def test_spans_are_one_unit_where_they_share_half_of_what_either_has() -> None:
    found = compare([said(0, 40), said(100, 140)], [said(10, 45), said(135, 180)])
    assert [len(unit.coded) for unit in found.units] == [2, 1, 1]
    (pair,) = found.unitizing.pairs
    assert (pair.spans, pair.both, pair.share) == ((2, 2), 1, 0.5)


def test_each_span_is_in_one_unit_and_the_best_overlap_goes_first() -> None:
    found = units({"x": [said(0, 40)], "y": [said(0, 30), said(5, 40)]})
    (both,) = [unit for unit in found if len(unit.coded) == 2]
    assert both.by("y") == said(5, 40)


def test_what_a_coder_did_not_code_is_missing_and_none_is_a_code() -> None:
    mine = make_statement(PAPER, 0, 40, reader="by_hand:x", reached={"parties": "by x"}, kind=Kind.DIRECT)
    assert code_of(mine, "party") == "none"
    assert code_of(mine, "kind") is None
    assert code_of(mine, "issue") is None
    found = compare([mine], [said(0, 40, "B", issue="pay")])
    fields = {field.field: field for field in found.fields}
    assert fields["kind"].units == 0
    assert fields["party"].confusion == (("B", "none", 1),)


def test_chance_alone_gives_an_alpha_near_none_and_an_interval_that_holds_it() -> None:
    rng = np.random.default_rng(3)
    coded = [[said(9 * n, 9 * n + 8, str(rng.integers(0, 2)), issue="x") for n in range(50)] for _ in range(2)]
    party = next(field for field in compare(*coded).fields if field.field == "party")
    assert party.interval is not None
    assert party.interval[0] < 0 < party.interval[1]
    assert party.units == 50


def test_one_coder_alone_or_an_unknown_document_is_refused() -> None:
    rng = np.random.default_rng(1)
    with pytest.raises(CallError, match="two coders"):
        agreement({"x": []}, [PAPER], rng)
    with pytest.raises(CallError, match="among the documents"):
        agreement({"x": [said(0, 5)], "y": []}, [], rng)
    empty = agreement({"x": [], "y": []}, [PAPER], rng)
    assert empty.unitizing.alpha is None
    assert empty.unitizing.share is None


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30)), max_size=5), st.integers(1, 40))
def test_alpha_of_units_does_not_ask_who_comes_first_and_is_at_most_one(
    laid: list[tuple[int, int]], shift: int
) -> None:
    def coder(by: int) -> list[Statement]:
        return [said(start + by, start + by + length) for start, length in laid]

    one, other = compare(coder(0), coder(shift), draws=1), compare(coder(shift), coder(0), draws=1)
    assert one.unitizing.alpha == (pytest.approx(other.unitizing.alpha) if other.unitizing.alpha is not None else None)
    assert one.unitizing.alpha is None or one.unitizing.alpha <= 1
    assert sum(len(unit.coded) for unit in one.units) == 2 * len(laid)
