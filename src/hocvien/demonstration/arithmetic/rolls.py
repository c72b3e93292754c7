"""Which half-days somebody missed, and the mark at the end."""

from random import Random

# Share of periods whose absence bars the assessment (`regulations.md` §4, default).
_BARRED_SHARE = 0.2


def draw_absences(rng: Random, halves: int) -> int:
    """Half-days missed: most people none, a few one or two, hardly anybody so many that the assessment is barred."""
    draw = rng.random()
    if draw < 0.9:
        return 0
    if draw < 0.975 or halves < 6:
        return 1
    if draw < 0.992:
        return min(2, halves // 5)
    return halves // 5 + 1


def draw_mark(rng: Random, absent: int, halves: int) -> str:
    """A mark out of ten in halves; empty where absence bars the assessment; one in a hundred fails."""
    if halves and absent / halves > _BARRED_SHARE:
        return ""
    if rng.random() < 0.01:
        return "4.5"
    mark = min(9.5, max(5.0, rng.gauss(7.6, 0.7)))
    return f"{round(mark * 2) / 2:.1f}"


def absent_halves_of(class_code: str, person: str, absent: int, halves: int) -> tuple[int, ...]:
    """The indexes of the missed half-days: always the same for the same person and class, never split up oddly."""
    if not absent:
        return ()
    rng = Random(f"{class_code}/{person}")  # noqa: S311 - invented people, no secret
    start = rng.randint(0, halves - absent)
    return tuple(range(start, start + absent))
