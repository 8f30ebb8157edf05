import os
import signal
from pathlib import Path

import pytest

from accord.errors import CallError
from accord.workspace.spreading import Work, Workers, WorkersError, in_order, spread

# what is done with an item, for workers: functions that can be sent


def doubled(given: int) -> object:
    return lambda item: item * given


def dying_once(flag: str) -> object:
    def made(item: int) -> int:
        if item == 7 and not Path(flag).exists():
            Path(flag).write_text("died")
            os.kill(os.getpid(), signal.SIGKILL)
        return item + 1

    return made


def always_dying(given: None) -> object:
    def made(item: int) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return item

    return made


def test_what_is_done_here_comes_in_the_order_of_the_items() -> None:
    assert list(in_order(Work(doubled, 3), range(20), Workers())) == [item * 3 for item in range(20)]


def test_processes_give_the_same_in_the_same_order_though_one_dies_on_the_way(tmp_path: Path) -> None:
    work = Work(dying_once, str(tmp_path / "flag"))
    assert list(in_order(work, range(30), Workers(2, chunk=3))) == [item + 1 for item in range(30)]


@pytest.mark.slow
def test_processes_that_die_again_and_again_end_the_work_with_a_sentence() -> None:
    with pytest.raises(WorkersError, match="died 3 times"):
        list(spread(Work(always_dying, None), range(2), Workers(2)))


@pytest.mark.parametrize("count", [0, 257])
def test_the_number_of_workers_has_bounds(count: int) -> None:
    with pytest.raises(CallError, match="from 1 to 256"):
        Workers(count)


def test_a_cluster_that_does_not_answer_is_told_with_its_address() -> None:
    with pytest.raises(WorkersError, match="nowhere"):
        list(spread(Work(doubled, 3), [1], Workers(cluster="nowhere")))
