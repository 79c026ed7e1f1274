"""What the pages on the way to a provider and back say, in the languages of the Hub. Needs no script."""

from __future__ import annotations

from markupsafe import Markup

from linkwright.web.words import nearest

SENTENCES: dict[str, dict[str, str]] = {
    "en": {
        "ask_title": "Sign in to {tool}",
        "ask_lead": "<b>{app}</b> asks you to let it into your {tool}. What you allow counts for <b>{owner}</b>.",
        "ask_scopes": "It asks to:",
        "ask_sure": "Go on only if you came here from {app} yourself. If somebody sent you this link, close the window.",
        "ask_button": "Continue to {tool}",
        "done_title": "{tool} is linked",
        "done_lead": "{app} can now work in <b>{workspace}</b>.",
        "done_as": "Signed in as {person}.",
        "close": "You can close this window.",
        "cancelled_title": "Nothing was linked",
        "failed_title": "{tool} could not be linked",
        "the_tool": "The account",
    },
    "de": {
        "ask_title": "Bei {tool} anmelden",
        "ask_lead": "<b>{app}</b> bittet um Zugang zu Ihrem {tool}. Was Sie erlauben, gilt für <b>{owner}</b>.",
        "ask_scopes": "Erbeten wird:",
        "ask_sure": "Fahren Sie nur fort, wenn Sie selbst von {app} hierhergekommen sind. Hat Ihnen jemand diesen Link geschickt, schließen Sie das Fenster.",
        "ask_button": "Weiter zu {tool}",
        "done_title": "{tool} ist verbunden",
        "done_lead": "{app} kann jetzt in <b>{workspace}</b> arbeiten.",
        "done_as": "Angemeldet als {person}.",
        "close": "Sie können dieses Fenster schließen.",
        "cancelled_title": "Es wurde nichts verbunden",
        "failed_title": "{tool} konnte nicht verbunden werden",
        "the_tool": "Das Konto",
    },
    "ja": {
        "ask_title": "{tool}にサインイン",
        "ask_lead": "<b>{app}</b>が{tool}へのアクセスを求めています。許可した内容は<b>{owner}</b>に適用されます。",
        "ask_scopes": "求められている権限：",
        "ask_sure": "ご自身で{app}からここに来た場合だけ続けてください。誰かからこのリンクを受け取った場合は、ウィンドウを閉じてください。",
        "ask_button": "{tool}へ進む",
        "done_title": "{tool}を連携しました",
        "done_lead": "{app}は<b>{workspace}</b>で作業できるようになりました。",
        "done_as": "{person}としてサインインしました。",
        "close": "このウィンドウは閉じてかまいません。",
        "cancelled_title": "何も連携されませんでした",
        "failed_title": "{tool}を連携できませんでした",
        "the_tool": "アカウント",
    },
}


class SignInWords:
    """The sentences in the language of one reader."""

    def __init__(self, accept_language: str | None) -> None:
        self.language = nearest(accept_language)

    def say(self, key: str, **slots: object) -> Markup:
        """The sentence, with what is filled in escaped."""
        return Markup(SENTENCES[self.language][key]).format(**slots)  # noqa: S704 - the sentences are our own
