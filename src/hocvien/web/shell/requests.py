"""The request as a screen sees it: somebody has signed in, and the shell has read the scope.

Views say this type instead of Django's, whose `user` may be anonymous. It is a promise of the middleware, kept by
`LoginRequiredMiddleware` and `ScopeMiddleware`; no request is ever built of this class.
"""

from django.http import HttpRequest

from hocvien.accounts.api import User
from hocvien.web.shell.scope import ScopeBar


class ScreenRequest(HttpRequest):
    """What the middleware hands to a view that asks for a sign-in."""

    user: User
    scope: ScopeBar
    held_permissions: set[str]
