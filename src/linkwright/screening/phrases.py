"""Words that tell a model what to do, as published attacks use them, in the languages that they were published in.

A text is read as somebody would: without what is invisible, with look-alike letters as the ones that they look like, and in one
case. Each pattern needs a verb and what it is about, so that "ignore my previous comment" passes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from linkwright.screening.model import INSTRUCTION, Hit
from linkwright.screening.windows import holds

# Cyrillic and Greek letters that look like Latin ones, in lower case (Unicode's confusables, those that matter in words below).
_LOOKALIKES = str.maketrans("аеорсухіјѕԁɡһӏοαενρτυικ", "aeopcyxijsdghloaevptuik")
_SPACES = re.compile(r"\s+")
_PIECE = 512
_GAP = r"[\s\w,'-]{0,40}?"
_RULES = r"(?:instructions?|prompts?|rules|guidelines|directions?|directives|commands|constraints|programming|context|safeguards)"
_VERBS = ("ignor", "disregard", "forget", "overrid", "bypass", "discard", "neglect", "skip")
_ABOUT = (
    "instruct",
    "prompt",
    "rules",
    "guideline",
    "direct",
    "command",
    "constraint",
    "programming",
    "context",
    "safeguard",
    "message",
)
_SENDS = ("send", "forward", "post", "upload", "mail", "exfiltrate", "transmit", "leak", "paste", "append")
_MODELS = (" ai", "ai ", "llm", "language model", "assistant", "agent", "chatbot", "copilot", "model", "if you are a")
_SECRETS = ("key", "password", "credential", "secret", "token", "environment", "cookie", "history", "conversation")


@dataclass(frozen=True, slots=True)
class _Pattern:
    """What is said of a text that it finds.

    Attributes:
        words: of each group at least one stands in every text that `find` matches, so that most texts need no more than that.
    """

    detail: str
    words: tuple[tuple[str, ...], ...]
    find: re.Pattern[str]


_PATTERNS = (
    _Pattern(
        "asks to set earlier instructions aside",
        (_VERBS, _ABOUT),
        re.compile(
            rf"\b(?:ignore|disregard|forget|override|bypass|discard|neglect|skip)\b{_GAP}\b(?:all|any|every|the|your|my|our|previous|prior"
            rf"|above|earlier|preceding|foregoing|initial|original|system|safety)\b{_GAP}\b{_RULES}\b"
        ),
    ),
    _Pattern(
        "asks for what the model was told",
        (_ABOUT, ("reveal", "print", "show", "repeat", "output", "display", "leak", "disclose", "recite")),
        re.compile(
            r"\b(?:reveal|print|show|repeat|output|display|leak|disclose|recite)\b"
            rf"{_GAP}\b(?:system prompt|system message|(?:your|the) (?:initial|original|hidden|system|secret) {_RULES}|your instructions)\b"
        ),
    ),
    _Pattern(
        "gives the model another part to play",
        (("you are no", " mode"),),
        re.compile(
            r"\byou are (?:now|no longer)\b[^.!?\n]{0,60}\b(?:assistant|ai|agent|model|dan|unrestricted|jailbroken|developer mode|admin)\b"
            r"|\b(?:enter|enable|activate|switch to)\b[^.!?\n]{0,20}\b(?:developer|dan|god|jailbreak|unrestricted) mode\b"
        ),
    ),
    _Pattern(
        "speaks to the model and not to the reader",
        (_MODELS, ("instruction", "message", "note", "task", "order", "if you are", "as a")),
        re.compile(
            r"\b(?:important|urgent|special|new|secret|hidden)?\s*(?:instructions?|message|note|task|orders?) (?:for|to) (?:the |an |any |all )?"
            r"(?:ai|llm|language model|assistant|agent|chatbot|copilot|model)s?\b"
            r"|\bif you are an? (?:ai|llm|language model|assistant|agent|chatbot|bot)\b"
            r"|\bas an? (?:ai|llm|language model|ai assistant|ai agent),? you (?:must|should|need to|have to|are required)\b"
        ),
    ),
    _Pattern(
        "asks to keep something from the user",
        (("user", "human", "owner", "operator"), ("do not", "don't", "never", "without")),
        re.compile(
            r"\b(?:do not|don't|never)\b[^.!?\n]{0,12}\b(?:tell|mention(?: \w+){0,4} to|inform|alert|notify|reveal(?: \w+){0,4} to)\b"
            r"[^.!?\n]{0,12}\b(?:user|human|owner|operator)s?\b"
            r"|\bwithout (?:telling|informing|alerting|notifying|asking)\b[^.!?\n]{0,12}\b(?:user|human|owner|operator)s?\b"
        ),
    ),
    _Pattern(
        "asks to send secrets away",
        (_SECRETS, _SENDS, ("http", " to ", "webhook")),
        re.compile(
            r"\b(?:send|forward|post|upload|email|e-mail|mail|exfiltrate|transmit|leak|paste|append)\b[^.!?\n]{0,80}"
            r"\b(?:api[ _-]?keys?|passwords?|credentials?|secrets?|access tokens?|environment variables|private keys?|session cookies?"
            r"|chat history|conversation)\b[^\n]{0,80}(?:https?://|\bto [\w.+-]+@|\bto (?:this|the following|my)\b|webhook)"
        ),
    ),
    _Pattern(
        "steers the use of tools",
        (("tool", "function", "mcp"), ("without", "silently", "immediately", "before")),
        re.compile(
            r"\b(?:call|use|invoke|run|execute)\b[^.!?\n]{0,30}\b(?:tool|function|mcp)\b[^.!?\n]{0,80}"
            r"\b(?:without (?:asking|confirm\w*|approval|permission)|silently|immediately and|before (?:answering|responding|replying))"
        ),
    ),
    _Pattern(
        "sets earlier instructions aside, in another language",
        (("ignor", "oublie", "olvida", "無視", "忽略", "无视", "忘记", "忘記", "무시", "игнорируй", "забудь"),),
        re.compile(
            r"\bignoriere?\w*\b.{0,40}\b(?:anweisungen|anweisung|regeln|vorgaben|instruktionen)\b"
            r"|\b(?:ignore[zr]?|oublie[zr]?)\b.{0,40}\b(?:instructions|consignes|directives|règles)\b.{0,20}\b(?:précédentes|antérieures|ci-dessus)"
            r"|\b(?:ignora|ignore|olvida)\b.{0,40}\b(?:instrucciones|instruções|órdenes|reglas|regras)\b.{0,20}\b(?:anteriores|previas|prévias)"
            r"|(?:以前|これまで|上記|前)の(?:すべての|全ての)?(?:指示|命令|プロンプト)を?(?:すべて|全て)?無視"
            r"|(?:忽略|无视|無視|忘记|忘記).{0,8}(?:之前|以上|上面|先前|前面|所有).{0,8}(?:指令|指示|提示|命令|说明|說明)"
            r"|이전.{0,8}(?:지시|명령|지침).{0,8}무시"
            r"|\b(?:игнорируй|забудь)\w*.{0,30}(?:инструкци|указани|правил)"
        ),
    ),
    _Pattern(
        "a picture whose address carries data out",
        (("![",), ("http",)),
        re.compile(r"!\[[^\]]{0,80}\]\(\s*https?://[^)\s]{1,200}[?&][\w-]{1,30}=(?:\{|%7b|<|\[|\$)"),
    ),
)
# A text of ASCII that holds none of them needs no closer look.
WORDS = tuple(dict.fromkeys(word.encode() for one in _PATTERNS for word in one.words[0] if word.isascii()))


def plainly(text: str) -> str:
    """The text in one case, with single blanks and compatible forms."""
    if not text.isascii():
        # In pieces: putting a run of combining marks in order takes time by the square of its length.
        text = "".join(
            unicodedata.normalize("NFKC", text[start : start + _PIECE]) for start in range(0, len(text), _PIECE)
        )
    return _SPACES.sub(" ", text.casefold())


def look(text: str) -> list[Hit]:
    """What a text, as `plainly` gives it, tells a model to do; also with Latin letters for those that look like them."""
    forms = {text} if text.isascii() else {text, text.translate(_LOOKALIKES)}
    return [
        Hit(INSTRUCTION, one.detail)
        for one in _PATTERNS
        for form in forms
        if all(any(word in form for word in group) for group in one.words) and holds(one.find, form)
    ]
