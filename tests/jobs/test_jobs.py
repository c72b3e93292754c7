"""Jobs are done once, tried again when they break, and taken up by another worker when theirs is gone."""

import sys
from datetime import UTC, datetime, timedelta
from threading import Event
from time import sleep
from types import ModuleType

import pytest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError
from hocvien.jobs import api as jobs
from hocvien.jobs.constants import BACK_OFF_SECONDS, MOST_ATTEMPTS, SILENCE_SECONDS

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 8, 3, tzinfo=UTC)


@pytest.fixture
def give(settings, monkeypatch):
    """Give a function to the worker as if it were a task of an app."""
    settings.JOBS_INLINE = False
    module = ModuleType("hocvien.trial.tasks")
    monkeypatch.setitem(sys.modules, "hocvien.trial.tasks", module)

    def give(task, **arguments):
        module.task = task
        return jobs.enqueue(task="trial.task", arguments=arguments, owner=None, label="Thử", now=NOW)

    return give


def work(**more):
    return jobs.work_once(worker="one", **more)


def long_ago(job):
    jobs.Job.objects.filter(pk=job.pk).update(heard_at=timezone.now() - timedelta(seconds=SILENCE_SECONDS + 1))


def test_a_job_is_done_with_its_arguments_and_its_progress(give):
    done = []

    def task(progress, name):
        progress.report(1, 2)
        done.append(name)
        progress.report(2, 2)

    job = give(task, name="a")
    assert work() is True
    assert work() is False
    job.refresh_from_db()
    assert (done, job.state, job.done, job.total, job.is_open) == (["a"], "done", 2, 2, False)


def test_jobs_are_done_in_the_order_they_were_given(give):
    done = []
    for name in "abc":
        give(lambda progress, name: done.append(name), name=name)
    while work():
        pass
    assert done == ["a", "b", "c"]


def test_a_refusal_ends_the_job_with_its_sentence_in_both_languages(give):
    def task(progress):
        raise DomainError("unreadable", _("Không tìm thấy việc này, hoặc đã quá hạn lưu."))

    job = give(task)
    work()
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 1)
    assert job.refusal_words == "Không tìm thấy việc này, hoặc đã quá hạn lưu."
    assert work() is False


def test_a_broken_job_is_tried_again_later_and_at_last_given_up(give):
    def task(progress):
        raise OSError("disk")

    job = give(task)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert work() is True
        job.refresh_from_db()
        assert job.attempts == attempt
        if attempt < MOST_ATTEMPTS:
            assert work() is False, "it waits before it is tried again"
            wait = job.not_before - timezone.now()
            assert timedelta(0) < wait <= timedelta(seconds=BACK_OFF_SECONDS[attempt - 1])
            jobs.Job.objects.filter(pk=job.pk).update(not_before=timezone.now())
    assert (job.state, work()) == ("failed", False)
    assert str(MOST_ATTEMPTS) in job.refusal_words


def test_a_job_whose_worker_is_gone_is_taken_up_by_another(give):
    seen = []
    job = give(lambda progress: seen.append("again"))
    jobs.Job.objects.filter(pk=job.pk).update(state="running", worker="gone", heard_at=timezone.now(), attempts=1)
    assert work() is False, "it may still be alive"
    long_ago(job)
    assert work() is True
    job.refresh_from_db()
    assert (seen, job.state, job.attempts) == (["again"], "done", 2)


def test_a_worker_thought_dead_stops_and_does_not_speak_over_its_successor(give):
    def task(progress):
        jobs.Job.objects.filter(pk=job.pk).update(worker="other")
        progress.report(1, 3)
        pytest.fail("it went on")

    job = give(task)
    work()
    job.refresh_from_db()
    assert (job.state, job.worker, job.done) == ("running", "other", 0)


def test_a_job_that_kills_every_worker_is_given_up(give):
    job = give(lambda progress: pytest.fail("run once more"))
    jobs.Job.objects.filter(pk=job.pk).update(state="running", worker="gone", attempts=MOST_ATTEMPTS)
    long_ago(job)
    assert work() is True
    job.refresh_from_db()
    assert job.state == "failed"


def test_a_stopping_worker_puts_the_job_back(give):
    stop = Event()

    def task(progress):
        stop.set()
        progress.report(1, 2)
        pytest.fail("it went on")

    job = give(task)
    work(stop=stop)
    job.refresh_from_db()
    assert (job.state, job.done, job.attempts) == ("waiting", 1, 0)


def test_its_owner_ends_a_job_between_two_steps(give):
    def task(progress):
        jobs.cancel(owner=None, job=job)
        progress.report(1, 2)
        pytest.fail("it went on")

    job = give(task)
    work()
    job.refresh_from_db()
    assert (job.state, job.done) == ("cancelled", 1)
    waiting = give(task)
    jobs.cancel(owner=None, job=waiting)
    assert work() is False


def test_a_job_is_its_owners_alone(give, django_user_model):
    job = give(lambda progress: None)
    stranger = django_user_model.objects.create(username="stranger")
    with pytest.raises(jobs.JobNotFound):
        jobs.get_job(stranger, job.uuid)
    assert jobs.get_job(None, job.uuid) == job
    assert list(jobs.list_jobs(stranger)) == []


def test_an_unknown_task_is_not_even_given(give):
    with pytest.raises(ModuleNotFoundError):
        jobs.enqueue(task="nowhere.task", arguments={}, owner=None, label="", now=NOW)


def test_an_idle_worker_looks_for_work_and_old_files_and_locks_nothing(give, django_assert_num_queries):
    with django_assert_num_queries(2):
        work()


def test_jobs_are_done_at_once_where_the_setting_says_so(give, settings):
    settings.JOBS_INLINE = True
    job = give(lambda progress: progress.report(1, 1))
    assert (job.state, job.done) == ("done", 1)


@pytest.mark.django_db(transaction=True)
def test_a_long_step_says_that_it_lives(give, monkeypatch):
    monkeypatch.setattr("hocvien.jobs.operations.SILENCE_SECONDS", 0.15)

    def task(progress):
        long_ago(job)
        with progress.staying_alive():
            sleep(0.4)
        job.refresh_from_db()
        heard.append(job.heard_at)

    heard = []
    job = give(task)
    assert work() is True
    assert timezone.now() - heard[0] < timedelta(seconds=20)
