"""The act of a sentence with no codebook, and the language its patterns are written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.reading.acts import act_of
from accord.reading.model import pipeline
from accord.reading.patterns import compile_pattern, find, stem, words
from accord.statements import Act


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The bank accepted the regulator's terms on Monday.", Act.ACCEPT),
        ("The growers turned down the ministry's plan.", Act.REJECT),
        ("The miners are demanding a shorter week.", Act.DEMAND),
        ("The airline dropped its insistence on a pay freeze.", Act.CONCESSION),
        ("The carrier threatened to cancel all flights unless the fee was cut.", Act.THREAT),
        ("The council offered to pay half the cost.", Act.OFFER),
        ("The utility pledged to close the plant by spring.", Act.PROMISE),
        ("The lender refused to lower its claim.", Act.REJECT),
        ("The two ministers failed to reach an agreement on fish.", Act.REJECT),
        ("The province did not object to the new route.", Act.ACCEPT),
        ("The envoy said the rebels must hand over the port.", Act.DEMAND),
        ("The buyer agreed to drop its claim for damages.", Act.CONCESSION),
    ],
)
def test_the_act_of_a_sentence(text: str, act: Act) -> None:
    found, how = act_of(list(pipeline()(text)))
    assert found is act, how


def test_a_sentence_that_does_nothing_has_no_act() -> None:
    assert act_of(list(pipeline()("The weather in the capital was mild.")))[0] is None


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("no|little hurry", "They are in no hurry.", True),
        ("no|little .. hurry", "They are in no very great hurry.", True),
        ("no|little hurry", "They are in no great hurry.", False),
        ("hope for", "They were hoping for rain.", True),
        ("=may", "They might come in May.", True),
        ("offer/v", "The offer stands.", False),
        ("?the table", "They left table and chairs.", True),
        ("leave .. talks", "They left. Talks go on.", False),
    ],
)
def test_patterns(pattern: str, text: str, found: bool) -> None:
    assert bool(list(find(compile_pattern(pattern), words(pipeline()(text))))) is found


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), max_size=60))
def test_no_text_breaks_the_reader_of_acts(text: str) -> None:
    act_of(list(pipeline()(text)))


@given(st.text(max_size=20))
def test_a_stem_is_lower_case_and_no_longer_than_its_word(word: str) -> None:
    assert len(stem(word)) <= len(word.lower())
    assert stem(word) == stem(word.lower())
