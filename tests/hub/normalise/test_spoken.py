import pytest

from hub.normalise.spoken import spoken_of

TITLES = [
    ("en", "Night bus map does not load on Safari after the last update"),
    ("en", "Write a short guide for new volunteers"),
    ("de", "Die Karte zeigt falsche Haltestellen, wenn man den Zoom ändert"),
    ("de", "Absturz beim Öffnen einer leeren Datei"),
    ("fr", "Écrire un guide pour les nouveaux bénévoles"),
    ("fr", "La carte ne s'affiche pas sur mobile"),
    ("es", "Escribir una guía para nuevas voluntarias"),
    ("es", "El mapa no se carga en el teléfono"),
    ("pt", "Adicionar modo escuro na página de configurações"),
    ("pt", "O mapa não carrega no telemóvel"),
    ("it", "Aggiungere la modalità scura alle impostazioni"),
    ("it", "La mappa non si carica sul telefono"),
    ("ru", "Написать руководство для новых волонтёров"),
    ("ru", "Добавить тёмную тему в настройки"),
    ("ar", "كتابة دليل للمتطوعين الجدد"),
    ("ar", "الخريطة لا تظهر على الهاتف"),
    ("zh", "在设置页面添加深色模式"),
    ("zh", "打开空文件时崩溃"),
    ("ja", "設定ページにダークモードを追加する"),
    ("ja", "スマートフォンで地図が表示されない"),
]


@pytest.mark.parametrize(("code", "title"), TITLES)
def test_language_of_a_title_is_told(code: str, title: str) -> None:
    assert spoken_of(title) == code


@pytest.mark.parametrize(
    "title",
    ["", "UI", "Fix typo", "npm install", "core dump", "foo bar baz", "v1.2.3", "#42", "🎉🎉🎉",
     "GitTree.recursive", "addLabelsConcurrencyIssue"],
)  # fmt: skip
def test_short_or_unclear_title_tells_nothing(title: str) -> None:
    assert spoken_of(title) is None


def test_code_and_links_do_not_speak() -> None:
    body = "```\nTraceback (most recent call last): the file was not found here\n```\nhttps://x.example/the-file"
    assert spoken_of("Absturz beim Öffnen einer leeren Datei", body) == "de"


def test_unclosed_comment_of_a_template_does_not_speak() -> None:
    assert spoken_of("Fehler", "<!-- Please describe what happened and how to repeat it") is None


def test_body_helps_a_short_title() -> None:
    assert (
        spoken_of("Error 409", "Al guardar la receta aparece este mensaje y se pierde todo.")
        == "es"
    )
