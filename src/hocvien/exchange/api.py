"""The door of exchange."""

from hocvien.exchange.constants import BACKUP_VERB, FIELDS, HEADERS, KEPT_DAYS, MAX_BYTES
from hocvien.exchange.data import (
    BackupSummary,
    Candidate,
    ColumnRead,
    FieldChange,
    HeadcountLine,
    KeptProblem,
    KeptRow,
    RosterOutcome,
    RosterPlan,
    RosterProblem,
    RosterRow,
    SheetRead,
)
from hocvien.exchange.errors import (
    BackupDamaged,
    BackupOfOtherVersion,
    HeadcountsUnreadable,
    MappingUnreadable,
    NotABackup,
    PlaceNotEmpty,
    RosterBusy,
    RosterPlanEmpty,
    RosterPlanGone,
    RosterTooOld,
    RosterUnreadable,
)
from hocvien.exchange.models import Decision, EffectAction, RosterEffect, RosterState, StoredRoster
from hocvien.exchange.operations.backup import back_up, restore
from hocvien.exchange.operations.certificate_pdf import (
    OVERPRINT_SPOTS,
    CertificateLayout,
    CertificatePrint,
    Spot,
    certificate_prints,
    qr_svg,
    render_certificates_pdf,
    render_register_pdf,
)
from hocvien.exchange.operations.dossier_files import render_dossier_pdf, render_dossier_xlsx
from hocvien.exchange.operations.headcount_files import (
    make_headcount_workbook,
    read_headcounts,
    read_pasted_headcounts,
)
from hocvien.exchange.operations.mapping_reading import read_mapping
from hocvien.exchange.operations.mapping_template import make_mapping_template
from hocvien.exchange.operations.report_files import render_report_docx, render_report_xlsx
from hocvien.exchange.operations.roster_editing import (
    change_unit,
    choose_absent,
    decide_rows,
    edit_cells,
    forget_roster,
    take_columns,
)
from hocvien.exchange.operations.roster_execution import execute_roster, list_absent_ids, outcome_of
from hocvien.exchange.operations.roster_forgetting import forget_rosters
from hocvien.exchange.operations.roster_held import make_held_workbook
from hocvien.exchange.operations.roster_keeping import (
    keep_roster,
    plan_again,
)
from hocvien.exchange.operations.roster_kept import (
    get_roster,
    list_candidates,
    list_decisions,
    list_rosters,
    list_rows,
    list_samples,
)
from hocvien.exchange.operations.roster_planning import columns_read, plan_roster
from hocvien.exchange.operations.roster_return import (
    back_until,
    can_take_back,
    list_effects,
    reasons_to_stay,
    take_back_roster,
)
from hocvien.exchange.operations.roster_template import export_roster, make_roster_template

__all__ = [
    "BACKUP_VERB",
    "FIELDS",
    "HEADERS",
    "KEPT_DAYS",
    "MAX_BYTES",
    "OVERPRINT_SPOTS",
    "BackupDamaged",
    "BackupOfOtherVersion",
    "BackupSummary",
    "Candidate",
    "CertificateLayout",
    "CertificatePrint",
    "ColumnRead",
    "Decision",
    "EffectAction",
    "FieldChange",
    "HeadcountLine",
    "HeadcountsUnreadable",
    "KeptProblem",
    "KeptRow",
    "MappingUnreadable",
    "NotABackup",
    "PlaceNotEmpty",
    "RosterBusy",
    "RosterEffect",
    "RosterOutcome",
    "RosterPlan",
    "RosterPlanEmpty",
    "RosterPlanGone",
    "RosterProblem",
    "RosterRow",
    "RosterState",
    "RosterTooOld",
    "RosterUnreadable",
    "SheetRead",
    "Spot",
    "StoredRoster",
    "back_until",
    "back_up",
    "can_take_back",
    "certificate_prints",
    "change_unit",
    "choose_absent",
    "columns_read",
    "decide_rows",
    "edit_cells",
    "execute_roster",
    "export_roster",
    "forget_roster",
    "forget_rosters",
    "get_roster",
    "keep_roster",
    "list_absent_ids",
    "list_candidates",
    "list_decisions",
    "list_effects",
    "list_rosters",
    "list_rows",
    "list_samples",
    "make_headcount_workbook",
    "make_held_workbook",
    "make_mapping_template",
    "make_roster_template",
    "outcome_of",
    "plan_again",
    "plan_roster",
    "qr_svg",
    "read_headcounts",
    "read_mapping",
    "read_pasted_headcounts",
    "reasons_to_stay",
    "render_certificates_pdf",
    "render_dossier_pdf",
    "render_dossier_xlsx",
    "render_register_pdf",
    "render_report_docx",
    "render_report_xlsx",
    "restore",
    "take_back_roster",
    "take_columns",
]
