"""What must hold when things go wrong, on real processes: killed ones, a full disk, very slow phones.

A small part of what `make bench ARGS="kill full_disk slow_phones"` does at length.
"""

import os
import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest

from bench import kill, slow_phones
from bench.full_disk import INSIDE, again_inside, full_while_running, no_room_for
from bench.running import SERVE, Portal, free_port


def small_disks_can_be_mounted():
    own = ["--mount"] if os.geteuid() == 0 else ["--user", "--map-root-user", "--mount"]
    tried = ["unshare", *own, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return shutil.which("unshare") and subprocess.run(tried, check=False, capture_output=True).returncode == 0


@pytest.fixture
def data(tmp_path, demo_folder):
    """The demonstration city where a portal of the bench looks for it."""
    folder = tmp_path / "instance"
    shutil.copytree(demo_folder.files, folder / "files", copy_function=os.link)
    shutil.copyfile(demo_folder.database, folder / "wufei.db")
    return folder


@pytest.fixture
def portal(data):
    portal = Portal(data, free_port(), command=SERVE)
    portal.start()
    yield portal
    portal.stop()


def test_kill_9_loses_doubles_and_tears_nothing(portal):
    seen = kill.kill_often(portal, 5, phones=2)

    assert seen.receipts
    assert (seen.troubles, seen.faults, seen.unfinished) == ([], [], 0)


def test_slow_phones_and_endless_connections_keep_nobody_from_reading(portal):
    seen = slow_phones.together(portal, 3, slow=10, endless=40)

    assert seen.waits
    assert seen.failures == []
    assert set(seen.uploads) == {201}


def test_without_room_for_a_byte_it_says_so_is_read_and_recovers(portal):
    seen = full_while_running(portal, Random(1), no_room_for(portal))

    assert len(seen.rows) > 5
    assert seen.troubles == []


if small_disks_can_be_mounted():  # what the test before says needs no rights; this is the thing itself

    def test_a_full_disk_is_said_read_from_and_recovered_from(data, monkeypatch):
        monkeypatch.delenv(INSIDE, raising=False)

        assert again_inside("bench.full_disk", str(data)) == 0


def test_a_portal_that_is_stopped_leaves_no_process(portal):
    pids = portal.pids()

    portal.stop()

    assert {"wufei web", "wufei worker"} <= set(pids.values())
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []
