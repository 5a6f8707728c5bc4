from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.model import Document
from kg.readers import language, read_sources
from kg.readers.language import language_of

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {
    "de": "Die Müllwerker der Stadt haben am Montag die Arbeit niedergelegt. Die Gewerkschaft sagte, der Rat "
    "habe eine Abstimmung missachtet, in der 82 Prozent der Mitglieder für einen Ausstand gestimmt hatten.",
    "fr": "Les éboueurs de la ville ont cessé le travail à l'appel de leur syndicat. La direction a ignoré un vote "
    "dans lequel 82 pour cent des membres se sont prononcés pour la grève.",
    "nl": "De vuilnisophalers van de stad hebben het werk neergelegd. De vakbond zei dat de raad een stemming had "
    "genegeerd waarin 82 procent van de leden voor actie had gestemd.",
    "es": "Los recolectores de basura de la ciudad dejaron de trabajar el lunes. El sindicato dijo que el ayuntamiento "
    "había ignorado una votación en la que el 82 por ciento de los afiliados votó por la huelga.",
    "ru": "Мусорщики города прекратили работу в понедельник. Профсоюз заявил, что совет проигнорировал голосование, в "
    "котором 82 процента членов высказались за забастовку.",
    "en": "The refuse collectors of the city stopped work on Monday. Their union said that the council had ignored a "
    "ballot in which 82 per cent of its members had voted for action.",
}


def document(text: str, **extra: str) -> Document:
    return Document("x", text, text, extra=tuple(extra.items()))


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_languages(code: str) -> None:
    assert language_of(document(TEXTS[code]), read="en") == code
    assert language_of(document(TEXTS[code]), read="de") == code


@pytest.mark.parametrize("told", ["de", "DE", "de-AT", "deu", "ger", "de_DE.UTF-8"])
def test_what_the_metadata_say_counts(told: str) -> None:
    assert language_of(document(TEXTS["en"], lang=told), read="en") == "de"
    assert language_of(document(TEXTS["en"], language=told), read="en") == "de"


@pytest.mark.parametrize("told", ["", "German?!", "1", "null"])
def test_metadata_that_name_no_language_do_not(told: str) -> None:
    assert language_of(document(TEXTS["en"], lang=told), read="en") == "en"


@pytest.mark.parametrize("text", ["", "Arbeit niedergelegt", "12 345 678 " * 50, "xkqz " * 10])
def test_short_texts_are_not_judged(text: str) -> None:
    assert language_of(document(text), read="en") is None


def test_ordinary_articles_cost_no_classifier(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Any:
        raise AssertionError("the classifier is asked")

    monkeypatch.setattr(language, "_classifier", fail)
    articles = list(read_sources([ROOT / "seeds/stories"]))
    assert {language_of(one, read="en") for one in articles} == {"en"}
