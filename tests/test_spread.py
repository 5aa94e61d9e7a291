"""Work that is spread over processes: what comes back, and what happens when one of them fails."""

import fcntl
import logging
import os
import signal
import subprocess
import sys
import time
import warnings
from contextlib import suppress
from pathlib import Path

import pytest
from astro import spread as room
from astro.spread import beside, gather, share_out, spread
from conftest import children_of, wait_for, with_plugins
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture(params=[1, 2, 5])
def processors(request, monkeypatch):
    monkeypatch.setattr(room, "_processors", lambda: request.param)
    return request.param


def doubled(items):
    return [2 * each for each in items]


@given(st.lists(st.integers(), max_size=40), st.integers(-1, 9))
def test_shares_are_even_and_nothing_is_lost(items, count):
    shares = share_out(items, count)
    assert [each for share in shares for each in share] == items
    assert len(shares) == max(count, 1)
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


@pytest.mark.usefixtures("processors")
@pytest.mark.parametrize("count", [0, 1, 99, 100, 1000])
def test_results_come_back_in_order(count):
    assert spread(range(count), doubled) == doubled(range(count))


def test_each_share_has_its_process_and_one_is_here(processors):
    found = spread(range(1000), lambda items: [os.getpid() for _ in items])
    assert len(set(found)) == processors
    assert found[0] == os.getpid()


def test_little_work_stays_here():
    assert set(spread(range(99), lambda items: [os.getpid() for _ in items])) == {os.getpid()}


def test_who_watches_hears_of_what_is_done_here(processors):
    seen = []
    spread(range(1000), doubled, lambda items: (seen.append(each) or each for each in items))
    assert seen == [*range(1000 // processors)]


def failing(how):
    """Work that fails in every process but this one."""
    here = os.getpid()

    def work(items):
        results = doubled(items)
        if os.getpid() != here:
            how()
        return results

    return work


@pytest.mark.usefixtures("processors")
@pytest.mark.parametrize(
    "how",
    [
        lambda: 1 / 0,
        lambda: os._exit(0),
        lambda: os.kill(os.getpid(), signal.SIGKILL),
        lambda: logging.getLogger("astro.sections").error("said"),
        lambda: logging.getLogger("pelican").warning("said"),
    ],
    ids=["exception", "exit", "killed", "error", "warning"],
)
def test_the_share_of_a_process_that_fails_is_done_here(how, capfd):
    assert spread(range(1000), failing(how)) == doubled(range(1000))
    assert capfd.readouterr() == ("", "")


def test_a_warning_about_threads_stops_nothing(monkeypatch):
    """Python 3.12 warns where there are any, and a warning may be an error."""
    monkeypatch.setattr(room, "_processors", lambda: 2)
    fork = os.fork

    def fork_with_a_warning():
        process = fork()
        if process:
            warnings.warn("This process is multi-threaded", DeprecationWarning, stacklevel=2)
        return process

    monkeypatch.setattr(os, "fork", fork_with_a_warning)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert spread(range(1000), doubled) == doubled(range(1000))


def test_where_there_can_be_no_more_processes_all_is_done_here(monkeypatch):
    monkeypatch.setattr(room, "_processors", lambda: 5)
    fork, left = os.fork, [1]

    def fork_once():
        if not left:
            raise BlockingIOError
        left.pop()
        return fork()

    monkeypatch.setattr(os, "fork", fork_once)
    before = list(Path("/proc/self/fd").iterdir())
    assert spread(range(1000), doubled) == doubled(range(1000))
    assert len(list(Path("/proc/self/fd").iterdir())) == len(before)


@pytest.mark.usefixtures("processors")
def test_results_that_are_no_data_are_made_here():
    assert [str(each) for each in spread(range(200), lambda items: [Path(str(each)) for each in items])] == [
        str(each) for each in range(200)
    ]


def test_other_processes_alone_gather(processors):
    found = [*gather(range(1000), lambda items: [[each, os.getpid()] for each in items])]
    assert [each for each, _ in found] == ([*range(1000)] if processors > 1 else [])
    assert len({process for _, process in found} - {os.getpid()}) == (processors if processors > 1 else 0)
    assert [*gather(range(99), doubled)] == []


def test_of_a_share_that_fails_nothing_is_gathered(processors, capfd):
    def work(items):
        logging.getLogger("astro.sections").error("said")
        known = [*items]
        assert 1 not in known
        return doubled(known)

    assert [*gather(range(1000), work)] == (doubled(range(1000 // processors, 1000)) if processors > 1 else [])
    assert "said" not in "".join(capfd.readouterr())


def test_work_is_done_beside_other_work(processors, capfd):
    """All of it in one other process, which is gone afterwards; nothing of what fails, and of little work."""
    before = children_of(os.getpid())
    results = beside(range(1000), lambda items: [os.getpid(), *items])
    found = results()
    assert found[1:] == ([*range(1000)] if processors > 1 else [])
    assert found[:1] != [os.getpid()]  # which may be the number of an item, too
    failed = beside(range(1000), failing(lambda: logging.getLogger("astro.sections").error("said")))
    assert failed() == (doubled(range(1000)) if processors > 1 else [])
    assert beside(range(1000), failing(lambda: 1 / 0))() == []
    assert beside(range(49), doubled)() == []
    assert children_of(os.getpid()) == before
    assert "said" not in "".join(capfd.readouterr())


@pytest.mark.usefixtures("processors")
def test_what_was_to_be_said_is_said_once(caplog):
    def work(items):
        results = doubled(items)
        if 1998 in results:
            logging.getLogger("astro.sections").error("said")
        return results

    assert spread(range(1000), work) == doubled(range(1000))
    assert [record.getMessage() for record in caplog.records] == ["said"]


@pytest.mark.usefixtures("processors")
def test_an_exception_is_raised_here_and_no_process_is_left():
    def work(items):
        if 999 in (known := [*items]):
            raise ValueError("number 999")
        return doubled(known)

    before = children_of(os.getpid())
    with pytest.raises(ValueError, match="number 999"):
        spread(range(1000), work)
    assert children_of(os.getpid()) == before


@pytest.mark.usefixtures("processors")
def test_the_others_end_where_this_one_fails():
    here, start, before = os.getpid(), time.monotonic(), children_of(os.getpid())

    def work(items):
        if os.getpid() == here:
            raise KeyboardInterrupt
        time.sleep(60)
        return doubled(items)

    with pytest.raises(KeyboardInterrupt):
        spread(range(1000), work)
    assert time.monotonic() - start < 30
    assert children_of(os.getpid()) == before


# It holds a lock, and spreads work that takes minutes.
LOCKING = """
import fcntl, os, sys, time
from pathlib import Path
from astro import spread

def work(items):
    for _ in items:
        Path(f"{os.getpid()} at work").touch()
        time.sleep(0.02)
    return []

spread._processors = lambda: 2
file = open("lock", "w")
fcntl.flock(file, fcntl.LOCK_EX)
spread.spread(range(20_000), work)
"""


def test_nothing_goes_on_for_a_process_that_was_killed(tmp_path):
    """A lock that it held is held by its forks too."""
    with subprocess.Popen([sys.executable, "-c", LOCKING], cwd=tmp_path, env=with_plugins()) as process:
        wait_for(lambda: len([*tmp_path.glob("* at work")]) == 2)
        process.kill()
    with (tmp_path / "lock").open("w") as file:

        def is_free():
            with suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            return False

        wait_for(is_free)
