"""What the pages around the Hub say before a script runs, in the languages of the Hub."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

# Markup stands in the sentences; what is filled in is escaped. `next` parts two of them.
SENTENCES: dict[str, dict[str, str]] = {
    "en": {
        "connect": "Connect {what}",
        "tools": "your tools",
        "in_tools": "your tools",
        "the_app": "The app that sent you",
        "asks": "<b>{app}</b> asks you to connect {what}.",
        "asks_for": "For <b>{owner}</b>: <b>{app}</b> asks you to connect {what}.",
        "manages": "<b>{app}</b> lets you look after {what} here.",
        "manages_for": "For <b>{owner}</b>: <b>{app}</b> lets you look after {what} here.",
        "next": " ",
        "once": "This link works once.",
        "once_until": "This link works once, until {time}.",
        "lead": "{app} wants to work in {in_what} as you. You see what it can do before anything is saved.",
        "no_script": "The form for your key needs JavaScript, which is switched off in this browser. Switch it on for this page and load it again. The link is not used up yet.",
        "no_script_framed": "This form needs JavaScript, which is switched off in this browser.",
        "keys": "Your keys are stored encrypted. {app} never sees them.",
        "privacy": "Privacy",
        "terms": "Terms",
        "help": "Help",
        "day": "%-d %b %Y, %H:%M UTC",
    },
    "de": {
        "connect": "{what} verbinden",
        "tools": "Ihre Tools",
        "in_tools": "Ihren Tools",
        "the_app": "Die App, die Sie hergeschickt hat,",
        "asks": "<b>{app}</b> bittet Sie, {what} zu verbinden.",
        "asks_for": "Für <b>{owner}</b>: <b>{app}</b> bittet Sie, {what} zu verbinden.",
        "manages": "Hier verwalten Sie {what} für <b>{app}</b>.",
        "manages_for": "Für <b>{owner}</b>: Hier verwalten Sie {what} für <b>{app}</b>.",
        "next": " ",
        "once": "Dieser Link gilt einmal.",
        "once_until": "Dieser Link gilt einmal, bis {time}.",
        "lead": "{app} möchte in Ihrem Namen in {in_what} arbeiten. Bevor etwas gespeichert wird, sehen Sie, was damit möglich ist.",
        "no_script": "Das Formular für Ihren Schlüssel braucht JavaScript, das in diesem Browser ausgeschaltet ist. Schalten Sie es für diese Seite ein und laden Sie sie neu. Der Link ist noch nicht verbraucht.",
        "no_script_framed": "Dieses Formular braucht JavaScript, das in diesem Browser ausgeschaltet ist.",
        "keys": "Ihre Schlüssel werden verschlüsselt gespeichert. {app} bekommt sie nie zu sehen.",
        "privacy": "Datenschutz",
        "terms": "Nutzungsbedingungen",
        "help": "Hilfe",
        "day": "%-d.%-m.%Y, %H:%M UTC",
    },
    "ja": {
        "connect": "{what}を連携する",
        "tools": "ツール",
        "in_tools": "ツール",
        "the_app": "元のアプリ",
        "asks": "<b>{app}</b>が{what}の連携を求めています。",
        "asks_for": "<b>{owner}</b>について、<b>{app}</b>が{what}の連携を求めています。",
        "manages": "<b>{app}</b>と{what}の連携をここで管理できます。",
        "manages_for": "<b>{owner}</b>について、<b>{app}</b>と{what}の連携をここで管理できます。",
        "next": "",
        "once": "このリンクは一度だけ使えます。",
        "once_until": "このリンクは一度だけ、{time}まで使えます。",
        "lead": "{app}は{in_what}で、あなたとして作業します。何かが保存される前に、できることを確認できます。",
        "no_script": "キーの入力フォームにはJavaScriptが必要ですが、このブラウザーでは無効になっています。このページで有効にして、読み込み直してください。リンクはまだ使われていません。",
        "no_script_framed": "このフォームにはJavaScriptが必要ですが、このブラウザーでは無効になっています。",
        "keys": "キーは暗号化して保存されます。{app}がキーを見ることはありません。",
        "privacy": "プライバシー",
        "terms": "利用規約",
        "help": "ヘルプ",
        "day": "%Y年%-m月%-d日 %H:%M UTC",
    },
}


def nearest(accept_language: str | None) -> str:
    """The language that a browser likes best among ours, by its Accept-Language header; else English."""
    liked: list[tuple[float, str]] = []
    for part in (accept_language or "").split(",")[:20]:
        tag, _, weight = part.partition(";")
        liked.append((_quality(weight), tag.strip().lower().split("-")[0]))
    liked.sort(key=lambda one: -one[0])
    return next((tag for quality, tag in liked if quality > 0 and tag in SENTENCES), "en")


def _quality(weight: str) -> float:
    text = weight.strip().lower().removeprefix("q=")
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


class Words:
    """The sentences in the language of one reader."""

    def __init__(self, accept_language: str | None) -> None:
        self.language = nearest(accept_language)

    def say(self, key: str, **slots: object) -> Markup:
        """The sentence, with what is filled in escaped."""
        return Markup(SENTENCES[self.language][key]).format(**slots)  # noqa: S704 - the sentences are our own

    def day(self, moment: datetime) -> str:
        """Date and time of a moment in UTC."""
        return moment.strftime(SENTENCES[self.language]["day"])
