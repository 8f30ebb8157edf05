"""One text that several papers print: found, named, and counted once."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from accord.documents import Document, Span, document_id, reprints

AGENCY = """PORT SELBY (Coast Wire) - The dockers' union rejected the port's new offer on Tuesday and called a
strike for the first week of April. “We want nine percent and we will not go below it,” said Ada Quist, who has led
the union since the spring. The port had offered six percent over two years, with a single payment in June for those who
work at night.

Ben Low, its director, told reporters after the meeting that the offer stood until Friday. “Six is what the port can
carry,” he said. The ministry has offered to mediate, and both sides are to answer by the end of the week.

Shipping lines have begun to send vessels to other harbours along the coast. It would be the first strike in years."""

TRIMMED = """Union says no to port

The dockers' union rejected the port's new offer on Tuesday and called a strike for the first week of April. "We want
nine percent and we will not go below it," said Ada Quist, who has led the union since the spring. The port had offered
six percent over two years, with a single payment in June for those who work at night.

Ben Low, its director, told reporters after the meeting that the offer stood until Friday. "Six is what the port can
carry," he said."""

LONGER = AGENCY.replace("nine percent", "nine per cent") + (
    "\n\nLate on Tuesday the union said that it would accept mediation if the port withdrew its threat of a lockout."
)

OTHER_REPORT = """A walkout at the harbour moved closer when talks broke off without a date for the next round.

“We want nine percent and we will not go below it,” Ada Quist said outside the customs house, where some two hundred
members had waited in the rain since noon. Asked about the deadline, the director of the port was brief. “Six is what
the port can carry,” Ben Low said before he left by a side door. Local traders fear for the Easter season, and one of
them counted the days that his fruit would last in the sheds without a crane to move it."""


def document(file: str, text: str, day: int | None = None) -> Document:
    date = None if day is None else datetime.date(2031, 3, day)
    return Document(document_id(text), file, file, None, date, text, "text/plain")


def groups(*documents: Document) -> list[tuple[str, list[str]]]:
    return [(group.kept.file, [other.file for other in group.others]) for group in reprints(documents).groups]


def test_a_trimmed_and_a_longer_version_are_one_voice_and_the_earliest_is_kept() -> None:
    papers = document("post", TRIMMED, 12), document("wire", AGENCY, 11), document("late", LONGER, 13)
    assert groups(*papers) == [("wire", ["late", "post"])]


def test_where_no_date_tells_the_longest_is_kept() -> None:
    assert groups(document("a", TRIMMED), document("b", AGENCY), document("c", LONGER)) == [("c", ["a", "b"])]


def test_two_reports_of_one_press_conference_are_two_voices() -> None:
    assert groups(document("wire", AGENCY, 11), document("gazette", OTHER_REPORT, 11)) == []


def test_a_statement_that_is_all_quotation_is_compared_by_its_words() -> None:
    said = "“We have always wanted a fair deal. The port knows our price, and it knows that we can wait until spring.”"
    assert groups(document("a", said + "\n"), document("b", said + " Ada Quist")) == [("b", ["a"])]


def test_a_form_filled_in_anew_is_another_text() -> None:
    form = "Daily bulletin of the harbour. Ships in port: {}. Ships waiting: {}. Cranes at work: {}. Trains: {}. Fine."
    assert groups(document("mon", form.format(12, 7, 30, 4)), document("tue", form.format(15, 9, 28, 5))) == []


def test_short_texts_are_the_same_only_word_by_word() -> None:
    texts = "Talks resume on Monday.", "Talks resume on Monday!", "Talks resume on Friday."
    assert groups(*(document(str(n), text) for n, text in enumerate(texts))) == [("0", ["1"])]


def test_a_note_names_the_files() -> None:
    found = reprints([document("post", TRIMMED, 12), document("wire", AGENCY, 11)])
    (problem,) = found.problems()
    assert "`post` has the text of `wire`" in problem.sentence
    assert (problem.severity, problem.code) == ("note", "document.reprint")


def test_what_a_reprint_repeats_counts_once_and_what_it_adds_is_new() -> None:
    wire, late, other = document("wire", AGENCY, 11), document("late", LONGER, 13), document("other", OTHER_REPORT, 11)
    found = reprints([wire, late, other])

    def repeats(paper: Document, words: str) -> bool:
        start = paper.text.index(words)
        return found.repeats(Span(paper.id, start, start + len(words)))

    assert repeats(late, "“Six is what the port can\ncarry,”")
    assert repeats(late, "The ministry has offered to mediate")
    assert repeats(late, "“Six")
    assert not repeats(late, "it would accept mediation if the port withdrew its threat of a lockout")
    assert not repeats(late, "“We want nine per cent and we will not go below it,”")
    assert not repeats(wire, "“Six is what the port can\ncarry,”")
    assert not repeats(other, "“Six is what\nthe port can carry,”")


@given(st.lists(st.sampled_from([AGENCY, TRIMMED, LONGER, OTHER_REPORT, "", "a b c"]), unique=True))
def test_the_order_of_the_documents_changes_nothing(texts: list[str]) -> None:
    documents = [document(f"d{len(text)}", text) for text in texts]
    assert groups(*documents) == groups(*reversed(documents))
