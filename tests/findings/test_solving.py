"""Solutions under a change of the bargain, against every package of every member written out."""

from itertools import product

from tests.findings.ensembles import drawn

from accord.bargain import Ensemble
from accord.findings.solving import World

NEEDS = {"x": ("A", "B"), "y": ("A", "B", "C"), "z": ("A", "B")}


def agreed(ensemble: Ensemble, member: int, numbers: tuple[int, ...], *, unasked: str = "") -> bool:
    """By the definition: somebody's yes is needed, and all whose yes is needed gain enough and cross no red line."""
    frame = ensemble.frame
    columns = [int(frame.offsets[k]) + option for k, option in enumerate(numbers)]
    moved = [issue.id for k, issue in enumerate(frame.issues) if numbers[k] != ensemble.counterfactuals[member, k]]
    needed = {party for issue in moved for party in NEEDS[issue] if party != unasked}
    return bool(needed) and all(
        ensemble.values[member, "ABC".index(party), columns].sum()
        >= ensemble.reservations[member, "ABC".index(party)] - 1e-9
        and not ensemble.red_lines[member, "ABC".index(party), columns].any()
        for party in needed
    )


PACKAGES = list(product(range(3), range(2), range(2)))


def zone(ensemble: Ensemble, packages: list[tuple[int, ...]], *, unasked: str = "") -> list[bool]:
    members = range(ensemble.members)
    return [any(agreed(ensemble, member, package, unasked=unasked) for package in packages) for member in members]


def test_an_option_fixed_leaves_the_packages_that_have_it() -> None:
    ensemble = drawn()
    for option in range(3):
        chosen = [package for package in PACKAGES if package[0] == option]
        assert World(ensemble).fixed("x", f"x{option}").has_zone.tolist() == zone(ensemble, chosen)


def test_a_party_that_is_not_asked_blocks_nothing() -> None:
    ensemble = drawn(red_lines=0.3)
    assert World(ensemble).without("C").has_zone.tolist() == zone(ensemble, PACKAGES, unasked="C")


def test_agreed_is_the_zone_package_by_package() -> None:
    ensemble = drawn()
    hits = World(ensemble).linked.zone_hits
    assert hits is not None
    for number, package in enumerate(PACKAGES):
        named = {issue.id: issue.options[package[k]] for k, issue in enumerate(ensemble.frame.issues)}
        inside = World(ensemble).agreed(named)
        assert inside.tolist() == [agreed(ensemble, member, package) for member in range(ensemble.members)]
        assert inside.sum() == hits[number]
