"""Permissions, and what each role may do. The words of the roles are the field's own."""

from enum import StrEnum


class Permission(StrEnum):
    UNIT_VIEW = "unit.view"
    UNIT_EDIT = "unit.edit"
    PERSON_VIEW = "person.view"
    PERSON_EDIT = "person.edit"
    PERSON_SENSITIVE = "person.sensitive"  # identity, card and telephone numbers in full; each look is written down
    PRIVACY_ANSWER = "privacy.answer"  # what people ask about their own data
    PRIVACY_RETAIN = "privacy.retain"  # how long what is kept, and making anonymous whose term is over
    PERSON_TRANSFER = "person.transfer"  # ask another unit to take one of ours
    PERSON_RECEIVE = "person.receive"  # accept whom another unit sends
    ROSTER_IMPORT = "roster.import"
    PROGRAMME_VIEW = "programme.view"
    PROGRAMME_EDIT = "programme.edit"
    LECTURER_VIEW = "lecturer.view"
    LECTURER_EDIT = "lecturer.edit"
    PLAN_VIEW = "plan.view"
    PLAN_EDIT = "plan.edit"
    PLAN_APPROVE = "plan.approve"
    STUDY_VIEW = "study.view"
    STUDY_EDIT = "study.edit"  # organise study sessions for everyone, lock their numbers
    STUDY_ANSWER = "study.answer"  # tell how many of one's own unit were there
    STUDY_NAMES = "study.names"  # keep, and read, by name which members were at a study session
    CLASS_VIEW = "class.view"
    CLASS_OPEN = "class.open"
    CLASS_EDIT = "class.edit"
    LIST_PROPOSE = "list.propose"
    LIST_APPROVE = "list.approve"
    LIST_ADMIT = "list.admit"
    SESSION_EDIT = "session.edit"
    ROLL_RECORD = "roll.record"
    RESULT_EDIT = "result.edit"
    RESULT_DECIDE = "result.decide"
    CERTIFICATE_VIEW = "certificate.view"
    CERTIFICATE_ISSUE = "certificate.issue"
    PAPER_EDIT = "paper.edit"  # the Word templates an office's papers are made from
    REPORT_VIEW = "report.view"
    OFFICIAL_WRITE = "official.write"  # write official papers and give them numbers of the unit's register
    RETURN_VIEW = "return.view"
    RETURN_OPEN = "return.open"  # ask units for returns, receive them, send them back, lock figures
    RETURN_SUBMIT = "return.submit"  # fill in and hand in what one's own unit is asked for
    FORM_EDIT = "form.edit"  # make and change statistics forms
    FIGURES_EDIT = "figures.edit"  # take over figures of the past from where they were published
    JOURNAL_VIEW = "journal.view"
    GRANT_EDIT = "grant.edit"
    BACKUP_MAKE = "backup.make"


_P = Permission
_KEEP = frozenset(
    {
        _P.PERSON_EDIT,
        _P.PERSON_SENSITIVE,
        _P.PRIVACY_ANSWER,
        _P.PERSON_TRANSFER,
        _P.PERSON_RECEIVE,
        _P.ROSTER_IMPORT,
        _P.STUDY_ANSWER,
        _P.STUDY_NAMES,
        _P.RETURN_SUBMIT,
    }
)
_LOOK = frozenset(
    {
        _P.UNIT_VIEW,
        _P.PERSON_VIEW,
        _P.PROGRAMME_VIEW,
        _P.LECTURER_VIEW,
        _P.PLAN_VIEW,
        _P.STUDY_VIEW,
        _P.CLASS_VIEW,
        _P.CERTIFICATE_VIEW,
        _P.REPORT_VIEW,
        _P.RETURN_VIEW,
    }
)

ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    # giáo vụ: runs the centre's classes from opening to certificate
    "clerk": _LOOK
    | _KEEP
    | {
        _P.LECTURER_EDIT,
        _P.PLAN_EDIT,
        _P.STUDY_EDIT,
        _P.CLASS_OPEN,
        _P.CLASS_EDIT,
        _P.LIST_PROPOSE,
        _P.LIST_ADMIT,
        _P.SESSION_EDIT,
        _P.ROLL_RECORD,
        _P.RESULT_EDIT,
        _P.CERTIFICATE_ISSUE,
        _P.PAPER_EDIT,
        _P.OFFICIAL_WRITE,
        _P.RETURN_OPEN,
        _P.FORM_EDIT,
        _P.FIGURES_EDIT,
        _P.BACKUP_MAKE,
    },
    # chủ nhiệm lớp: the class as it is taught
    "class_head": frozenset(
        {
            _P.UNIT_VIEW,
            _P.PERSON_VIEW,
            _P.PROGRAMME_VIEW,
            _P.LECTURER_VIEW,
            _P.CLASS_VIEW,
            _P.SESSION_EDIT,
            _P.ROLL_RECORD,
            _P.RESULT_EDIT,
        }
    ),
    # cấp ủy viên phụ trách: keeps the unit's people and proposes them
    "unit_officer": _LOOK | _KEEP | {_P.LIST_PROPOSE},
    # văn phòng, ban của cấp ủy: approves lists and plans, decides results, asks for figures
    "committee_office": _LOOK
    | _KEEP
    | {
        _P.PLAN_EDIT,
        _P.PLAN_APPROVE,
        _P.STUDY_EDIT,
        _P.PROGRAMME_EDIT,
        _P.LIST_PROPOSE,
        _P.LIST_APPROVE,
        _P.RESULT_DECIDE,
        _P.PAPER_EDIT,
        _P.OFFICIAL_WRITE,
        _P.RETURN_OPEN,
        _P.FORM_EDIT,
        _P.FIGURES_EDIT,
        _P.JOURNAL_VIEW,
        _P.PRIVACY_RETAIN,
    },
    # cán bộ kiểm tra: sees everything there, changes nothing
    "inspector": _LOOK | {_P.JOURNAL_VIEW},
    # cán bộ thống kê: figures of units, classes and plans, without the people behind them
    "statistician": frozenset({_P.UNIT_VIEW, _P.PROGRAMME_VIEW, _P.PLAN_VIEW, _P.CLASS_VIEW, _P.REPORT_VIEW}),
    # quản trị: units, accounts, programmes, backups; not the training itself
    "administrator": frozenset(
        {
            _P.UNIT_VIEW,
            _P.UNIT_EDIT,
            _P.PROGRAMME_VIEW,
            _P.PROGRAMME_EDIT,
            _P.GRANT_EDIT,
            _P.JOURNAL_VIEW,
            _P.BACKUP_MAKE,
        }
    ),
}

# All that another program may do by a token, where its account may: read figures. Seeing people is among it because it decides which figures
# of sensitive dimensions are kept back; nothing that names a person is offered to programs (docs/adr/0026).
BY_TOKEN = frozenset(
    {_P.UNIT_VIEW, _P.PROGRAMME_VIEW, _P.PLAN_VIEW, _P.CLASS_VIEW, _P.PERSON_VIEW, _P.REPORT_VIEW, _P.RETURN_VIEW}
)
# the longest a token serves, and how many in force one account keeps [default]
TOKEN_DAYS = 366
TOKENS_AT_ONCE = 20

# what must be seen for what is done; whoever is let do the one is let see the other
_SEES_CLASS = frozenset({_P.UNIT_VIEW, _P.PROGRAMME_VIEW, _P.CLASS_VIEW, _P.PERSON_VIEW, _P.LECTURER_VIEW})
_SEES_PEOPLE = frozenset({_P.UNIT_VIEW, _P.PERSON_VIEW})
# What one may let another do in one's stead, and what is seen with it. Left out: giving roles, the organisation, backups, what is asked
# about own data, identity numbers in full, and rosters, whose parts are written long after whoever sent them has gone.
DELEGABLE: dict[Permission, frozenset[Permission]] = {
    _P.PERSON_EDIT: _SEES_PEOPLE,
    _P.PERSON_TRANSFER: _SEES_PEOPLE,
    _P.PERSON_RECEIVE: _SEES_PEOPLE,
    _P.LECTURER_EDIT: frozenset({_P.UNIT_VIEW, _P.PROGRAMME_VIEW, _P.LECTURER_VIEW}),
    _P.PLAN_EDIT: frozenset({_P.UNIT_VIEW, _P.PROGRAMME_VIEW, _P.PLAN_VIEW}),
    _P.PLAN_APPROVE: frozenset({_P.UNIT_VIEW, _P.PROGRAMME_VIEW, _P.PLAN_VIEW}),
    _P.CLASS_OPEN: _SEES_CLASS | {_P.PLAN_VIEW},
    _P.CLASS_EDIT: _SEES_CLASS,
    _P.LIST_PROPOSE: _SEES_CLASS,
    _P.LIST_APPROVE: _SEES_CLASS,
    _P.LIST_ADMIT: _SEES_CLASS,
    _P.SESSION_EDIT: _SEES_CLASS,
    _P.ROLL_RECORD: _SEES_CLASS,
    _P.RESULT_EDIT: _SEES_CLASS,
    _P.RESULT_DECIDE: _SEES_CLASS,
    _P.CERTIFICATE_ISSUE: _SEES_CLASS | {_P.CERTIFICATE_VIEW},
    _P.STUDY_EDIT: frozenset({_P.UNIT_VIEW, _P.STUDY_VIEW}),
    _P.STUDY_ANSWER: frozenset({_P.UNIT_VIEW, _P.STUDY_VIEW}),
    _P.RETURN_OPEN: frozenset({_P.UNIT_VIEW, _P.RETURN_VIEW}),
    _P.RETURN_SUBMIT: frozenset({_P.UNIT_VIEW, _P.RETURN_VIEW}),
    _P.OFFICIAL_WRITE: _SEES_CLASS | {_P.REPORT_VIEW},
    _P.REPORT_VIEW: frozenset({_P.UNIT_VIEW, _P.PROGRAMME_VIEW, _P.PLAN_VIEW, _P.CLASS_VIEW}),
}
