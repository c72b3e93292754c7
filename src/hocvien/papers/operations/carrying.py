"""Last year carried forward with its papers: what was filled into them is prepared again, the number left blank, the day moved."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.classes import api as classes
from hocvien.common.among import among
from hocvien.journal import api as journal
from hocvien.papers.data import PaperHead, PaperToCarry
from hocvien.papers.models import FilledPaper
from hocvien.papers.queries.filled import papers_to_carry
from hocvien.papers.queries.values import head_proposed
from hocvien.planning import api as planning


@transaction.atomic
def copy_classes(
    *,
    actor: User | None,
    plan: planning.Plan,
    chosen: Collection[UUID],
    free_days: Mapping[date, str],
    today: date,
) -> list[classes.CopyOutcome]:
    """`classes.copy_classes`, and for each class prepared the papers of last year's, as `papers_to_carry` shows them: number blank, day moved.

    Who signs is who is told of the opener today, else who signed last year. About five queries more a class.
    """
    shown = {one.source.uuid: one for one in classes.copies_of_last_year(plan, free_days) if one.source.uuid in chosen}
    papers = papers_to_carry(shown.values())
    made = classes.copy_classes(actor=actor, plan=plan, chosen=chosen, free_days=free_days, today=today)
    for one in made:
        row, carried = one.training_class, papers.classes.get(one.source.pk, [])
        if row is None or not carried:
            continue
        told = head_proposed(row.opened_by_id, today)
        FilledPaper.objects.bulk_create([_prepared(paper, told, training_class=row) for paper in carried])
        said = {"from": one.source.code, "kinds": [paper.kind for paper in carried]}
        journal.record(actor=actor, verb="papers.carry_papers", subject=row, unit_code=row.opened_by.code, after=said)
    return made


@transaction.atomic
def take_back_classes(*, actor: User | None, plan: planning.Plan, today: date) -> tuple[list[str], list[str]]:
    """`classes.take_back_copies` with the papers prepared: (codes taken away, codes that stay).

    A class with a paper that bears a number stays. Raises NotAllowed.
    """
    planned = [one.pk for one in classes.copies_planned(plan)]
    rows = FilledPaper.objects.filter(among("training_class_id", planned), number="")
    papers = list(rows.select_related("training_class").order_by("pk"))
    rows.delete()
    gone, kept = classes.take_back_copies(actor=actor, plan=plan, today=today)
    FilledPaper.objects.bulk_create(
        [row for row in papers if row.training_class is not None and row.training_class.code in kept]
    )
    return gone, kept


@transaction.atomic
def copy_plan(
    *, actor: User | None, plan: planning.Plan, on: date | None = None
) -> tuple[int, list[tuple[planning.PlanLine, str]]]:
    """`planning.copy_last_year`, and the paper of last year's plan prepared for this one, where none is filled in yet."""
    outcome = planning.copy_last_year(actor=actor, plan=plan, on=on)
    carried = papers_to_carry((), plan).plan
    if carried is not None and not FilledPaper.objects.filter(plan=plan).exists():
        _prepared(carried, head_proposed(plan.unit_id, carried.on), plan=plan).save(force_insert=True)
        said = {"from": plan.year - 1, "kinds": [carried.kind]}
        journal.record(actor=actor, verb="papers.carry_papers", subject=plan, unit_code=plan.unit.code, after=said)
    return outcome


@transaction.atomic
def take_back_plan(*, actor: User | None, plan: planning.Plan) -> int:
    """`planning.take_back_copied_lines`, and the paper prepared with them unless it was made since."""
    number = planning.take_back_copied_lines(actor=actor, plan=plan)
    gone, _rows = FilledPaper.objects.filter(plan=plan, made_at=None).delete()
    if gone:
        journal.record(
            actor=actor,
            verb="papers.take_back_papers",
            subject=plan,
            unit_code=plan.unit.code,
            before={"year": plan.year},
        )
    return number


def _prepared(
    carried: PaperToCarry,
    told: PaperHead,
    *,
    training_class: classes.TrainingClass | None = None,
    plan: planning.Plan | None = None,
) -> FilledPaper:
    last = carried.row
    signed = told if told.signer_name or last is None else last
    return FilledPaper(
        training_class=training_class,
        plan=plan,
        kind=carried.kind,
        place=last.place if last else "",
        on=carried.on,
        stead=signed.stead,
        signer_post=signed.signer_post,
        signer_name=signed.signer_name,
    )
