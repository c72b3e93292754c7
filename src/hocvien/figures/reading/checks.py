"""Whether the parts make the whole and the percentages recompute. Contradictions are told with their numbers, nothing is repaired."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_COUNTED = {"classes": ("số lớp", "classes"), "participants": ("số học viên", "learners")}


def check(
    figures: dict[str, Any], *, open_ended: bool, are_bands_whole: bool = True, is_whole: bool = False
) -> dict[str, Any]:
    """The checks that can be made of these figures; `contradictions` has one sentence, in both languages, for each that fails.

    `is_whole`: the text calls its list the whole (gồm); otherwise one that stays below its total is told as a part of it.
    """
    found: dict[str, Any] = {}
    problems: list[dict[str, str]] = []
    totals, items = figures.get("totals"), figures.get("items") or []
    inside = [one for one in items if one.get("in_totals", True) and not one.get("part_of")]
    if totals and inside and not (len(inside) == 1 and totals.get("participants") == inside[0].get("participants")):
        _sums(
            totals,
            _without_repeats(inside),
            found,
            problems,
            open_ended=open_ended,
            is_whole=is_whole and not open_ended,
        )
    _grading(figures, found, problems, are_whole=are_bands_whole)
    if problems:
        found["contradictions"] = problems
    return found


def _without_repeats(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """An item that says again a part of another (`11 lớp trung cấp tại huyện` of 12) is not added to it."""
    kept: list[dict[str, Any]] = []
    for one in items:
        again = any(
            other is not one
            and other.get("programme") == one.get("programme")
            and one.get("classes") in (other.get("breakdown") or {}).values()
            for other in items
        )
        if not again:
            kept.append(one)
    return kept


def _sums(
    totals: dict[str, Any],
    items: list[dict[str, Any]],
    found: dict[str, Any],
    problems: list[dict[str, str]],
    *,
    open_ended: bool,
    is_whole: bool,
) -> None:
    """A list that is complete by one measure is complete; one that stays below its total by all of them is told as partial."""
    sums: dict[str, tuple[int, int, list[int]]] = {}
    lacking = open_ended
    for key in _COUNTED:
        total = totals.get(key)
        known: list[int] = [one[key] for one in items if one.get(key) is not None]
        if total is None or not known:
            continue
        if len(known) < len(items):
            lacking = lacking or len(items) > 1
            if sum(known) <= total:
                continue
        sums[key] = (total, sum(known), known)
    complete = not open_ended and any(total == summed for total, summed, _numbers in sums.values())
    if (
        not complete
        and not (is_whole and len(sums) == 2)
        and all(summed < total for total, summed, _numbers in sums.values())
    ):
        if sums or lacking:
            found["partial_breakdown"] = True
        return
    for key, (total, summed, numbers) in sums.items():
        if key == "participants" and _may_agree(totals, items, total, summed):
            continue
        found[f"{key}_sum_equal"] = total == summed
        if total != summed:
            vi, en = _COUNTED[key]
            parts = " + ".join(str(number) for number in numbers)
            problems.append(
                {
                    "vi": f"Cộng các mục về {vi} được {parts} = {summed}, tổng ghi {total}.",
                    "en": f"The items' {en} make {parts} = {summed}; the total says {total}.",
                }
            )


def _may_agree(totals: dict[str, Any], items: list[dict[str, Any]], total: int, summed: int) -> bool:
    """`1.913 cán bộ … 20 lớp khác cho hơn 1.500`: more than was added may be what is lacking."""
    if summed < total:
        return any(one.get("qualifier") == "over" for one in items)
    return summed > total and totals.get("qualifier") == "over"


def _grading(
    figures: dict[str, Any], found: dict[str, Any], problems: list[dict[str, str]], *, are_whole: bool
) -> None:
    grading = figures.get("grading") or {}
    shares = figures.get("grading_pct") or {}
    totals = figures.get("totals") or {}
    whole = totals.get("graduated") or totals.get("participants")
    if not whole and len(figures.get("items") or []) == 1:
        whole = figures["items"][0].get("participants")
    if grading and whole and are_whole:
        summed = sum(grading.values())
        # of all who came, or of those who graduated
        found["grading_sum_equal"] = summed in {whole, totals.get("participants")}
        if not found["grading_sum_equal"]:
            problems.append(
                {
                    "vi": f"Cộng các loại được {summed}, số học viên ghi {whole}.",
                    "en": f"The bands make {summed}; the learners are {whole}.",
                }
            )
    whole = whole or (sum(grading.values()) if len(grading) > 1 and are_whole else 0)
    if shares and grading and whole:
        wrong = [name for name in shares if name in grading and not _agrees(grading[name], whole, shares[name])]
        found["pct_ok"] = not wrong
        for name in wrong:
            exact = Decimal(grading[name]) * 100 / Decimal(whole)
            told = str(shares[name]).replace(".", ",")
            problems.append(
                {
                    "vi": f"{grading[name]}/{whole} là {str(exact.quantize(Decimal('0.01'))).replace('.', ',')}%, đoạn văn ghi {told}%.",
                    "en": f"{grading[name]} of {whole} is {exact.quantize(Decimal('0.01'))}%; the text says {shares[name]}%.",
                }
            )


def _agrees(count: int, whole: int, share: float) -> bool:
    """Whether the percentage is the rounded one, to as many decimals as it is told with."""
    told = Decimal(str(share))
    step = Decimal(1).scaleb(told.as_tuple().exponent)  # type: ignore[arg-type]  # a finite number has an integer exponent
    return (Decimal(count) * 100 / Decimal(whole)).quantize(step, ROUND_HALF_UP) == told
