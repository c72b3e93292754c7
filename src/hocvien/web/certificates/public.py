"""Public verification: whoever holds a paper asks whether it is true, and learns no more than that.

No list, no search, no suggestion; both the number and its check code are asked for, attempts are counted, and a name is
only shown masked. The text comes by POST, so that it stays out of addresses and server logs.
"""

from django.core.cache import cache
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.common import clock
from hocvien.records import api as records
from hocvien.web.certificates.forms import VerifyForm
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import page, screen

ATTEMPTS_A_MINUTE = 20
_TONES = {"matches": "met", "expired": "warn", "unknown_key": "warn", "wrong_version": "warn", "empty": "neutral"}


@screen(public=True, methods=("GET", "POST"))
def paper_verify(request: ScreenRequest) -> HttpResponse:
    form = VerifyForm(request.POST or None, request=request)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        if _asks_too_often(request):
            form.add_error(None, _("Bạn đã kiểm tra quá nhiều lần trong một phút. Chờ một phút rồi thử lại."))
            return page(request, "certificates/paper_verify.html", context, status=429)
        answer = _answer(form)
        context["answer"] = Status(_TONES.get(answer.code, "bad"), answer.sentence)
        if answer.facts is not None and answer.code in {"matches", "expired", "withdrawn", "replaced"}:
            context["facts"] = answer.facts
            context["masked_name"] = mask_name(answer.facts.full_name)
    return page(request, "certificates/paper_verify.html", context, form=form)


def mask_name(full_name: str) -> str:
    """First letters only: enough for the holder to recognise it, too little for anyone else."""
    return " ".join(f"{word[:1]}***" for word in full_name.split())


def _answer(form: VerifyForm) -> records.Verification:
    today = clock.today()
    if form.cleaned_data["text"]:
        return records.verify_text(form.cleaned_data["text"], on=today)
    return records.verify_number(form.cleaned_data["number"], form.cleaned_data["check_code"], on=today)


def _asks_too_often(request: ScreenRequest) -> bool:
    """Counted by address for a minute, in the cache all processes share."""
    key = f"verify:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, timeout=60)
    return cache.incr(key) > ATTEMPTS_A_MINUTE
