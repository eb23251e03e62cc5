from pathlib import Path

from click.testing import CliRunner

from app.cli import main


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["demo", *words])
    return result.exit_code, result.output


def test_a_sheet_is_written_and_its_faults_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    code, said = run("orders", "--count", "40", "--seed", "3", "-o", str(path))
    assert code == 0
    assert "40 rows, 4 of them broken" in said
    assert len(path.read_text("utf-8-sig").splitlines()) == 41


def test_the_first_day_can_be_given_so_that_a_sheet_never_changes(
    tmp_path: Path,
) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    for path in (one, two):
        assert run("orders", "--first-day", "2026-12-01", "-o", str(path))[0] == 0
    assert one.read_bytes() == two.read_bytes()


def test_another_kind_of_file_is_refused_with_a_remedy(tmp_path: Path) -> None:
    code, said = run("orders", "-o", str(tmp_path / "orders.pdf"))
    assert code == 1
    assert ".xlsx or .csv" in said


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    code, said = run("orders", "-o", str(tmp_path / "absent" / "orders.csv"))
    assert code == 1
    assert "cannot be written" in said


def test_a_count_of_nothing_is_wrong_usage(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    assert run("orders", "--count", "0", "-o", str(path))[0] == 2
