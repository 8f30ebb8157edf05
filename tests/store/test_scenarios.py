"""What-if changes kept under a name."""

import pytest
from tests.store.material import ADA, BEN

from accord.errors import CallError
from accord.store import StaleError, Store


def test_a_scenario_is_kept_under_its_name_with_every_version(store: Store) -> None:
    first = store.keep_scenario("linked", {"link": ["talks", "road"], "patience": {"union": 0.5}}, ADA)
    second = store.keep_scenario("linked", {"link": ["talks"]}, BEN)
    store.keep_scenario("apart", {}, ADA)
    assert [one.name for one in store.scenarios()] == ["apart", "linked"]
    assert store.scenario("linked") == second
    assert (second.who, second.changes) == ("Ben", {"link": ["talks"]})
    assert store.scenario_history("linked") == (first, second)


def test_two_scenarios_are_compared_key_by_key(store: Store) -> None:
    store.keep_scenario("one", {"patience": {"union": 0.5, "port": 0.1}, "link": ["a"]}, ADA)
    store.keep_scenario("two", {"patience": {"union": 0.7, "port": 0.1}, "drop": "wire"}, ADA)
    assert store.compare_scenarios("one", "two") == {
        "drop": (None, "wire"),
        "link": (["a"], None),
        "patience.union": (0.5, 0.7),
    }


def test_a_scenario_that_another_changed_meanwhile_is_not_overwritten(store: Store) -> None:
    seen = store.keep_scenario("linked", {"a": 1}, ADA).number
    store.keep_scenario("linked", {"a": 2}, BEN, revision=seen)
    with pytest.raises(StaleError, match="Ben"):
        store.keep_scenario("linked", {"a": 3}, ADA, revision=seen)
    with pytest.raises(StaleError, match="none"):
        store.keep_scenario("new", {"a": 3}, ADA, revision=7)
    assert store.scenario("linked").changes == {"a": 2}


def test_a_dropped_scenario_is_gone_from_the_list(store: Store) -> None:
    store.keep_scenario("linked", {"a": 1}, ADA)
    store.drop_scenario("linked", BEN)
    assert store.scenarios() == ()
    with pytest.raises(CallError, match="linked"):
        store.drop_scenario("linked", BEN)
    store.keep_scenario("linked", {"a": 2}, ADA)
    assert len(store.scenario_history("linked")) == 1


@pytest.mark.parametrize(
    ("name", "changes"), [(" ", {}), ("x" * 201, {}), ("x", {"a": float("nan")}), ("x", {"a": object()})]
)
def test_what_cannot_be_kept_is_refused(store: Store, name: str, changes: dict[str, object]) -> None:
    with pytest.raises(CallError):
        store.keep_scenario(name, changes, ADA)
    assert store.scenarios() == ()
