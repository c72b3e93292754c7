"""What the frame's templates need beside what the view gave them."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.web.shell import demo
from hocvien.web.shell.nav import list_items
from hocvien.web.shell.scope import OWN_PARAMS


def frame(request: HttpRequest) -> dict[str, Any]:
    """Scope, navigation, who is signed in; nothing is computed until a template asks."""
    scope = getattr(request, "scope", None)
    kept = [(key, value) for key, values in request.GET.lists() if key not in OWN_PARAMS for value in values]
    return {
        "scope": scope,
        "scope_kept": kept,
        "scope_form_action": request.path,
        "nav": SimpleLazyObject(lambda: list_items(request)),
        "role_words": SimpleLazyObject(lambda: _role_words(request)),
        "printed_at": clock.now(),
        "demo_accounts": SimpleLazyObject(demo.list_accounts),
        "shows_generated": SimpleLazyObject(lambda: bool(demo.list_accounts())),
    }


def _role_words(request: HttpRequest) -> str:
    scope = getattr(request, "scope", None)
    roles = dict.fromkeys(grant.role for grant in scope.grants) if scope else {}
    return ", ".join(str(access.Role(role).label) for role in roles)
