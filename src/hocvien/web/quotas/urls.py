from django.urls import path

from hocvien.web.quotas.views import owning, quotas, requests, seats

app_name = "quotas"
urlpatterns = [
    path("", quotas.quota_list, name="quota-list"),
    path("new/", owning.quota_issue, name="quota-issue"),
    path("<uuid:uuid>/", quotas.quota_page, name="quota-page"),
    path("<uuid:uuid>/ledger/", quotas.ledger_list, name="ledger-list"),
    path("<uuid:uuid>/number/", owning.quota_number, name="quota-number"),
    path("<uuid:uuid>/deadline/", owning.quota_deadline, name="quota-deadline"),
    path("<uuid:uuid>/share/", owning.seat_share, name="seat-share"),
    path("<uuid:uuid>/at/<slug:code>/allot/", seats.seat_allot, name="seat-allot"),
    path("<uuid:uuid>/at/<slug:code>/list/", seats.seat_list, name="seat-list"),
    path("<uuid:uuid>/at/<slug:code>/name/", seats.seat_name, name="seat-name"),
    path("<uuid:uuid>/at/<slug:code>/keep/", seats.seat_keep, name="seat-keep"),
    path("<uuid:uuid>/at/<slug:code>/return/", seats.seat_return, name="seat-return"),
    path("<uuid:uuid>/at/<slug:code>/decide/", seats.seat_decide, name="seat-decide"),
    path("<uuid:uuid>/at/<slug:code>/ask/", requests.ask_seats, name="ask-seats"),
    path("<uuid:uuid>/at/<slug:code>/move/", requests.move_ask, name="move-ask"),
    path("<uuid:uuid>/asks/<uuid:ask>/withdraw/", requests.ask_withdraw, name="ask-withdraw"),
    path("<uuid:uuid>/moves/<uuid:move>/accept/", requests.move_accept, name="move-accept"),
    path("<uuid:uuid>/moves/<uuid:move>/refuse/", requests.move_refuse, name="move-refuse"),
    path("<uuid:uuid>/moves/<uuid:move>/withdraw/", requests.move_withdraw, name="move-withdraw"),
]
