from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ClassesConfig(AppConfig):
    name = "hocvien.classes"
    label = "classes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `people` what of a person stands here, so that a merge of two records takes it along; `quotas` which seats stand on lists."""
        from hocvien.classes.queries.seats import lists_of_line  # noqa: PLC0415 - models are ready only now
        from hocvien.classes.rules import refuse_merge_of_learners  # noqa: PLC0415 - models are ready only now
        from hocvien.people import api as people  # noqa: PLC0415 - models are ready only now
        from hocvien.quotas import api as quotas  # noqa: PLC0415 - models are ready only now

        people.register_person_reference(
            people.PersonReference("classes.Nomination", "person", _("Lần cử đi học"), refuse_merge_of_learners)
        )
        people.register_person_reference(people.PersonReference("classes.Participation", "person", _("Lượt học")))
        quotas.register_lists("classes", lists_of_line)

        from hocvien.classes.models import (  # noqa: PLC0415 - models are ready only now
            WAITING,
            ClassStatus,
            ExceptionRequest,
            ExceptionStatus,
            Invitation,
            Nomination,
            Participation,
            ParticipationStatus,
            StepDecision,
            TrainingClass,
        )
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now

        unfinished = (ClassStatus.PLANNED, ClassStatus.ENROLLING, ClassStatus.RUNNING)
        roles = ("opened_by", "hosted_by", "taught_by", "paid_by", "certified_by", "joint_with")
        for follower in (
            org.standing_at(_("Lớp chưa bế giảng"), TrainingClass, *roles, open_on=Q(status__in=unfinished)),
            org.standing_at(
                _("Chỉ tiêu đã phân bổ của lớp chưa bế giảng"),
                Invitation,
                "unit",
                open_on=Q(training_class__status__in=unfinished),
            ),
            org.standing_at(
                _("Đề nghị cử đi học chờ duyệt"), Nomination, "sending_unit", open_on=Q(status__in=WAITING)
            ),
            org.standing_at(
                _("Danh sách đang chờ đơn vị xem xét"), Nomination, "step_unit", open_on=Q(status__in=WAITING)
            ),
            org.standing_at(
                _("Ý kiến đã ghi về danh sách còn đang xét"),
                StepDecision,
                "unit",
                open_on=Q(nomination__status__in=WAITING),
            ),
            org.standing_at(
                _("Đề nghị đặc cách chờ quyết định"),
                ExceptionRequest,
                "decider",
                open_on=Q(status=ExceptionStatus.WAITING),
            ),
            org.standing_at(
                _("Học viên đang học"),
                Participation,
                "sending_unit",
                open_on=Q(status=ParticipationStatus.ACTIVE, training_class__status__in=unfinished),
            ),
        ):
            org.register_follower(follower)
