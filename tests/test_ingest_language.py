"""Languages: right on short slides and capitals, silent on names and numbers."""

from __future__ import annotations

import pytest

from ingest.language import of_document, of_passage

POLISH = (
    "Celem spotkania było omówienie planu działań oraz wspólnej oferty członków klastra dla odbiorców zagranicznych."
)
ENGLISH = "The purpose of the meeting was to discuss the action plan and a joint offer of the members of the cluster."


def test_documents_are_told_apart() -> None:
    assert of_document(POLISH) == "pl"
    assert of_document(ENGLISH) == "en"
    assert of_document(POLISH.upper()) == "pl"
    assert of_document(POLISH * 200) == "pl"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wyniki wdrożenia robota spawalniczego", "pl"),
        ("Results of the welding robot", "en"),
        ("NAJWAŻNIEJSZE KORZYŚCI DLA PRACOWNIKÓW", "pl"),
        ("MAIN BENEFITS FOR THE WORKERS", "en"),
    ],
)
def test_slide_bullets_are_told_apart(text: str, language: str) -> None:
    assert of_passage(text, "und") == language


def test_too_few_words_inherit() -> None:
    assert of_passage("Spawmet", "pl") == "pl"
    assert of_passage("Spawmet Goleniów", "en") == "en"
    assert of_passage("12 300 45,6 78,9 1 200 zł netto 15 000 2 000", "und") == "und"


def test_nothing_to_go_by_is_undetermined() -> None:
    assert of_document("") == "und"
    assert of_document("1 2 3 4 5") == "und"
    assert of_document("开放链项目 课程 合规 管理 开源软件") == "und"


def test_the_same_text_always_gets_the_same_answer() -> None:
    text = "robot laser stal export import projekt plan"
    assert len({of_document(text) for _ in range(5)}) == 1
