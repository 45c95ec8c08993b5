"""The entry point of Hypothesis: ``st.from_type`` builds every public type, nothing imported.

Hypothesis calls :func:`register` when it is itself imported. That must cost little and never fail,
whoever's suite it is, so nothing of the library is loaded before one of its types is asked for.
"""

from __future__ import annotations

from typing import Any

__all__ = ["register"]


def register() -> None:
    """Tell Hypothesis who builds the types of this library (anmälan av strategier).

    Where this release of Hypothesis can ask for a type's strategy when it is needed, it is told
    whom to ask; elsewhere each type is registered at once, which loads them all. An error here
    would break ``import hypothesis`` for everybody, so none leaves: types are then inferred, as
    with ``HYPOTHESIS_NO_PLUGINS=1``.

    >>> from hypothesis import strategies as st
    >>> from samverkan.values import Money
    >>> register()
    >>> st.from_type(Money)
    money()
    """
    try:
        from hypothesis.strategies._internal import types

        ask_first: dict[str, Any] | None = getattr(types, "_global_extra_lookup", None)
        if ask_first is None:
            _register_at_once()
        else:
            ask_first["samverkan"] = _strategy_for
    except Exception:  # noqa: BLE001, S110  # whatever happens here must not break another's import
        pass


def _strategy_for(thing: object) -> Any:  # noqa: ANN401  # a strategy of whatever type was asked for
    """The strategy of one of our types; ``None`` for any other."""
    kind = getattr(thing, "__origin__", thing)  # Dated[Money] is a Dated
    if not isinstance(kind, type) or kind.__module__.partition(".")[0] != "samverkan":
        return None
    from samverkan.testing.strategies._registered import strategy_for

    return strategy_for(thing)


def _register_at_once() -> None:
    from hypothesis import strategies as st

    from samverkan.testing.strategies._registered import STRATEGIES

    for kind, make in STRATEGIES.items():
        st.register_type_strategy(kind, make())
