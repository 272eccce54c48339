"""A small shelf for the tests of the search application: a real catalogue and index of documents written for them."""

from __future__ import annotations

import functools
import random
import re
from dataclasses import replace
from hashlib import sha256
from html import unescape
from pathlib import Path

from flask import Flask

from corpus.catalogue import Catalogue, DocumentRecord, FileRow, open_reader, open_writer
from corpus.document import Derived, Document, Location, OutlineItem, Passage, Role, Unit
from corpus.settings import AccessSettings, CorpusSettings, IndexSettings, Root, SearchAppSettings, Settings
from index import engines
from index.entry import entry_of
from index.port import Searcher
from index.standing import full_account
from index.store import Store
from search_app.factory import application
from search_app.library import Doors, Library
from search_app.opening import edition

PDF = "application/pdf"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HOSTILE = "<script>alert('tytuł')</script> & \"cudzysłów\""


def settings_in(folder: Path, *, status_page: bool = False) -> Settings:
    """Settings whose root, data and store lie in a folder."""
    root = folder / "files"
    root.mkdir(parents=True, exist_ok=True)
    return Settings(
        corpus=CorpusSettings(roots=(Root("zbiory", root),), data=folder / "var"),
        index=IndexSettings(store=folder / "store"),
        search_app=SearchAppSettings(status_page=status_page),
        access=AccessSettings(default_audience="public"),
        folder=folder,
    )


def made(name: str, title: str, content: bytes = b"", **more: object) -> Document:
    """A document of the shelf: its id comes from its name, its digest from its content."""
    digest = sha256(content or name.encode()).hexdigest()
    base = Document(
        id=sha256(name.encode()).hexdigest()[:12],
        revision=1,
        sha256=digest,
        media_type=PDF,
        bytes=len(content) or 120_000,
        title=title,
        audience="public",
        files=(Location("zbiory", name),),
    )
    return replace(base, **more)  # type: ignore[arg-type]  # names and types are those of Document


def page(number: int, text: str, language: str = "pl", heading: str = "", role: Role = Role.BODY, label: str = "") -> Passage:
    """A passage of the shelf."""
    return Passage(number=number, text=text, language=language, heading=heading, role=role, label=label)


Shelved = tuple[Document, list[Passage]]


def robot_welding() -> Shelved:
    """A good practice in slides, with speaker notes."""
    robot = made(
        "praktyki/2021/robot.pptx",
        "Robotyzacja spawania ram pomocniczych – dobra praktyka",
        unit=Unit.SLIDE,
        pages=3,
        kind="practice",
        language="pl",
        languages=("pl",),
        date="2021-03-12",
        media_type=PPTX,
        organisations=("Stalmorska Konstrukcje sp. z o.o.",),
        event="Dobre praktyki Klastra METALIKA, wiosna 2021",
        place="Goleniów",
        topics=("welding", "robotisation"),
        derived={
            "date": Derived("2021-03-12", "first_page", 0.9, 1),
            "kind": Derived("practice", "rule:praktyki", 1.0, 0),
            "organisation": Derived(["Stalmorska Konstrukcje sp. z o.o."], "metadata", 0.5, 0),
        },
    )
    robot_pages = [
        page(1, "Robotyzacja spawania ram pomocniczych\nStalmorska Konstrukcje, Goleniów, 12 marca 2021"),
        page(2, "Problem: brak spawaczy. Spawanie ręczne jednej ramy trwało 46 minut, a poprawki obejmowały 7% spoin.", heading="Punkt wyjścia"),
        page(3, "Robot spawa ramę w 18 minut. Koszt stanowiska: 640 tys. zł, zwrot po 22 miesiącach.", heading="Wynik"),
        page(3, "Podziękować brygadzie za próby na zmianie nocnej; pokazać film ze spawania.", role=Role.NOTES),
    ]
    return robot, robot_pages


def coordination_meeting() -> Shelved:
    """Minutes in sections."""
    minutes = made(
        "protokoly/2019/protokol-2019-05-21.docx",
        "Protokół ze spotkania koordynacyjnego Klastra METALIKA",
        unit=Unit.SECTION,
        pages=2,
        kind="minutes",
        language="pl",
        languages=("pl",),
        date="2019-05-21",
        media_type=DOCX,
        event="Spotkanie koordynacyjne, maj 2019",
        topics=("cooperation",),
        outline=(OutlineItem(1, "Oferty współpracy", 1), OutlineItem(2, "Uchwały", 2)),
    )
    minutes_pages = [
        page(1, "Omówiono oferty firm, które chcą współpracować przy spawaniu zbiorników. W klastrze działa 46 firm.", heading="Oferty współpracy"),
        page(2, "Koordynator przygotuje misję handlową do Danii. Termin: 30 września 2019.", heading="Uchwały"),
    ]
    return minutes, minutes_pages


def english_strategy() -> Shelved:
    """A strategy in English, with printed page labels."""
    strategy = made(
        "strategie/strategy-en.pdf",
        "Metal Processing Cluster Development Strategy",
        b"%PDF-1.4 the strategy",
        unit=Unit.PAGE,
        pages=2,
        kind="strategy",
        language="en",
        languages=("en",),
        date="2012",
        topics=("strategy", "welding"),
    )
    strategy_pages = [
        page(1, "The strategy rests on workshops and interviews in welding companies.", "en", label="iv"),
        page(2, "Internationalisation and integration of the members.", "en"),
    ]
    return strategy, strategy_pages


def shelf() -> list[Shelved]:
    """The documents with their passages: besides ordinary ones a hostile one, and one that could not be read."""
    hostile = made("inne/<b>zły</b> plik & spółka.pdf", HOSTILE, unit=Unit.PAGE, pages=1, language="pl", languages=("pl",), organisations=(HOSTILE,))
    locked = made("inne/tajny.pdf", "Umowa ramowa", kind="regulations", available=False, reason="encrypted", date="2020-06")
    return [
        robot_welding(),
        coordination_meeting(),
        english_strategy(),
        (hostile, [page(1, f"{HOSTILE} spawanie </mark><img src=x onerror=alert(1)>")]),
        (locked, []),
    ]


def many(number: int, seed: int = 7) -> list[Shelved]:
    """A seeded crowd of small documents with differing facets."""
    dice = random.Random(seed)
    trade = ["spawanie", "cięcie", "laser", "robot", "strategia", "klaster", "ocynk", "szkolenie", "eksport", "energia", "jakość", "welding", "laser", "cutting"]
    crowd = []
    for each in range(number):
        kind, language = dice.choice(["practice", "minutes", "strategy", "other"]), dice.choice(["pl", "en"])
        document = made(
            f"{dice.choice('abc')}/{dice.choice('de')}/{each}.pdf",
            f"Dokument {' '.join(dice.choices(trade, k=2))} {each}",
            kind=kind,
            language=language,
            languages=(language,) if dice.random() < 0.8 else ("en", "pl"),
            date=dice.choice(["", "2019", "2020-05", "2021-03-12", "2022-11-02"]),
            organisations=tuple(dice.sample(["Stalex", "Łuk", "Żuraw", "Spawmet"], k=dice.randrange(3))),
            event=dice.choice(["", "Wiosna 2021", "Jesień 2019"]),
            topics=tuple(dice.sample(["welding", "cutting", "energy"], k=dice.randrange(3))),
            pages=1,
        )
        crowd.append((document, [page(1, " ".join(dice.choices(trade, k=12)), language)]))
    return crowd


class FixedIndex:
    """An index that stays as it was made."""

    def __init__(self, searcher: Searcher, generation: str = "1.1") -> None:
        self._searcher = searcher
        self.generation = generation
        self.asked = 0

    def searcher(self) -> Searcher:
        """The one searcher; counts how often it was asked for."""
        self.asked += 1
        return self._searcher


def write(settings: Settings, documents: list[Shelved]) -> Catalogue:
    """A catalogue of documents."""
    writer = open_writer(settings)
    for document, passages in documents:
        writer.put_document(DocumentRecord(document), passages)
        for place in document.files:
            state, reason = ("indexed", "") if document.available else ("failed", document.reason)
            writer.put_file(FileRow(place.root, place.path, document.bytes, 1, document.sha256, state, reason, document=document.id))
    writer.commit()
    writer.close()
    return open_reader(settings)


def index_of(settings: Settings, documents: list[Shelved], engine: str = "reference") -> FixedIndex:
    """An index of documents in an engine."""
    chosen, folder = engines.engine(engine), settings.index.store
    chosen.create(folder)
    writer = chosen.writer(folder)
    for document, passages in documents:
        writer.put(entry_of(document, passages))
    writer.commit()
    writer.close()
    return FixedIndex(chosen.searcher(folder))


def library_of(settings: Settings, documents: list[Shelved], engine: str = "reference") -> Library:
    """Catalogue and index of documents."""
    write(settings, documents).close()
    return Library("public", doors_of(settings), index_of(settings, documents, engine))


def doors_of(settings: Settings) -> Doors:
    """The doors of a catalogue that is written, as the application has them."""
    store = Store(settings.index.store, engines.engine("reference"), "", ("public",))
    return Doors(
        open=functools.partial(open_reader, settings),
        account=lambda catalogue: full_account(settings, catalogue, store),
        edition=functools.partial(edition, settings.corpus),
    )


def app_of(folder: Path, documents: list[Shelved] | None = None, *, status_page: bool = False) -> Flask:
    """The application over documents, the small shelf by default."""
    settings = settings_in(folder, status_page=status_page)
    return application(settings, library_of(settings, shelf() if documents is None else documents))


def text_of(page: str) -> str:
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.replace("<wbr>", ""))).split())
