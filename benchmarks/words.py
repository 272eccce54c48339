"""Words for synthetic documents: a vocabulary of the trade in all its Polish forms, English words, and a long tail.

Forms come from Morfeusz's generator, so that synthetic Polish is inflected as real Polish is; the tail is made of
syllables with Polish endings, as names and trade words unknown to every dictionary are.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import Any, Final

_LEMMAS = """klaster spółdzielnia spotkanie protokół umowa oferta współpraca rozwój strategia działanie członek koordynator
firma przedsiębiorstwo zakład hala linia stanowisko produkcja wyrób element konstrukcja blacha profil rura pręt stal aluminium
żeliwo cynk farba powłoka spoina spawanie spawacz spawalnia robot kobot laser prasa tokarka frezarka wiertarka szlifierka piec
wanna odlew odkuwka forma matryca narzędzie przyrząd uchwyt pomiar kontrola jakość norma certyfikat audyt reklamacja wada
brak odpad złom energia prąd gaz ciepło sprężarka powietrze instalacja kocioł panel licznik zużycie koszt cena nakład zwrot
oszczędność zysk sprzedaż zamówienie dostawa dostawca odbiorca klient rynek eksport misja targi wystawa kraj granica transport
magazyn opakowanie paleta wózek suwnica pracownik uczeń nauczyciel szkoła uczelnia politechnika badanie projekt wniosek dotacja
program fundusz budżet termin decyzja uchwała głosowanie rada zarząd urząd gmina województwo strefa inwestycja maszyna
urządzenie serwis awaria przegląd przestój przezbrojenie wydajność zmiana plan raport analiza ankieta wynik wskaźnik tabela
wykres wniosek problem rozwiązanie pomysł wdrożenie etap rok miesiąc tydzień godzina minuta tona kilogram metr milimetr
nowy stary duży mały dobry zły szybki wolny tani drogi stalowy metalowy spawalniczy energetyczny wspólny kolejny pierwszy
ostatni krajowy zagraniczny regionalny techniczny finansowy roczny miesięczny ręczny automatyczny bezpieczny gotowy własny
być mieć móc ustalić omówić przedstawić przygotować wykonać zmniejszyć zwiększyć obniżyć skrócić wdrożyć kupić sprzedać
zamówić dostarczyć sprawdzić zmierzyć zaplanować uruchomić szkolić zatrudnić rozpocząć zakończyć otrzymać wysłać""".split()

_FUNCTION = """w z na do o po przy przez dla od za pod nad i oraz a ale że się nie jest są był była było to ten ta te co jak
gdy jeśli który która które także również już jeszcze tylko bardzo około ponad podczas według bez między ze we""".split()

_ENGLISH = """the of and to in a for is on that with as by at from was were are be this which it we our has have been will
cluster member company strategy meeting minutes report project research university cooperation innovation export market
customer supplier production line cell welding robot laser cutting bending machining milling turning casting forging foundry
galvanizing zinc coating powder paint quality standard certificate audit defect scrap waste energy power gas heat compressor
air consumption cost price saving investment payback order delivery warehouse transport crane worker apprentice school training
skills safety fume ventilation maintenance downtime changeover tool fixture measurement tolerance steel aluminium stainless
sheet profile tube plate weld seam batch shift hour week month year result problem solution lesson plan budget grant funding
decision task deadline agenda attendance council region voivodeship trade mission fair partner agreement offer software system
data sensor monitoring efficiency capacity workshop hall station operator engineer manager team improvement reduced increased
introduced measured trained installed bought started finished planned agreed presented discussed""".split()

_TAIL: Final = 3_000
"""Words of the tail that one document draws from."""

_ENGLISH_FUNCTION: Final = 28
"""So many of the English words are function words."""

_ONSETS = ["b", "br", "c", "cz", "d", "dr", "f", "g", "gr", "k", "kr", "l", "m", "n", "p", "pr", "r", "s", "sp", "st", "t", "tr", "w", "z"]
_RHYMES = ["a", "al", "an", "ar", "e", "el", "en", "er", "i", "il", "in", "o", "ol", "on", "or", "u", "un", "y", "ym"]
_ENDINGS = ["", "a", "u", "em", "owi", "y", "ów", "ami", "ach", "ia", "ię", "ni", "ka", "ki", "kę", "owy", "owa", "owych"]


Vocabulary = tuple[Sequence[str], list[float]]
"""Words and their cumulative weights."""

_SUBJECT_WORDS: Final = 25
"""Words of the trade that one document is about; the others it hardly mentions, as real documents do."""


def vocabulary(language: str, random_: random.Random) -> Vocabulary:
    """The words of one document: function words, the trade's words of its subject in every form, a long tail; by Zipf."""
    function, subjects, tail = _polish() if language == "pl" else _english()
    chosen = [form for forms in random_.sample(subjects, _SUBJECT_WORDS) for form in forms]
    random_.shuffle(chosen)
    return _weighted([*function, *chosen, *random_.sample(tail, _TAIL)])


@cache
def _polish() -> tuple[list[str], list[list[str]], list[str]]:
    return _FUNCTION, [_forms(lemma) for lemma in dict.fromkeys(_LEMMAS)], _tail(30_000, 12, _ENDINGS)


@cache
def _english() -> tuple[list[str], list[list[str]], list[str]]:
    words = list(dict.fromkeys(_ENGLISH))
    plural = [[word, word + "s"] for word in words[_ENGLISH_FUNCTION:]]
    return words[:_ENGLISH_FUNCTION], plural, _tail(15_000, 13, ["", "s", "ed", "ing", "er", "ly", "ness"])


def frequent(count: int) -> Sequence[str]:
    """Content words of both languages that synthetic texts hold often, for queries."""
    random_ = random.Random(14)
    inflected = [random_.choice(_forms(lemma)) for lemma in _LEMMAS]
    words = [*inflected, *(word for word in _ENGLISH[_ENGLISH_FUNCTION:] if len(word) > 3)]
    random_.shuffle(words)
    return words[:count]


def _forms(lemma: str) -> list[str]:
    """All forms of a Polish word, itself where the generator does not know it."""
    found = {form for form, *_ in _generator().generate(lemma) if form.isalpha() and form[:2] == lemma[:2]}
    return sorted(found)[:24] or [lemma]


@cache
def _generator() -> Any:
    import morfeusz2

    return morfeusz2.Morfeusz()


def _tail(count: int, seed: int, endings: Sequence[str]) -> list[str]:
    random_ = random.Random(seed)
    made: dict[str, None] = {}
    while len(made) < count:
        stem = "".join(random_.choice(_ONSETS) + random_.choice(_RHYMES) for _ in range(random_.randint(2, 3)))
        made[stem + random_.choice(endings)] = None
    return list(made)


def _weighted(words: Sequence[str]) -> Vocabulary:
    """Zipf's law: the n-th word weighs 1/(n + 2)."""
    return words, list(accumulate(1 / (n + 2) for n in range(len(words))))
