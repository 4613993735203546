"""Headline indicators of a dataset: read strictly, checked against the indicators there are."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from data.catalogue import FOLDER, CatalogueError, read_catalogue
from indicators.definition import read_indicators


def catalogue_with(tmp_path: Path, old: str, new: str) -> Path:
    folder = tmp_path / "catalogue"
    shutil.copytree(FOLDER, folder)
    path = folder / "datasets.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_the_demonstration_set_has_six_headlines_and_the_public_one_none() -> None:
    datasets = read_catalogue().datasets
    assert datasets["demo"].headlines == ("FY04", "FY05", "FY10", "ZF04", "ZD02", "LZ08")
    assert datasets["public-renshe"].headlines == ()


def test_a_dataset_without_the_key_is_a_mistake(tmp_path: Path) -> None:
    folder = catalogue_with(tmp_path, "headlines = []\n", "")
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(folder)
    assert caught.value.mistakes == ("datasets.toml [public-renshe]: key 'headlines' is missing",)


def test_headlines_that_are_no_texts_or_stand_twice_are_mistakes(tmp_path: Path) -> None:
    folder = catalogue_with(tmp_path, "headlines = []", 'headlines = ["FY04", "FY04"]')
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(folder)
    assert caught.value.mistakes == ("datasets.toml [public-renshe]: headlines: FY04 is given twice",)
    folder = catalogue_with(tmp_path / "other", "headlines = []", "headlines = [4]")
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(folder)
    assert "headlines = [4]; expected a list of texts" in str(caught.value)


def test_unknown_protected_and_sensitive_indicators_can_be_no_headline() -> None:
    catalogue = read_catalogue()
    indicators = read_indicators(catalogue)
    sensitive = next(code for code, each in indicators.all.items() if each.sensitive)
    demo = replace(catalogue.datasets["demo"], headlines=("FY44", "ZF02", sensitive, "FY04"))
    wrong = replace(catalogue, datasets={**catalogue.datasets, "demo": demo})
    with pytest.raises(CatalogueError) as caught:
        read_indicators(wrong)
    told = str(caught.value)
    assert "datasets.toml [demo]: headlines: unknown indicator 'FY44'; did you mean 'FY" in told
    assert "headlines: ZF02 is protected or sensitive" in told
    assert f"headlines: {sensitive} is protected or sensitive" in told
    assert len(caught.value.mistakes) == 3
