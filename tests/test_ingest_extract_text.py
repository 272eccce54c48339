"""Text-like formats: encodings, sections, HTML and Markdown losing no word."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract import html, markdown, text
from ingest.extract.sections import Paragraph, divide, split
from ingest.reading import ReadLimits

LIMITS = ReadLimits()
POLISH = "Zażółć gęślą jaźń. Źródła finansowania: środki własne, pożyczka – część „A”. ŻÓŁW"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250"])
def test_text_in_any_usual_encoding_is_read(encoding: str) -> None:
    assert text.decode(POLISH.encode(encoding))[0] == POLISH


@pytest.mark.parametrize("encoding", ["iso8859-2", "cp852"])
def test_old_polish_code_pages_are_told_apart(encoding: str) -> None:
    plain = "Zażółć gęślą jaźń. Źródła finansowania: środki własne, pożyczka i część dotacji. ŻÓŁW"
    decoded, name = text.decode(plain.encode(encoding))
    assert (decoded, name) == (plain, encoding)


def test_one_damaged_byte_does_not_make_utf8_a_code_page() -> None:
    decoded, encoding = text.decode(POLISH.encode() + b"\xe3")
    assert decoded.startswith(POLISH)
    assert encoding == "utf-8:mended"


@given(st.binary(max_size=200))
def test_decoding_never_fails(data: bytes) -> None:
    assert isinstance(text.decode(data)[0], str)


def test_plain_text_is_divided_at_blank_lines_near_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n\n".join(f"Akapit {number}. " + "słowo " * 60 for number in range(12)), "utf-8")
    passages = text.extract(path, LIMITS).passages
    assert len(passages) == 3
    assert [passage.text.split(".")[0] for passage in passages] == [f"Akapit {p.paragraph - 1}" for p in passages]


@given(st.text(alphabet="ab .\n", max_size=400))
def test_splitting_loses_no_word_and_keeps_its_bound(long: str) -> None:
    pieces = list(split(long, 20, 60))
    assert all(len(piece) <= 60 for piece in pieces)
    assert "".join(pieces).replace("\n", "").replace(" ", "") == long.replace("\n", "").replace(" ", "")


def test_a_heading_directly_under_another_stays_in_its_section() -> None:
    passages, outline = divide(
        [Paragraph("A", 1), Paragraph("B", 2), Paragraph("x"), Paragraph("C", 2), Paragraph("y")]
    )
    assert [(passage.heading, passage.text) for passage in passages] == [("B", "A\nB\nx"), ("C", "C\ny")]
    assert [(item.text, item.number) for item in outline] == [("A", 1), ("B", 1), ("C", 2)]


def test_a_page_gives_headings_rows_title_and_no_scripts(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><head><title>Strona klastra</title><style>.x{}</style></head><body><h1>Oferta</h1><p>Spa<b>walnia</b>\n i<br>"
        "cięcie</p><script>tajne()</script><table><tr><td>Koszt</td><td>12</td></tr></table><ul><li>jeden</li><li>dwa</li>"
        "</ul><h2>Kontakt</h2><img alt='mapa dojazdu'>tu</body></html>",
        "utf-8",
    )
    extraction = html.extract(path, LIMITS)
    assert [passage.text for passage in extraction.passages] == [
        "Oferta\nSpawalnia i\ncięcie\nKoszt | 12\njeden\ndwa",
        "Kontakt\nmapa dojazdu tu",
    ]
    assert extraction.properties["title"] == "Strona klastra"
    assert [item.text for item in extraction.outline] == ["Oferta", "Kontakt"]


def test_a_declared_encoding_is_used_where_it_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes('<meta charset="iso-8859-2"><p>źródła i pożyczki'.encode("iso8859-2"))
    assert html.extract(path, LIMITS).passages[0].text == "źródła i pożyczki"


def test_markdown_loses_marks_and_no_word(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        '---\ntitle: "Plan działań"\n---\n# Plan\n\nTo **ważne** i _pilne_, zob. [statut](https://a.pl/s.pdf "tekst").\n\n'
        "| Koszt | Zwrot |\n|---|---|\n| 12 | rok |\n\nDrugi\n-----\n> cytat\n\n```\nkod_zostaje = 1\n```\n- snake_case_name\n",
        "utf-8",
    )
    extraction = markdown.extract(path, LIMITS)
    assert extraction.properties["title"] == "Plan działań"
    assert [passage.text for passage in extraction.passages] == [
        "Plan\nTo ważne i pilne, zob. statut tekst (https://a.pl/s.pdf).\nKoszt | Zwrot\n12 | rok",
        "Drugi\ncytat\n\nkod_zostaje = 1\n- snake_case_name",
    ]


def test_a_page_nested_thousands_deep_keeps_its_words(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<body>wstęp" + "<font>" * 5000 + "głęboko<script>tajne()</script>", "utf-8")
    extraction = html.extract(path, LIMITS)
    assert extraction.passages[0].text == "wstęp\ngłęboko"
    assert extraction.flags == ("fallback:flat",)


def test_a_long_line_of_stars_ends_in_time(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("*a " * 100_000, "utf-8")
    started = time.process_time()
    markdown.extract(path, LIMITS)
    assert time.process_time() - started < 10
