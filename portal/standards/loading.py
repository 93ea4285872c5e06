"""Standards from their files: `<folder>/<type>/<version>.yaml` beside what all of them share."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.core.content import YamlFile, read_yaml
from portal.standards.checks import problems
from portal.standards.content import Content, build, canonical, content_hash
from portal.standards.rules import version_key
from portal.standards.types import Standard

_FORMAT = "wufei-standard/1"


@dataclass(frozen=True)
class Loaded:
    """A standard read from its file and found in order."""

    standard: Standard
    canonical: bytes
    hash: str
    position: int


@dataclass(frozen=True)
class Shared:
    """Documents, kinds of evidence and the order of types, which all standards share."""

    sources: Mapping[str, Any]
    evidence: Mapping[str, Any]
    types: YamlFile
    schema: Path


def load_shared(folder: Path) -> Shared:
    """Read what the standards share; raises WrongFile."""
    schemas = folder / "schemas"
    return Shared(
        sources=_checked(folder / "sources.yaml", schemas / "sources.json").data,
        evidence=_checked(folder / "evidence.yaml", schemas / "evidence.json").data,
        types=_checked(folder / "types.yaml", schemas / "types.json"),
        schema=schemas / "standard.json",
    )


def load_all(folder: Path) -> list[Loaded]:
    """Every version of every listed type, in the listed order; raises WrongFile at the first wrong file."""
    shared = load_shared(folder)
    codes: list[str] = shared.types.data["types"]
    shared.types.refuse(
        (("types", at), f"there is no file in {folder / code}")
        for at, code in enumerate(codes)
        if not any((folder / code).glob("*.yaml"))
    )
    return [
        load_standard(path, shared, position)
        for position, code in enumerate(codes)
        for path in sorted((folder / code).glob("*.yaml"), key=_age)
    ]


def load_standard(path: Path, shared: Shared, position: int = 0) -> Loaded:
    """Read and check one version; raises WrongFile with file, line and reason."""
    file = _checked(path, shared.schema)
    known = {"sources": shared.sources, "evidence": shared.evidence}
    file.refuse(problems(file.data, code=path.parent.name, version=path.stem, known=known))
    content = _complete(file.data, shared)
    written = canonical(content)
    return Loaded(build(content), written, content_hash(written), position)


def _age(path: Path) -> tuple[int, ...]:
    try:
        return version_key(path.stem)
    except ValueError:
        return (0,)


def _checked(path: Path, schema: Path) -> YamlFile:
    file = read_yaml(path)
    file.validate(schema)
    return file


def _complete(data: Content, shared: Shared) -> Content:
    """Content that stands alone: with the documents and kinds of evidence that it names, and no others."""
    indicators = [one for dimension in data["dimensions"] for one in dimension["indicators"]]
    named = {code for one in [data, *data["prerequisites"], *indicators] for code in one["sources"]}
    evidence = {code for one in indicators for code in one["evidence"]}
    return {
        **data,
        "format": _FORMAT,
        "documents": {code: shared.sources[code] for code in sorted(named)},
        "evidence_kinds": {code: shared.evidence[code] for code in sorted(evidence)},
    }
