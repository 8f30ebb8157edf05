"""A negotiation written as YAML is read back as the same negotiation."""

from hypothesis import given, settings
from tests.generators import negotiations

from accord.negotiation import Issue, Negotiation, Party, Speaker, Track, dump_negotiation, load_negotiation


@settings(max_examples=30)
@given(negotiations())
def test_what_is_dumped_loads_as_the_same_negotiation(negotiation: Negotiation) -> None:
    text = dump_negotiation(negotiation)
    assert load_negotiation(text)[0] == negotiation
    assert dump_negotiation(load_negotiation(text)[0]) == text


def test_short_records_take_one_line_and_words_that_readers_mistake_are_quoted() -> None:
    negotiation = Negotiation(
        title="Quota talks",
        parties=(
            Party(id="NS", name="Northshore", speakers=(Speaker(name="Ida Holm"),), drafted=True, origin="guess"),
        ),
        tracks=(Track(id="t", parties=("NS",)),),
        issues=(Issue(id="quota", track="t", options=("no", "30")),),
    )
    assert dump_negotiation(negotiation) == (
        "title: Quota talks\n"
        "parties:\n"
        "  - {id: NS, name: Northshore, speakers: [{name: Ida Holm}], role: principal, drafted: true, from: guess}\n"
        "tracks:\n"
        "  - {id: t, parties: [NS]}\n"
        "issues:\n"
        '  - {id: quota, track: t, options: ["no", "30"]}\n'
    )


def test_an_empty_negotiation_dumps_to_an_empty_mapping() -> None:
    assert load_negotiation(dump_negotiation(Negotiation()))[0] == Negotiation()
