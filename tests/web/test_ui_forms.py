from datetime import date

import pytest
from django import forms
from django.test import RequestFactory
from django.utils import translation

from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.web.ui import forms as ui
from hocvien.web.ui.choices import read_unit
from hocvien.web.ui.dates import read_day
from hocvien.web.ui.fields import list_errors


@pytest.mark.parametrize("text", ["5/6/2023", "05/06/2023", "05-06-2023", "5.6.2023", " 5 / 6 / 2023 ", "2023-06-05"])
def test_dates_are_read_as_people_type_them(text):
    assert read_day(text) == date(2023, 6, 5)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("31/02/1998", "date_day_unreal", "tháng 2/1998 chỉ có 28 ngày"),
        ("05/13/2023", "date_month_unreal", "không có tháng 13"),
        ("5/6/23", "date_year_short", "bốn chữ số"),
        ("5/6/0023", "date_year_far", "1900"),
        ("mai", "date_unreadable", "“mai” không phải là một ngày"),
        ("١/١/٢٠٢٣", "date_unreadable", "ngày/tháng/năm"),
    ],
)
def test_wrong_dates_are_refused_in_words(text, code, words):
    with pytest.raises(DomainError) as refusal:
        read_day(text)
    assert refusal.value.code == code
    assert words in str(refusal.value)


class Form(ui.BaseForm):
    opens_on = ui.DateField(label="Khai giảng")
    host = ui.UnitChoiceField(label="Chủ trì", permission="class.open", required=False)
    head = ui.PersonChoiceField(label="Chủ nhiệm", permission="person.view", required=False)
    name = forms.CharField(label="Tên", required=False)


def bound(user, **data):
    request = RequestFactory().post("/x/")
    request.user = user
    return Form({"opens_on": "5/6/2023", **data}, request=request)


@pytest.mark.django_db
def test_required_is_said_with_the_label(place):
    form = bound(place["clerk"], opens_on="")
    assert form.errors["opens_on"] == ["Chưa điền “Khai giảng”. Ô này phải có."]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["duc-thinh", "Đảng ủy xã Đức Thịnh (duc-thinh)", "duc thinh", "đảng uỷ xã đức thịnh"])
def test_unit_is_read_from_code_or_name(place, text):
    form = bound(place["clerk"], host=text)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["host"] == place["commune"]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["tan-my", "Đảng ủy xã Tân Mỹ", "khong co"])
def test_unit_out_of_sight_is_refused_like_one_that_is_not(place, text):
    form = bound(place["clerk"], host=text)
    assert "Không thấy đơn vị" in form.errors["host"][0]


@pytest.mark.django_db
def test_unit_that_fits_twice_names_both(place):
    with pytest.raises(DomainError) as refusal:
        read_unit("dang uy xa", actor=place["inspector"], permission="unit.view", on=date(2026, 9, 8))
    assert refusal.value.code == "unit_ambiguous"
    assert "duc-thinh" in str(refusal.value)
    assert "tan-my" in str(refusal.value)


@pytest.mark.django_db
def test_person_is_read_from_the_pick_or_from_words(place):
    person = place["hoa"]
    form = bound(place["clerk"], head="Nguyễn Thị Hòa (14/05/1996)", **{"head-ref": str(person.uuid)})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["head"] == person
    form = bound(place["clerk"], head="nguyen thi hoa (02/01/1990)")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["head"] == place["hoa2"]


@pytest.mark.django_db
def test_person_named_twice_is_asked_back_and_one_out_of_sight_is_not_found(place):
    form = bound(place["clerk"], head="hoa", **{"head-ref": str(place["hoa"].uuid)})
    assert "Có nhiều người hợp" in form.errors["head"][0]
    form = bound(place["clerk"], head="Trần Văn Xa (1980)", **{"head-ref": str(place["far"].uuid)})
    assert "Không thấy" in form.errors["head"][0]


@pytest.mark.django_db
def test_what_was_typed_comes_back_with_the_pick(place):
    form = bound(place["clerk"], opens_on="31/02/1998", head="Nguyễn Thị Hòa (14/05/1996)", **{"head-ref": "abc"})
    html = str(form["head"]) + str(form["opens_on"])
    assert 'value="31/02/1998"' in html
    assert 'name="head-ref" value="abc"' in html


@pytest.mark.django_db
def test_initial_shows_names(place):
    request = RequestFactory().get("/x/")
    request.user = place["clerk"]
    form = Form(request=request, initial={"host": "duc-thinh", "head": place["hoa"], "opens_on": date(2023, 6, 5)})
    assert "Đảng ủy xã Đức Thịnh (duc-thinh)" in str(form["host"])
    assert "Nguyễn Thị Hòa (14/05/1996)" in str(form["head"])
    assert 'value="05/06/2023"' in str(form["opens_on"])


@pytest.mark.django_db
def test_refusal_of_the_domain_lands_at_its_field_or_above_the_form(place):
    form = bound(place["clerk"])
    assert form.is_valid()
    form.add_domain_error(DomainError("x", "Lớp {n} đã có.", n="A", field="name"))
    form.add_domain_error(DomainError("y", "Hết suất."))
    assert form.errors["name"] == ["Lớp A đã có."]
    assert list_errors(form)[0] == ("", "", "Hết suất.")


@pytest.mark.parametrize(("language", "bound"), [("vi", "10.000.000"), ("en", "10,000,000")])
def test_a_bound_is_said_with_its_digits_grouped(language, bound):
    class Bounded(ui.BaseForm):
        seats = ui.WholeNumberField(max_value=10_000_000)

    with translation.override(language):
        assert bound in str(Bounded({"seats": "10000001"}).errors["seats"])


class Years(ui.BaseForm):
    planned = ui.YearField(label="Năm")
    rated = ui.YearField(label="Năm", first=1990, is_past=True, required=False)


@pytest.mark.parametrize("text", ["1999", "2101", "26", "9" * 30, "-2026"])
def test_a_year_out_of_its_bounds_names_them_without_a_dot(text):
    assert Years({"planned": text}).errors["planned"] == ["Ghi năm từ 2000 đến 2100."]


def test_a_year_of_what_has_been_is_not_after_this_one():
    this = clock.today().year
    assert "rated" not in Years({"planned": "2027", "rated": str(this)}).errors
    assert Years({"planned": "2027", "rated": str(this + 1)}).errors["rated"] == [f"Ghi năm từ 1990 đến {this}."]


class Typed(ui.BaseForm):
    seats = ui.WholeNumberField(label="Số chỗ", min_value=1, max_value=2000)
    email = ui.EmailField(label="Thư điện tử", required=False)


def test_nothing_is_left_for_the_browser_to_judge_in_its_own_words():
    drawn = Typed().as_p()
    for mark in ('type="number"', 'type="email"', " required", " min=", " max=", " step="):
        assert mark not in drawn


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("vi", "1.000", 1000),
        ("en", "1,000", 1000),
        ("en", "1.000", 1000),
        ("vi", " 45 ", 45),
    ],
)
def test_a_whole_number_is_read_as_it_is_written(language, text, number):
    with translation.override(language):
        form = Typed({"seats": text})
        assert form.is_valid(), form.errors
        assert form.cleaned_data["seats"] == number


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("45 người", "Cần một số nguyên"),
        ("4,5", "Cần một số nguyên"),
        ("1.0", "Cần một số nguyên"),
        ("-3", "Ít nhất là 1"),
        ("2001", "Nhiều nhất là 2.000"),
        ("9" * 30, "Nhiều nhất là 2.000"),
    ],
)
def test_what_is_no_number_in_its_bounds_is_refused_in_words_and_kept(text, words):
    form = Typed({"seats": text})
    assert words in form.errors["seats"][0]
    assert f'value="{text}"' in str(form["seats"])
