"""A text that is not in English is told from one that is, by letters and small words."""

from __future__ import annotations

import pytest

from depositary.extraction.language import is_english

ENGLISH = (
    "The two towns have signed a treaty on their common harbour, which will be open to all ships "
    "from the first day of May, and they said that it was the end of a long dispute. "
)
FOREIGN = {
    "German": "Der Vertrag über den Hafen wurde am Freitag von beiden Städten unterschrieben, und "
    "die Minister sagten, dass damit ein langer Streit zu Ende gehe und der Handel wachse. ",
    "Dutch": "Het verdrag over de haven werd vrijdag door beide steden getekend, en de ministers "
    "zeiden dat we samen sterker zouden worden en dat de handel met het buitenland zou groeien. ",
    "Danish": "Traktaten om havnen blev underskrevet fredag af begge byer, og ministrene sagde, at "
    "de havde talt om det for længe, og at landet nu ville have bedre forbindelser. ",
    "French": "Le traité sur le port a été signé vendredi par les deux villes, et les ministres "
    "ont dit que le commerce entre elles allait grandir et que la paix était plus proche. ",
    "Spanish": "El tratado sobre el puerto fue firmado el viernes por las dos ciudades, y los "
    "ministros dijeron que el comercio entre ellas iba a crecer y que la paz estaba cerca. ",
    "Polish": "Traktat o porcie podpisano w piątek, a ministrowie powiedzieli, że to jest dobry "
    "dzień dla obu miast i że handel między nimi będzie rósł, ale nie od razu, bo to trwa. ",
    "Finnish": "Satamaa koskeva sopimus allekirjoitettiin perjantaina, ja ministerit sanoivat, "
    "että kauppa kasvaa ja että rauha on lähempänä kuin koskaan aiemmin näissä kaupungeissa. ",
    "Russian": "Договор о порте был подписан в пятницу.",
    "Arabic": "وقعت المدينتان معاهدة الميناء يوم الجمعة",
    "Chinese": "两个城市于星期五签署了港口条约，部长们表示。",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_a_text_in_another_language_is_no_english(language: str) -> None:
    assert not is_english(FOREIGN[language] * 2)


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        "Arvenia 3, Lutharia 1",
        "Signatories: " + ", ".join(f"Ana Orell {number}" for number in range(15)),
        f"{FOREIGN['Russian']} {ENGLISH * 2}",
        "",
    ],
)
def test_english_with_names_and_quotes_and_what_is_too_short_to_tell_is_english(text: str) -> None:
    assert is_english(text)
