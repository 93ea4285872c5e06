"""A state machine is a table. This module reads it; the features hold it.

The same table decides the action, the buttons on the page, the exhaustive test and the diagram in docs/.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l

BACK = "back"
"""As a target: the state in which the thing was before it came into the present one."""

START = None
"""As a source: the thing does not exist yet."""


@dataclass(frozen=True)
class Transition:
    """One line of the table. `who` are role or relation names; `needs` names what must be given."""

    action: str
    sources: frozenset[str | None]
    target: str
    who: tuple[str, ...]
    needs: tuple[str, ...] = ()


def step(
    action: str, sources: str | Iterable[str] | None, target: str, who: str | tuple[str, ...], *needs: str
) -> Transition:
    """Write a line of a table shortly: `step("accept", "received", "accepted", "dispatcher")`."""
    several: frozenset[str | None]
    several = frozenset([sources]) if sources is None or isinstance(sources, str) else frozenset(sources)
    return Transition(action, several, target, (who,) if isinstance(who, str) else who, needs)


@dataclass(frozen=True)
class Workflow:
    """A named table of transitions over the states of one enum.

    `terminal` are states that nothing need follow; `waiting` are states that wait for something outside
    (a lead report, a result) and so may also have no way on of their own.
    """

    name: str
    states: type[StrEnum]
    table: tuple[Transition, ...]
    terminal: frozenset[str]
    waiting: frozenset[str] = frozenset()
    _index: dict[tuple[str | None, str], Transition] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[tuple[str | None, str], Transition] = {}
        known = {state.value for state in self.states}
        for line in self.table:
            if line.target != BACK and line.target not in known:
                raise ValueError(f"{self.name}: {line.action} leads to unknown state {line.target}")
            for source in line.sources:
                if source is not None and source not in known:
                    raise ValueError(f"{self.name}: {line.action} starts from unknown state {source}")
                if (source, line.action) in index:
                    raise ValueError(f"{self.name}: {line.action} from {source} stands twice")
                index[source, line.action] = line
        object.__setattr__(self, "_index", index)

    @property
    def actions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.action for line in self.table))

    def allows(self, state: str | None, action: str) -> bool:
        return (_plain(state), action) in self._index

    def transition(self, state: str | None, action: str) -> Transition:
        """The line for `action` from `state`; raises Conflict where the table has none."""
        line = self._index.get((_plain(state), action))
        if line is None:
            raise Conflict(
                _l("This step is no longer possible. Open the page again to see what can be done.")
            )
        return line

    def next_state(self, state: str | None, action: str, before: str | None = None) -> str:
        """The state that follows. `before` is the earlier state, needed where the target is BACK."""
        target = self.transition(state, action).target
        if target != BACK:
            return target
        if before is None:
            raise ValueError(f"{self.name}: {action} goes back, so the state before must be given")
        return before

    def actions_from(self, state: str | None) -> tuple[str, ...]:
        plain = _plain(state)
        return tuple(a for a in self.actions if (plain, a) in self._index)

    def targets(self, state: str) -> frozenset[str]:
        """The states one step away. BACK stands for every state from which this one is entered."""
        plain = _plain(state)
        lines = [line for (source, _), line in self._index.items() if source == plain]
        found = {line.target for line in lines if line.target != BACK}
        if any(line.target == BACK for line in lines):
            found |= {s for line in self.table if line.target == plain for s in line.sources if s is not None}
        return frozenset(found)

    def reachable(self) -> frozenset[str]:
        seen: set[str] = set()
        todo = [line.target for (source, _), line in self._index.items() if source is None]
        while todo:
            state = todo.pop()
            if state not in seen:
                seen.add(state)
                todo.extend(self.targets(state))
        return frozenset(seen)

    def dead_states(self) -> frozenset[str]:
        """States that are neither terminal nor waiting and yet lead nowhere. Must be empty."""
        return frozenset(
            s.value
            for s in self.states
            if s.value not in self.terminal | self.waiting and not self.targets(s.value) - {s.value}
        )

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2"]
        for line in self.table:
            for source in sorted(line.sources, key=lambda s: s or ""):
                start = source or "[*]"
                ends = [line.target]
                if line.target == BACK and source is not None:
                    entered = (t for t in self.table if t.target == source)
                    ends = sorted({s for t in entered for s in t.sources if s is not None})
                lines += [f"    {start} --> {end}: {line.action}" for end in ends]
        lines += [f"    {state} --> [*]" for state in sorted(self.terminal)]
        return "\n".join(lines) + "\n"


def _plain(state: str | None) -> str | None:
    return state.value if isinstance(state, StrEnum) else state
