"""Classes and who attended them, written past the doors in bulk: reading is what is measured."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bench.people import insert

DAYS = 5


class Sample(NamedTuple):
    """A class that has been held; `attended` are (person, sending unit)."""

    programme_id: int
    opened_by_id: int
    opens_on: date
    attended: Sequence[tuple[int, int]]
    joint_with_id: int | None = None


def insert_classes(user: Any, samples: Sequence[Sample]) -> None:
    """These classes with a nomination and a participation for each who attended; into tables that hold none yet."""
    from hocvien.classes import models as c
    from hocvien.common.text import fold

    insert(
        c.TrainingClass,
        (
            {
                "code": f"L-{n:06d}",
                "name": f"Lớp mẫu số {n}",
                "name_folded": fold(f"Lớp mẫu số {n}"),
                "programme_id": one.programme_id,
                **dict.fromkeys(
                    ("opened_by_id", "hosted_by_id", "taught_by_id", "paid_by_id", "certified_by_id"),
                    one.opened_by_id,
                ),
                "is_joint": one.joint_with_id is not None,
                "joint_with_id": one.joint_with_id,
                "outside_plan_decision": "QĐ mẫu",
                "seats": max(len(one.attended), 1),
                "opens_on": one.opens_on,
                "closes_on": one.opens_on + timedelta(days=DAYS),
                "place": "Hội trường",
                "status": "finished",
                "is_generated": True,
            }
            for n, one in enumerate(samples)
        ),
    )
    classes = c.TrainingClass.objects.order_by("pk").values_list("pk", flat=True)
    taking = [
        (class_id, one.opens_on, person, unit)
        for class_id, one in zip(classes, samples, strict=True)
        for person, unit in one.attended
    ]
    moment = datetime(2020, 1, 1, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    insert(
        c.Nomination,
        (
            {
                "training_class_id": class_id,
                "person_id": person,
                "sending_unit_id": unit,
                "status": "admitted",
                "verdict": "met",
                "judged_on": opens,
                "proposed_by_id": user.pk,
                "proposed_at": moment,
            }
            for class_id, opens, person, unit in taking
        ),
    )
    nominations = c.Nomination.objects.order_by("pk").values_list("pk", flat=True)
    insert(
        c.Participation,
        (
            {
                "training_class_id": class_id,
                "person_id": person,
                "nomination_id": nomination,
                "sending_unit_id": unit,
                "group": 1,
                "admitted_on": opens,
            }
            for nomination, (class_id, opens, person, unit) in zip(nominations, taking, strict=True)
        ),
    )
