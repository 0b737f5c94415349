"""The rules of the house, held by reading every file (README.md says why they are there).

The pages' process never imports torch, only ``dnnlab/ui`` knows Streamlit,
and the arrows between the parts go one way.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "dnnlab"
HOUSE = {"live", "data", "plots", "ui", "nn", "doctor"}
"""Folders of dnnlab that know no topic; every other folder is one."""
TRAINER = {"account", "worker", "engine", "run", "pair", "publishing", "checkpoints", "questions", "cli"}
"""Modules of dnnlab/live that run in a trainer, or in a process of their own."""
PERCENTAGE = re.compile(r"(?:^|:),?\.\d+~?%")
"""The format of a percentage with so many decimals, by itself or behind a colon."""
ASIDE = {"dnnlab.live.links"}
"""Knows the engine, for a trainer in this very process (tests, notebooks): imported when that is asked for."""


def python_files(*places: Path) -> list[Path]:
    """Every module in these folders; a place that is a file stands for itself."""
    found = [file for place in places for file in ([place] if place.is_file() else sorted(place.rglob("*.py")))]
    return [file for file in found if "__pycache__" not in file.parts]


def dotted(file: Path) -> str:
    """The name by which a file is imported: dnnlab/cnn/lenet/knobs.py -> dnnlab.cnn.lenet.knobs."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(file: Path) -> ast.Module:
    """The parsed source of a file."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def imports(file: Path) -> Iterator[str]:
    """What a file imports anywhere, in functions too: ``from a.b import c`` gives a.b and a.b.c."""
    package = dotted(file).split(".") if file.name == "__init__.py" else dotted(file).split(".")[:-1]
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def importing(files: list[Path], *modules: str) -> list[str]:
    """The files that import one of these modules or something inside it, as "file: module"."""
    return sorted(
        {
            f"{file.relative_to(ROOT)}: {name}"
            for file in files
            for name in imports(file)
            if any(name == module or name.startswith(f"{module}.") for module in modules)
        }
    )


def topics() -> list[str]:
    """The folders of dnnlab that hold a topic."""
    return sorted(
        folder.name
        for folder in PACKAGE.iterdir()
        if folder.is_dir() and folder.name not in HOUSE and (folder / "__init__.py").exists()
    )


def page_files() -> list[Path]:
    """What Streamlit runs: the app and its pages."""
    return python_files(*filter(Path.exists, [ROOT / "streamlit_app.py", ROOT / "pages"]))


def with_torch(name: str) -> bool:
    """Whether torch may be imported in a module of this name: nets, what they share, and the trainer's own."""
    house, *rest = name.split(".")[1:] or [""]
    return "net" in rest or house == "nn" or (house == "live" and rest != [] and rest[0] in TRAINER)


def light_files() -> list[Path]:
    """Modules of dnnlab that the pages' process may import: all the others."""
    return [file for file in python_files(PACKAGE) if not with_torch(dotted(file))]


@pytest.fixture(autouse=True)
def files_are_there() -> None:
    """A rule about no files at all would hold nothing."""
    assert len(python_files(PACKAGE)) >= 10
    assert topics()
    assert page_files()
    assert len(light_files()) >= 50
    assert len(python_files(PACKAGE)) - len(light_files()) >= 20


def test_only_ui_imports_streamlit() -> None:
    """Without the pages dnnlab works from a notebook or the command line."""
    outside = [file for file in python_files(PACKAGE) if not file.is_relative_to(PACKAGE / "ui")]
    assert importing(outside, "streamlit") == []


def test_torch_stays_in_its_rooms() -> None:
    """torch is imported in ``net/``, in dnnlab/nn and in the trainer's own files, and these only from there."""
    outside = page_files() + [file for file in light_files() if dotted(file) not in ASIDE]
    heavy = {name for file in python_files(PACKAGE) if with_torch(name := dotted(file)) and name != "dnnlab.live.cli"}
    assert importing(outside, "torch", "safetensors.torch", *sorted(heavy)) == []


def test_pages_load_no_torch() -> None:
    """Nothing that a page imports brings torch along, at whatever distance."""
    modules = {dotted(file) for file in light_files() if file.name != "__main__.py"}
    for page in page_files():
        modules |= {name for name in imports(page) if is_module(name)}
    watch = "\n".join(
        [
            "import importlib, sys",
            "for name in sys.argv[1:]:",
            "    importlib.import_module(name)",
            "    if 'torch' in sys.modules: sys.exit(f'{name} imports torch')",
            "print(len(sys.argv) - 1)",
        ]
    )
    done = subprocess.run([sys.executable, "-c", watch, *sorted(modules)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == str(len(modules))


def is_module(name: str) -> bool:
    """Whether a dotted name is a module or package of this repository, not a name inside one."""
    path = ROOT.joinpath(*name.split("."))
    return name.startswith(("dnnlab", "pages")) and (path.with_suffix(".py").is_file() or path.is_dir())


def raw_percentages(code: ast.AST) -> Iterator[int]:
    """Lines that round a share by themselves: ``f"{share:.0%}"``, and for the browser ``"%{y:.1%}"`` and ``".0%"``."""
    for node in ast.walk(code):
        if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            last = node.format_spec.values[-1:]
            found = any(isinstance(part, ast.Constant) and str(part.value).endswith("%") for part in last)
        else:
            found = isinstance(node, ast.Constant) and isinstance(node.value, str) and PERCENTAGE.search(node.value)
        if found:
            yield node.lineno


def test_shares_are_written_in_one_way() -> None:
    """``dnnlab/plots/written.py`` says with how many digits: 0.12 % is not 0 %, and 99.97 % not 100 %."""
    files = page_files() + python_files(PACKAGE)
    assert [f"{file.relative_to(ROOT)}:{line}" for file in files for line in raw_percentages(tree(file))] == []


@pytest.mark.parametrize(
    ("code", "raw"),
    [
        ('f"{share:.0%}"', True), ('f"{share:%}"', True), ('f"{share:{width}.1%}"', True), ('"%{y:.2%} wrong"', True),
        ('{"tickformat": ".0%"}', True), ('f"{name} %{{y:.1%}}"', True), ('"{:,.1%}".format(share)', True),
        ('"about 12.5 % of them"', False), ('"a {width:12.5%} b"', False), ('f"{share:.2f}"', False),
        ('"border-radius:50%"', False), ('f"{written(share, percent=True)}"', False), ('f"{share}%"', False),
    ],
)  # fmt: skip
def test_what_rounds_a_share_by_itself_is_found(code: str, raw: bool) -> None:
    assert bool(list(raw_percentages(ast.parse(code)))) == raw


@pytest.mark.parametrize("topic", topics())
def test_topic_keeps_to_itself(topic: str) -> None:
    """A topic may use another's models, never its experiments, and never the pages' side."""
    experiments = [
        name
        for file in python_files(PACKAGE)
        if (name := dotted(file)).endswith(".net.experiment") and not name.startswith(f"dnnlab.{topic}.")
    ]
    assert experiments
    assert importing(python_files(PACKAGE / topic), "dnnlab.ui", "pages", "streamlit_app", *experiments) == []


@pytest.mark.parametrize("part", sorted(part for part in HOUSE if (PACKAGE / part).is_dir()))
def test_house_knows_no_topic(part: str) -> None:
    """The engine, the data, the plots and the interface serve every topic and import none."""
    files = python_files(PACKAGE / part)
    assert files
    forbidden = [f"dnnlab.{topic}" for topic in topics()] + ["pages", "streamlit_app"]
    assert importing(files, *forbidden) == []


@pytest.mark.parametrize("part", sorted(part for part in HOUSE - {"ui"} if (PACKAGE / part).is_dir()))
def test_lower_parts_import_no_ui(part: str) -> None:
    """Arrows go one way."""
    assert importing(python_files(PACKAGE / part), "dnnlab.ui") == []


def import_circles(names: set[str], arrows: dict[str, set[str]]) -> list[str]:
    """The modules that lead back to themselves."""

    def reached(name: str) -> set[str]:
        seen: set[str] = set()
        todo = [*arrows[name]]
        while todo:
            if (each := todo.pop()) not in seen:
                seen.add(each)
                todo += arrows[each]
        return seen

    return sorted(name for name in names if name in reached(name))


def test_imports_go_in_no_circle() -> None:
    """No module needs itself, at whatever distance, also when only a type checker looks."""
    files = {dotted(file): file for file in [*python_files(PACKAGE), *python_files(ROOT / "pages")]}
    arrows = {name: {each for each in imports(file) if each in files} for name, file in files.items()}
    packages = {name for name, file in files.items() if file.name == "__init__.py"}
    assert import_circles(set(files) - packages, arrows) == []


def test_no_file_repeats_its_folder() -> None:
    """cnn/lenet/knobs.py, not cnn/lenet/lenet_knobs.py."""
    files = [*python_files(PACKAGE), *python_files(ROOT / "pages")]
    assert [str(file) for file in files if file.stem.startswith(file.parent.name)] == []


def test_packages_are_empty() -> None:
    """Importing dnnlab.cnn.lenet.knobs runs dnnlab/cnn/__init__.py: it must bring nothing along."""
    packages = [file for file in python_files(PACKAGE) if file.name == "__init__.py"]
    assert packages
    full = [
        str(file.relative_to(ROOT)) for file in packages if len(tree(file).body) > bool(ast.get_docstring(tree(file)))
    ]
    assert full == []
    folders = {file.parent for file in python_files(PACKAGE)}
    assert folders == {file.parent for file in packages}


def test_nothing_is_unpickled() -> None:
    """A file that a learner brings can run no code: no pickle, torch.load reads weights only."""
    found = [
        f"{file.relative_to(ROOT)}:{call.lineno} {ast.unparse(call.func)}"
        for file in python_files(PACKAGE) + page_files()
        for call in ast.walk(tree(file))
        if isinstance(call, ast.Call) and unpickles(call)
    ]
    assert found == []


def unpickles(call: ast.Call) -> bool:
    """Whether a call reads pickled objects (or could)."""
    function = ast.unparse(call.func)
    given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
    if function == "torch.load":
        return given.get("weights_only") != "True"
    if function in ("np.load", "numpy.load"):
        return given.get("allow_pickle", "False") != "False"
    return bool(re.fullmatch(r"((c?pickle|dill|joblib|shelve)\.(load|loads|open)|(pickle\.)?Unpickler)", function))


@pytest.mark.parametrize(
    ("call", "bad"),
    [
        ("torch.load(file)", True),
        ("torch.load(file, weights_only=False)", True),
        ("torch.load(file, weights_only=True)", False),
        ("np.load(file, allow_pickle=True)", True),
        ("np.load(file)", False),
        ("pickle.loads(data)", True),
        ("json.loads(data)", False),
    ],
)
def test_unpickling_is_recognised(call: str, bad: bool) -> None:
    """The rule above sees what it is meant to see."""
    expression = ast.parse(call, mode="eval").body
    assert isinstance(expression, ast.Call)
    assert unpickles(expression) is bad


@pytest.mark.parametrize(("what", "limit"), [("module", 330), ("page", 170)])
def test_files_are_short(what: str, limit: int) -> None:
    """A longer file is two things."""
    files = python_files(PACKAGE) if what == "module" else page_files()
    lengths = {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    assert {name: lines for name, lines in lengths.items() if lines > limit} == {}


TEXTS = {".py", ".js", ".css", ".html", ".md", ".toml", ".txt", ".json", ".yml", ".yaml", ".sh", ""}
SKIPPED = {".git", ".venv", "static", "build", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache"}
FOREIGN = [
    r"pypi\.(org|python)|pythonhosted|npmjs\.(org|com)|--(extra-)?index-url|--find-links",  # whose registry
    r"(?<![\w.:/})\]-])/(home|root|opt|srv|mnt|work|Users)/",  # whose machine
]
"""What no file of the project may contain: pip and npm know where they fetch, and paths start here."""
FOREIGN_IN_TEXT = r"(?<![\w.:/])/tmp/"
"""Not in the documents: a reader's temporary folder is elsewhere."""


def text_files() -> list[Path]:
    """All that people read, this file left out since it spells what it forbids."""
    found = (file for file in ROOT.rglob("*") if not SKIPPED & set(file.relative_to(ROOT).parts))
    return sorted(file for file in found if file.is_file() and file.suffix in TEXTS and file != Path(__file__))


def test_files_name_no_machine_and_no_registry() -> None:
    """The project speaks of itself alone."""
    files = text_files()
    assert {"README.md", "Makefile", "requirements.txt"} <= {file.name for file in files}
    found = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        rules = FOREIGN + [FOREIGN_IN_TEXT] * (file.suffix == ".md")
        found += [f"{file.relative_to(ROOT)}: {match[0]}" for rule in rules for match in re.finditer(rule, text)]
    assert found == []
