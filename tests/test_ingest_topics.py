"""Topics are found in inflected form, in either language, and not in names or passing mentions."""

from __future__ import annotations

import pytest

from corpus.document import Passage, Role
from corpus.topics import labels, topics
from ingest.topics import MOST, guess


def found(title: str, *texts: str, heading: str = "") -> list[str]:
    """The topics guessed for a document with these passages."""
    derived = guess(title, [Passage(number, text, heading=heading) for number, text in enumerate(texts, 1)])
    return [] if derived is None else list(derived.value)


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("Jak ocynkowaliśmy taniej: oszczędności w cynkowni i ocynkowni", "galvanising"),
        ("Spawanie bez dymu", "welding"),
        ("Robotic cell for small batches", "robotisation"),
        ("Przezbrojenia krótsze o połowę", "lean"),
        ("Apprenticeships that last", "skills"),
    ],
)
def test_a_topic_in_the_title_counts_at_once(title: str, topic: str) -> None:
    assert topic in found(title, "Treść.")


def test_a_topic_in_a_heading_counts_too() -> None:
    assert "export" in found("Notatka", "Treść.", heading="Misje gospodarcze do Norwegii")


def test_a_passing_mention_gives_no_topic() -> None:
    assert found("Notatka", "Na koniec wspomniano o spawaniu.") == []


def test_many_inflected_mentions_give_one() -> None:
    assert found("Notatka", "spawanie, spawania, spawaniu", "spawaniem i spawalni") == ["welding"]


def test_names_of_companies_are_no_topics() -> None:
    assert found("Notatka", "Obecni: Odlewnia Dąbie S.A. Wniosek Odlewni Dąbie S.A. " * 5) == []


def test_headers_repeated_on_every_page_do_not_count() -> None:
    assert guess("Notatka", [Passage(n, "spawanie", role=Role.HEADER) for n in range(9)]) is None


def test_no_more_topics_than_a_reader_can_take_in() -> None:
    everything = " ".join(word for topic in topics() for word in topic.words) * 5
    assert len(found("Notatka", everything)) == MOST


def test_every_topic_has_labels_in_both_languages_and_shows_itself() -> None:
    assert len(labels()) >= 20
    for topic in topics():
        assert topic.slug in found(topic.label.pl, "") or topic.slug in found(topic.words[0], "")
