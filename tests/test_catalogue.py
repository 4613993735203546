"""The strict reading of data/catalogue: every mistake at once, with file, entry and nearest name."""

import shutil
from pathlib import Path

import pytest

from data.catalogue import FOLDER, CatalogueError, read_catalogue
from data.regions import Region


def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "catalogue"))


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def appended(folder: Path, name: str, line: str) -> Path:
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    return folder


def mistakes(folder: Path) -> tuple[str, ...]:
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(folder)
    assert str(caught.value) == "\n".join(caught.value.mistakes)
    return caught.value.mistakes


def test_the_shipped_catalogue_has_no_mistakes() -> None:
    datasets = read_catalogue().datasets
    assert next(iter(datasets)) == "public-renshe"
    assert list(datasets)[-1] == "demo"


def test_mistakes_of_all_files_are_reported_together(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    appended(folder, "regions.csv", "12345,无名县,,county,,,,")
    appended(folder, "region_aliases.csv", "旧名,,999999")
    appended(folder, "data_elements.csv", "new_one,新项,New,件,count,total,sum,suit_herd,,,,")
    changed(folder, "datasets.toml", 'root = "990000"', 'root = "990001"')
    found = mistakes(folder)
    assert [text.split(":")[0].split(" ")[0] for text in found] == [
        "regions.csv",
        "region_aliases.csv",
        "data_elements.csv",
        "data_elements.csv",
        "datasets.toml",
    ]


def test_an_unknown_parent_element_is_named_with_the_nearest(tmp_path: Path) -> None:
    folder = appended(
        copied(tmp_path), "data_elements.csv", "new_one,新项,New,件,count,sum,sum,suit_herd,,,,"
    )
    assert mistakes(folder) == (
        "data_elements.csv [new_one]: unknown data element 'suit_herd' as parent; did you mean 'suit_heard'?",
    )


def test_a_word_that_is_no_choice_is_named_with_the_choices(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    row = appended(folder, "data_elements.csv", "new_one,新项,New,件,counts,sum,sum,,yes!,,,")
    line = len((folder / "data_elements.csv").read_text(encoding="utf-8").splitlines())
    place = f"data_elements.csv line {line} [new_one]"
    assert mistakes(row) == (
        (
            f"{place}: kind = 'counts'; expected one of count, amount, flag, rate, rank, change; "
            "did you mean 'count'?"
        ),
        f"{place}: protected = 'yes!'; expected one of , yes; did you mean 'yes'?",
    )


def test_elements_may_not_be_given_twice_or_run_in_a_circle(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    appended(folder, "data_elements.csv", "ring_a,甲,A,件,count,sum,sum,ring_b,,,,")
    appended(folder, "data_elements.csv", "ring_b,乙,B,件,count,sum,sum,ring_a,,,,")
    appended(folder, "data_elements.csv", "suit_heard,开庭,Heard,件,count,sum,sum,,,,,")
    appended(folder, "data_elements.csv", "2fast,快,Fast,件,count,sum,sum,,,,,")
    assert [text.split(": ", 1)[1] for text in mistakes(folder)] == [
        "this code is given twice",
        "code is no identifier: letters, digits and _ only, no digit first",
        "parents run in a circle through 'ring_a'",
        "parents run in a circle through 'ring_b'",
    ]


@pytest.mark.parametrize("kind", ["rate", "rank", "change"])
def test_rates_ranks_and_changes_never_add_up(tmp_path: Path, kind: str) -> None:
    folder = appended(copied(tmp_path), "data_elements.csv", f"new_one,新项,New,%,{kind},none,sum,,,,,")
    assert mistakes(folder) == (
        f"data_elements.csv [new_one]: a {kind} never adds up; over_time and over_regions cannot be sum",
    )


def test_an_empty_name_unit_or_english_is_a_mistake(tmp_path: Path) -> None:
    folder = appended(copied(tmp_path), "data_elements.csv", "new_one,, ,,count,sum,sum,,,,,")
    assert [text.split(": ", 1)[1] for text in mistakes(folder)] == [
        "name is empty",
        "english is empty",
        "unit is empty",
    ]


def test_a_row_of_another_width_and_a_wrong_head_are_mistakes(tmp_path: Path) -> None:
    folder = appended(copied(tmp_path), "data_elements.csv", "new_one,新项")
    changed(folder, "region_aliases.csv", "alias,parent,code", "name,parent,code")
    wrong = mistakes(folder)
    assert wrong[0] == "region_aliases.csv: columns are name, parent, code; expected alias, parent, code"
    assert wrong[1].endswith(": 2 fields; expected 12")


def test_a_missing_or_unreadable_file_is_one_more_mistake_and_no_traceback(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "data_elements.csv").unlink()
    (folder / "region_aliases.csv").write_bytes(b"\xff\xfe\x00broken")
    (folder / "datasets.toml").write_text("[demo\n", encoding="utf-8")
    found = mistakes(folder)
    assert [text.split(":")[0] for text in found] == [
        "region_aliases.csv",
        "data_elements.csv",
        "datasets.toml",
    ]
    assert "No such file" in found[1]


def test_an_empty_file_is_a_mistake(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "data_elements.csv").write_text("", encoding="utf-8")
    assert mistakes(folder) == ("data_elements.csv: is empty",)


def test_a_dataset_names_its_unknown_missing_and_mistyped_keys(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    changed(folder, "datasets.toml", "duty = false\n", 'dutty = false\nlabels = "x"\n')
    changed(folder, "datasets.toml", "duty = true", 'duty = "yes"')
    assert mistakes(folder) == (
        "datasets.toml [public-renshe]: unknown key 'dutty'; did you mean 'duty'?",
        "datasets.toml [public-renshe]: unknown key 'labels'; did you mean 'label'?",
        "datasets.toml [public-renshe]: key 'duty' is missing",
        "datasets.toml [demo]: duty = 'yes'; expected true or false",
    )


def test_a_deadline_is_of_a_form_of_the_set_and_so_many_working_days(tmp_path: Path) -> None:
    folder = changed(copied(tmp_path), "datasets.toml", "annual = 20", 'anual = 20\nquarterly_ = "ten"')
    assert [text.partition("deadlines: ")[2] for text in mistakes(folder)] == [
        "unknown form 'anual'; did you mean 'annual'?",
        "unknown form 'quarterly_'; did you mean 'quarterly'?",
        "quarterly_ = 'ten'; expected working days from 1 to 250",
    ]


def test_where_filing_is_no_duty_nothing_is_due(tmp_path: Path) -> None:
    folder = appended(copied(tmp_path), "datasets.toml", "[public-office.deadlines]\npublic = 5")
    assert any("where filing is no duty nothing is due" in text for text in mistakes(folder))


def test_an_unknown_root_is_named_with_the_nearest_code(tmp_path: Path) -> None:
    folder = changed(copied(tmp_path), "datasets.toml", 'root = "990000"', 'root = "9900000"')
    assert mistakes(folder) == (
        "datasets.toml [demo]: root: unknown region '9900000'; did you mean '990000'?",
    )


def test_a_code_in_both_lists_of_regions_is_a_mistake(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    appended(folder, "regions.csv", "990000,某省,,province,,,,")
    assert mistakes(folder) == ("regions_demo.csv [990000]: this code is already in another list",)


def test_the_dataset_of_a_region_is_the_first_whose_tree_has_it() -> None:
    catalogue = read_catalogue()
    assert catalogue.dataset_of("440117") == "public-renshe"
    assert catalogue.dataset_of("440184") == "public-renshe"  # the former code of 从化
    assert catalogue.dataset_of("990101") == "demo"
    assert catalogue.dataset_of("000000") is None


def test_own_regions_join_the_shipped_ones_and_replace_those_of_the_same_code() -> None:
    catalogue = read_catalogue()
    zone = Region("990171", "开发区", parent="990100")
    renamed = Region("990101", "新名区", parent="990100")
    joined = catalogue.with_regions([zone, renamed])
    assert joined.holds(joined.datasets["demo"], "990171")
    assert joined.regions.get("990101").name == "新名区"
    assert "990171" not in catalogue.regions
    assert len(joined.regions) == len(catalogue.regions) + 1
