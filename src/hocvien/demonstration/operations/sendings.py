"""Samples of people sent to classes of others: one course under way, one notice whose list waits for the decision."""

from datetime import date, timedelta

from hocvien.accounts import api as accounts
from hocvien.catalogue import api as catalogue
from hocvien.demonstration.arithmetic import moment
from hocvien.demonstration.operations.cast import Cast
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.sending import api as sending

_SENT, _WAITING = 2, 3


def enter_sendings(unit: org.Unit, cast: Cast, today: date) -> None:
    """Two notices received by the unit; whoever the rules let in goes first, all of them generated people."""
    actor = cast.one_at("committee_office", unit.code)
    began = today - timedelta(days=60)
    first = _notice(
        actor,
        unit,
        sending.NewNotice(
            issuer_name="Trường Chính trị tỉnh Lâm Giang (mẫu)",
            number="18-TB/TCT (mẫu)",
            issued_on=began - timedelta(days=45),
            name="Lớp trung cấp lý luận chính trị hệ không tập trung (mẫu)",
            programme_id=catalogue.get_programme("TCLLCT").pk,
            study_mode="part_time",
            seats=_SENT,
            names_due_on=began - timedelta(days=20),
            opens_on=began,
            ends_on=began + timedelta(days=420),
        ),
    )
    chosen = _propose(actor, first, unit, _SENT, began - timedelta(days=25))
    decided = began - timedelta(days=14)
    sending.decide_sending(
        actor=actor,
        notice=first,
        sendings=chosen,
        number="31-QĐ/ĐU (mẫu)",
        decided_on=decided,
        signer_name="Nguyễn Văn Mẫu",
        signer_title="Bí thư",
        exception_reason="Công văn cho phép (mẫu)",
        today=decided,
        now=moment(decided),
    )
    for one in chosen:
        sending.record_event(actor=actor, sending=one, kind="enrolled", on=began, today=began, now=moment(began))
    called = today - timedelta(days=10)
    second = _notice(
        actor,
        unit,
        sending.NewNotice(
            issuer_name="Học viện Chính trị khu vực (mẫu)",
            number="112-TB/HV (mẫu)",
            issued_on=called,
            name="Lớp cao cấp lý luận chính trị hệ không tập trung (mẫu)",
            programme_id=catalogue.get_programme("CCLLCT").pk,
            study_mode="part_time",
            seats=_SENT,
            names_due_on=today + timedelta(days=10),
            opens_on=today + timedelta(days=60),
            ends_on=today + timedelta(days=540),
        ),
    )
    _propose(actor, second, unit, _WAITING, called + timedelta(days=2))


def _notice(actor: accounts.User, unit: org.Unit, new: sending.NewNotice) -> sending.Notice:
    day = new.issued_on
    return sending.record_notice(actor=actor, unit=unit, new=new, today=day, now=moment(day), is_generated=True)


def _propose(
    actor: accounts.User, notice: sending.Notice, unit: org.Unit, number: int, on: date
) -> list[sending.Sending]:
    """Those who meet the conditions first, then who is nearest to it."""
    order = ("met", "data_missing", "no_rule", "not_met")
    rows, _total, _is_cut = sending.candidates(actor, notice, unit, on)
    best = sorted((row for row in rows if row.is_generated), key=lambda row: (order.index(row.verdict), row.name_key))
    uuids = [row.uuid for row in best[:number]]
    ids = list(people.people().filter(uuid__in=uuids).order_by("name_key", "pk").values_list("pk", flat=True))
    put = sending.propose_people(actor=actor, notice=notice, person_ids=ids, today=on, now=moment(on))
    return [sending.get_sending_for(actor, one.sending_uuid, on) for one in put if one.sending_uuid is not None]
