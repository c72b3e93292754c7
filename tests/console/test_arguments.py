"""The words of the command line."""

from datetime import date

import pytest

from hocvien.console.arguments import build_parser


def parse(line):
    return build_parser().parse_args(line.split())


def test_report_takes_days_as_programs_and_as_people_write_them():
    args = parse("report --unit duc-tho --from 2023-01-01 --to 31/08/2023")
    assert (args.from_, args.to) == (date(2023, 1, 1), date(2023, 8, 31))
    assert (args.basis, args.format) == ("opened", "text")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "reports",
        "report --unit x --from 31/02/2023 --to 2023-08-31",
        "report --unit x --from 2023-01-01 --to 2023-08-31 --format pdf",
        "report --unit x --from 2023-01-01 --to 2023-08-31 --basis planned",
        "roster",
        "backup",
        "init --unit x",
    ],
)
def test_wrong_words_end_with_two_and_a_hint(line, capsys):
    with pytest.raises(SystemExit) as stopped:
        parse(line)
    assert stopped.value.code == 2
    assert "usage: hocvien" in capsys.readouterr().err
