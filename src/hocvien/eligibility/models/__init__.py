"""Regulations, rule sets and their clauses; drafts of them; what is decided or attested about one person."""

from hocvien.eligibility.models.granted import Attestation, AttestationSubject, GrantedException
from hocvien.eligibility.models.rules import Clause, DraftStatus, Regulation, RuleDraft, RuleSet, RuleTrial

__all__ = [
    "Attestation",
    "AttestationSubject",
    "Clause",
    "DraftStatus",
    "GrantedException",
    "Regulation",
    "RuleDraft",
    "RuleSet",
    "RuleTrial",
]
