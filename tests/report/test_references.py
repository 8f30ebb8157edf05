"""The bibliography of the package."""

from accord.report.references import parsed, references


def test_a_work_reads_as_people_write_it() -> None:
    text = (
        '@article{one_1999, author = {Gr{\\"o}n, Ada and Lund, Bo and Ek, Cy}, title = {On {Ice}}, '
        "journal = {Journal of Cold}, volume = {3}, number = {2}, pages = {1--9}, year = {1999}}\n"
    )
    work = parsed(text)["one_1999"]
    assert (work.authors, work.year, work.title) == ("Grön, Lund and Ek", "1999", "On Ice")
    assert work.place == "Journal of Cold, 3(2), 1–9"


def test_every_work_of_the_package_has_authors_a_title_and_no_codes() -> None:
    works = references()
    assert len(works) > 20
    for work in works.values():
        assert work.authors
        assert work.title
        assert not set("{}\\") & set(work.authors + work.title + work.place)
