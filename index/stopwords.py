"""Words of a query that say nothing of its subject, in Polish and English; dropped from queries, never from the index.

Written for this project from the two languages' function words: articles, prepositions, conjunctions, pronouns, question
words, forms of to be and to have. Words that name things of the trade in one of the languages are left out ("no", "on"
and "do" stay, being function words in both; "can" and "may" are left in queries only where quoted).
"""

from __future__ import annotations

from typing import Final

_POLISH: Final = """
a aby albo ale ani az bez bo by byc byl byla byli bylo byly bym bylby bylaby byloby bedzie beda bede chce chcemy co cos
czego czemu czy czyj czyja czyje czym czyli dla do dlaczego gdy gdyz gdzie go i ich ile im iz ja jak jaka jaki jakich
jakie jakiego jakiej jakim jaka jako je jego jej jemu jest jestem jestesmy jesli jezeli juz ka kiedy kim kogo komu ku kto
ktora ktore ktorego ktorej ktory ktorych ktorym ktorymi ktorzy lecz lub ma maja mam mamy mi mial miala mialo mialy mnie
moge moj moja moje mozna moze mu my na nad nam nami nas nasz nasza nasze nich nie niej nim nimi niz o od on ona one oni
ono oraz pan pani po pod podczas poniewaz ponad poprzez przed przede przez przy sa sie skad sobie soba ta tak taka taki
takich takie takze tam te tego tej temu ten tez to tu tutaj twoj twoja twoje ty tych tylko tym tymi u w was wam wasz wasza
wasze we wiec wsrod wy z za zas ze zeby
"""

_ENGLISH: Final = """
a about above after against all also am an and any are as at be because been before being between both but by could did
do does doing during each for from had has have having he her here hers him his how i if in into is it its me more most my
no nor not of off on or our ours out over own she should so some such than that the their theirs them then there these
they this those through to too under until up upon us was we were what when where which while who whom whose why will
with would you your yours
"""

STOP_WORDS: Final = frozenset(_POLISH.split()) | frozenset(_ENGLISH.split())
"""Folded."""
