"""Who may make an account (nobody by themself) and how a password is kept."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.http import HttpRequest


class OfficeArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: 0.04 s on an office PC. Django's defaults ask 100 MiB and eight lanes."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


class ClosedSignUp(DefaultAccountAdapter):
    """Accounts are made by an administrator, with a grant at a unit."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
