"""The worker that stands beside the web server: it is there, it comes back when it dies, and it ends with the server."""

import os
import subprocess
import sys
import time

import pytest

from hocvien.console.commands import serve


def start(tmp_path):
    return subprocess.Popen(
        [sys.executable, "-m", "hocvien.console.main", "work", "--child"],
        stdin=subprocess.PIPE,
        env=os.environ | {"HOCVIEN_DATA": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite3'}"},
    )


@pytest.mark.slow
def test_a_worker_ends_when_its_server_is_gone_and_waits_for_a_database_that_is_not_there(tmp_path):
    worker = start(tmp_path)
    time.sleep(4)
    assert worker.poll() is None, "no tables yet is no reason to give up"
    worker.stdin.close()
    assert worker.wait(30) == 0


@pytest.mark.slow
def test_a_worker_that_dies_is_started_again_and_the_last_one_is_stopped(monkeypatch):
    started = []

    class Process:
        """Dies at once the first time, lives the second."""

        def __init__(self, *_arguments, **_options):
            self.is_alive = len(started) > 0
            self.stdin = self
            started.append(self)

        def poll(self):
            return None if self.is_alive else 1

        def close(self):
            self.is_alive = False

        def wait(self, _seconds=None):
            return 0

    monkeypatch.setattr(subprocess, "Popen", Process)
    monkeypatch.setattr(serve, "_SECONDS_BETWEEN_STARTS", 0.05)
    with serve.worker_beside():
        deadline = time.monotonic() + 20
        while len(started) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert [one.is_alive for one in started] == [False, True]
    assert not started[-1].is_alive
