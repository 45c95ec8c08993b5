"""``samverkan deadline``: a question to the law of a country, answered with a day and reasons."""

from __future__ import annotations

import inspect
import operator
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Protocol, runtime_checkable

import cyclopts

from samverkan.cli.app import Lang, app, print_json
from samverkan.codelists import Code
from samverkan.deadlines import NOT_LEGAL_ADVICE, Deadline
from samverkan.errors import LawQuestionError, NoDeadlineError, near
from samverkan.explanations import Text
from samverkan.jurisdictions import Jurisdiction, LawFunction, LawParameter, jurisdiction

__all__ = ["deadline_command"]

_WORDS = {
    "last": Text("sista dag", "last day"),
    "first": Text("tidigast", "from"),
    "advised": Text("råd: klart till", "advised: done by"),
    "contract": Text("avtal får ingås tidigast", "contract may be concluded from"),
    "none": Text("ingen dag", "no day"),
    "default": Text("om inget anges: {value}", "where left out: {value}"),
    "coverage": Text(
        "Lagtexten lästes {read_on} och används till och med {until}.",
        "The law was read on {read_on} and is used until {until}.",
    ),
}
_HELP = ("--help", "-h")
_KINDS = {
    "day": Text("ÅÅÅÅ-MM-DD", "YYYY-MM-DD"),
    "number": Text("ANTAL", "NUMBER"),
    "money": Text("'BELOPP VALUTA'", "'AMOUNT CURRENCY'"),
    "moneys": Text("'BELOPP VALUTA, …'", "'AMOUNT CURRENCY, …'"),
    "text": Text("TEXT", "TEXT"),
}


@runtime_checkable
class _Answer(Protocol):
    """What every answer of the law has."""

    def why(self, lang: str = "en") -> str: ...


@runtime_checkable
class _Plain(Protocol):
    def to_dict(self) -> dict[str, object]: ...


def _answers(tokens: Sequence[str], question: LawFunction) -> Mapping[str, str]:
    """The words behind a question as text by parameter: ``--sent 2026-12-14``, ``--voluntary``.

    Raises:
        LawQuestionError: for a word that is no option, or an option without its value.
    """
    known = {one.option: one for one in question.parameters}
    known |= {"--" + one.name.replace("_", "-"): one for one in question.parameters}
    found: dict[str, str] = {}
    rest = list(tokens)
    told = f"deadline {question.name}"
    while rest:
        word, _, value = rest.pop(0).partition("=")
        negated = word.startswith("--no-") and word not in known
        option = f"--{word[5:]}" if negated else word
        one = known.get(option)
        if one is None:
            raise LawQuestionError(
                f"{told}: unknown: {word}; "
                f"{near(word, [each.option for each in question.parameters])}"
            )
        if one.name in found:
            raise LawQuestionError(f"{told}: {one.option} is given twice; leave one out")
        if not value and one.kind == "flag":
            value = "no" if negated else "yes"
            if rest and not negated and rest[0] in {"yes", "no", "ja", "nej"}:
                value = rest.pop(0)
        elif not value:
            if not rest or rest[0].startswith("--"):
                raise LawQuestionError(
                    f"{told}: {word} without a value; expected {_shape(one, 'en')}"
                )
            value = rest.pop(0)
        found[one.name] = value
    lacking = [one for one in question.parameters if one.required and one.name not in found]
    if lacking:
        missing = ", ".join(f"{one.option} {_shape(one, 'en')}" for one in lacking)
        raise LawQuestionError(
            f"{told}: missing: {missing}; see samverkan deadline {question.name} --help"
        )
    return found


def _shape(one: LawParameter, lang: str) -> str:
    return "|".join(one.codes) if one.codes else _KINDS.get(one.kind, _KINDS["text"]).label(lang)


def _usage(one: LawParameter, lang: str) -> str:
    text = f"{one.option} {_shape(one, lang)}"
    if one.kind == "flag":
        no = f"--no-{one.option.removeprefix('--')}"
        text = no if one.default else one.option
        if one.default is None:
            text = f"{one.option}|{no}"
    return text if one.required else f"[{text}]"


def _help(question: LawFunction, lang: str) -> Iterator[str]:
    """What one question asks for, an option at a time."""
    yield f"{question.title.label(lang)} ({question.name})"
    if lang == "en":
        yield (inspect.getdoc(question.function) or "").partition("\n")[0]
    yield ""
    for one in question.parameters:
        default = one.default.value if isinstance(one.default, Code) else one.default
        known = default is None or one.required or one.kind == "flag"
        left_out = "" if known else _WORDS["default"].label(lang, value=str(default))
        yield f"  {_usage(one, lang)}"
        about = question.about(one.name, lang).replace("``", "")
        yield f"      {about}{f' ({left_out})' if left_out else ''}"
        yield from (f"        {code.value}: {code.label(lang)}" for code in one.code_list or ())
    yield ""
    yield NOT_LEGAL_ADVICE.label(lang)


def _listing(place: Jurisdiction, lang: str) -> Iterator[str]:
    """What can be asked, a question and its options on a line each."""
    for question in filter(operator.attrgetter("askable"), place.law.values()):
        yield f"{question.name}: {question.title.label(lang)}"
        options = (_usage(one, lang) for one in question.parameters if one.kind != "object")
        yield f"    {' '.join(options)}"
    coverage = place.coverage
    if coverage is not None:
        yield ""
        yield _WORDS["coverage"].label(
            lang, read_on=coverage.read_on, until=coverage.verified_until
        )
    yield NOT_LEGAL_ADVICE.label(lang)


def _as_text(question: LawFunction, answer: object, lang: str) -> str:
    """An answer as people read it: its title, its day or sum, the numbered steps."""
    lines = [f"{question.title.label(lang)} ({question.name})"]
    if isinstance(answer, Deadline):
        days = (
            ("first", answer.first_day),
            ("last", answer.last_day),
            ("advised", answer.advised),
            ("contract", answer.earliest_contract_day),
        )
        lines += [f"{_WORDS[name].label(lang)}: {on}" for name, on in days if on is not None]
    why = answer.why(lang) if isinstance(answer, _Answer) else str(answer)
    return "\n".join([*lines, "", why])


def _row(question: LawFunction) -> dict[str, object]:
    return {
        "name": question.name,
        "title": {"sv": question.title.sv, "en": question.title.en},
        "parameters": [
            {
                "name": one.name,
                "option": one.option,
                "kind": one.kind,
                "required": one.required,
                "codes": list(one.codes),
                "about": {lang: question.about(one.name, lang) for lang in ("sv", "en")},
            }
            for one in question.parameters
        ],
    }


def _question(place: Jurisdiction, word: str) -> LawFunction:
    """The question that a word names.

    Raises:
        LawQuestionError: for an unknown one, and for one that text is not enough to ask.
    """
    asked = place.law.get(word.replace("-", "_"))
    if asked is None:
        known = [one.name for one in place.law.values() if one.askable]
        first = "name the question first; " if word.startswith("-") else ""
        raise LawQuestionError(f"deadline: unknown question: {word!r}; {first}{near(word, known)}")
    if not asked.askable:
        needed = [one.name for one in asked.parameters if one.required and one.kind == "object"]
        raise LawQuestionError(
            f"deadline {asked.name}: asks for {', '.join(needed)}, which only Python can give; "
            f"call jurisdiction({place.code!r}).{asked.name}(…)"
        )
    return asked


@app.command(name="deadline", help_flags=())
def deadline_command(
    *tokens: Annotated[str, cyclopts.Parameter(allow_leading_hyphen=True, show=False)],
    list_: Annotated[bool, cyclopts.Parameter(name="--list", negative=())] = False,
    country: str = "SE",
    lang: Lang = "en",
    json: Annotated[bool, cyclopts.Parameter(negative=())] = False,
) -> int:
    """Ask the law of a country for a day or a limit, with the steps and paragraphs behind it.

    Such as `samverkan deadline standstill --sent 2026-12-14 --means electronic --lang sv`. What
    can be asked is shown by `--list`, and the options of one question by `--help` after its name,
    such as `samverkan deadline standstill --help`. Every question about a day takes
    `--as-of-law`, to ask with the law of another day. Exit code 1 says that the law sets no day.
    Nothing here is legal advice.

    Parameters
    ----------
    tokens
        The question and its options.
    list_
        Show what can be asked.
    country
        Whose law.
    lang
        Language of the answer.
    json
        Write the answer as JSON.
    """
    place = jurisdiction(country)
    words = [token for token in tokens if token not in _HELP]
    if len(words) < len(tokens):
        if not words or words[0].startswith("-"):
            app.help_print(["deadline"])
        else:
            print("\n".join(_help(_question(place, words[0]), lang)))
        return 0
    if list_ or not words:
        if json:
            print_json([_row(question) for question in place.law.values() if question.askable])
        else:
            print("\n".join(_listing(place, lang)))
        return 0
    question = _question(place, words[0])
    try:
        answer = question.ask(_answers(words[1:], question))
    except NoDeadlineError as refusal:
        if json:
            print_json({"name": question.name, "last_day": None, "reasons": refusal.reasons})
        else:
            title = f"{question.title.label(lang)} ({question.name})"
            lines = [title, _WORDS["none"].label(lang), "", refusal.why(lang)]
            print("\n".join([*lines, NOT_LEGAL_ADVICE.label(lang)]))
        return 1
    if json:
        print_json(answer.to_dict() if isinstance(answer, _Plain) else str(answer))
    else:
        print(_as_text(question, answer, lang))
    return 0
