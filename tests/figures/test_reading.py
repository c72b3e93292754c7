"""Figures read from prose: every number of a paragraph, no other, and where it stands."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hocvien.figures.api import read_paragraph, read_text

SHAPES = yaml.safe_load((Path(__file__).parent / "shapes.yaml").read_text(encoding="utf-8"))
# figures as their authors published them, where the project's shared folder lies beside it
PUBLISHED = Path(__file__).parents[3] / "shared" / "published" / "paragraphs.yaml"
FLAGS = ("sent", "joint", "intake", "in_totals", "qualifier", "unit", "status")


def told(figures: dict[str, Any], path: str = "") -> dict[str, Any]:
    """Every number and flag of an answer by its path; empty ones left out."""
    found: dict[str, Any] = {}
    for key, value in figures.items():
        if key in {"verbatim", "text", "period", "checks", "name", "figures", "unread"} or value is None:
            continue
        here = f"{path}{key}"
        if isinstance(value, dict):
            found |= told(value, f"{here}.")
        elif isinstance(value, list):
            for at, one in enumerate(value):
                found |= told(one, f"{here}[{at}].")
        else:
            found[here] = value
    return found


@pytest.mark.parametrize("shape", SHAPES, ids=[str(at) for at in range(len(SHAPES))])
def test_reads_every_figure_of_a_shape_and_nothing_else(shape: dict[str, Any]) -> None:
    reading = read_paragraph(shape["text"])
    assert told(reading.figures) == told(shape)
    period = reading.figures["period"]
    assert [period["label"], period["from"], period["to"]] == shape.get("period", [None, None, None])
    checks = {key: value for key, value in reading.figures["checks"].items() if key != "contradictions"}
    assert checks == shape.get("checks", {})


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Mở 2 lớp sơ cấp lý luận chính trị cho khóa 1 (85) và khóa 2 (79).", [("85", "no_noun"), ("79", "no_noun")]),
        ("Năm 2023, Trung tâm tham mưu mở 24 lớp, đã mở 19 lớp.", [("24", "planned")]),
        ("Năm 2023, Trung tâm tham mưu mở 24 lớp, trong đó đã mở 19 lớp đảng viên mới.", []),
        ("Năm 2022, huyện mở 24 lớp, đã mở 19.", [("19", "no_noun")]),
        (
            "Năm 2022, mở các lớp: sơ cấp khóa 15 (60 học viên), khóa 16 (58 học viên).",
            [("60 học viên", "programme"), ("58 học viên", "programme")],
        ),
        ("Khai giảng lớp trung cấp lý luận chính trị có 120 đại biểu và 85 học viên.", [("120", "not_learners")]),
        (
            "Năm 2022, mở 22 lớp cho 1.978 học viên, đạt 110% kế hoạch về số lớp và 113,2% về học viên.",
            [("113,2", "plan_share_again")],
        ),
        ("Năm 2022, tốt nghiệp trung cấp lý luận chính trị 72 học viên.", [("72", "graduates")]),
        (
            "Năm 2022, tổ chức 214 cuộc học tập cho 45.678 lượt cán bộ; mở 12 lớp cho 980 học viên.",
            [("214", "gatherings"), ("45.678 lượt cán bộ", "programme")],
        ),
        (
            "Mở 2 lớp sơ cấp cho 118 học viên, 3 lớp đảng viên mới cho 190 học viên; có 180 học viên tốt nghiệp.",
            [("180 học viên", "graduates")],
        ),
    ],
)
def test_what_is_passed_over_says_why(text: str, left: list[tuple[str, str]]) -> None:
    assert [(one["text"], one["code"]) for one in read_paragraph(text).unread] == left


@pytest.mark.parametrize("shape", SHAPES, ids=[str(at) for at in range(len(SHAPES))])
def test_every_figure_has_its_place(shape: dict[str, Any]) -> None:
    answer = read_paragraph(shape["text"]).as_json()
    numbers = {
        path: value for path, value in told(answer).items() if isinstance(value, int | float) and value is not True
    }
    placed = {one["path"]: one["value"] for one in answer["figures"]}
    assert {
        path: value for path, value in numbers.items() if value is not False and not path.endswith("year")
    } == placed
    for one in answer["figures"]:
        start, end = one["span"]
        assert shape["text"][start:end] == one["text"]
        assert 0 < one["confidence"] <= 1


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published paragraphs are not beside this clone")
def test_reads_the_published_paragraphs() -> None:
    for published in yaml.safe_load(PUBLISHED.read_text(encoding="utf-8"))["paragraphs"]:
        read = read_paragraph(published["verbatim"]).figures
        expected = {
            key: published.get(key)
            for key in ("totals", "grading", "grading_pct", "previous_year", "carried_over", "extra")
        }
        for key, value in expected.items():
            got = {name: one for name, one in (read.get(key) or {}).items() if name != "unit" or name in (value or {})}
            assert got == (value or {}), (published["id"], key)
        known = published.get("context", {})
        assert len(read["items"]) == len(published["items"]), published["id"]
        for item, wanted in zip(read["items"], published["items"], strict=True):
            for key in ("classes", "participants", "breakdown", "sent", "joint", "intake", "in_totals", "qualifier"):
                assert item.get(key) == wanted.get(key), (published["id"], key, item)
            if "programme" not in known:
                assert item["programme"] == wanted["programme"], (published["id"], item)
        for key in ("classes_sum_equal", "participants_sum_equal", "grading_sum_equal", "pct_ok", "partial_breakdown"):
            if key in published.get("checks", {}):
                assert read["checks"].get(key) == published["checks"][key], (published["id"], key)


@given(st.text())
def test_any_text_is_read_without_harm(text: str) -> None:
    for reading in read_text(text):
        for spot in reading.spots:
            assert text[spot.start : spot.end] == spot.text


@given(
    st.lists(
        st.sampled_from(
            [
                "03 lớp",
                "cho",
                "183",
                "học viên",
                ";",
                ",",
                "trong đó",
                "(",
                ")",
                "27.010",
                "%",
                "đạt",
                "khá",
                "nhận thức về Đảng",
                "năm 2023",
                "cử",
                "sơ cấp lý luận chính trị",
                "/",
                ".",
                "kế hoạch",
                "gần",
                "đào tạo",
                "bồi dưỡng",
                "với tổng số",
                "kết nạp",
                "đảng viên mới",
                "và",
                "tốt nghiệp",
                "khai giảng lớp",
                "nâng tổng số lên",
            ]
        ),
        max_size=25,
    )
)
def test_any_order_of_words_is_read_without_harm(words: list[str]) -> None:
    text = " ".join(words)
    answer = read_paragraph(text).as_json()
    for one in answer["figures"]:
        assert text[one["span"][0] : one["span"][1]] == one["text"]


def test_decomposed_letters_are_read_alike() -> None:
    import unicodedata

    text = "Năm 2022, đã mở 05 lớp bồi dưỡng nhận thức về Đảng cho 308 học viên."
    parted = unicodedata.normalize("NFD", text)
    composed, decomposed = read_paragraph(text), read_paragraph(parted)
    assert told(composed.figures) == told(decomposed.figures)
    assert [parted[one.start : one.end] for one in decomposed.spots] == [one.text for one in decomposed.spots]


def test_spans_are_places_in_the_whole_text() -> None:
    text = "Năm 2020 mở 3 lớp cho 200 học viên.\n\n  Năm 2021 mở 4 lớp cho 310 học viên.\n"
    first, second = read_text(text)
    assert [text[one.start : one.end] for one in (*first.spots, *second.spots)] == [
        "3 lớp",
        "200 học viên",
        "4 lớp",
        "310 học viên",
    ]


def test_a_text_longer_than_any_paragraph_is_read_in_pieces_with_its_places() -> None:
    told = "Năm 2022 mở 5 lớp nhận thức về Đảng cho 308 học viên. "
    text = told * 2_000
    readings = read_text(text)
    assert len(readings) > 1
    assert sum(len(one.spots) for one in readings) > 3_900
    for reading in readings:
        assert all(text[one.start : one.end] == one.text for one in reading.spots)


def test_a_number_it_is_unsure_of_is_told() -> None:
    answer = read_paragraph("Trung tâm mở 4 lớp, 280 học viên, tăng 12 học viên so với năm trước.").as_json()
    assert [one["text"] for one in answer["unread"]] == ["12"]
    assert answer["totals"] == {"classes": 4, "participants": 280, "unit": "hoc_vien"}
