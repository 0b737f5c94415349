"""What is made once is made once, and a failure is tried again."""

import threading

import pytest

from dnnlab.once import once, once_each


def test_many_threads_at_once_get_the_same_one() -> None:
    calls = []
    together = threading.Barrier(8)

    @once
    def make() -> list[int]:
        calls.append(threading.get_ident())
        threading.Event().wait(0.05)  # long enough for the others to ask
        return [1]

    found = []

    def ask() -> None:
        together.wait(30)
        found.append(make())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(calls) == 1
    assert len(found) == 8
    assert all(each is found[0] for each in found)


def test_a_failure_is_not_remembered() -> None:
    attempts = []

    @once
    def make() -> str:
        attempts.append(None)
        if len(attempts) == 1:
            raise OSError("not yet")
        return "made"

    with pytest.raises(OSError, match="not yet"):
        make()
    assert make() == make() == "made"
    assert len(attempts) == 2


def test_it_keeps_its_name_and_words() -> None:
    @once
    def answer() -> int:
        """The answer."""
        return 42

    assert answer.__name__ == "answer"
    assert answer.__doc__ == "The answer."


def test_each_argument_has_one_of_its_own() -> None:
    calls = []
    together = threading.Barrier(8)

    @once_each
    def make(name: str) -> list[str]:
        calls.append(name)
        threading.Event().wait(0.05)
        return [name]

    found = []

    def ask(name: str) -> None:
        together.wait(30)
        found.append(make(name))

    threads = [threading.Thread(target=ask, args=("ab"[i % 2],)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(calls) == ["a", "b"]
    assert {(each[0], id(each)) for each in found} == {("a", id(make("a"))), ("b", id(make("b")))}
    assert make.__name__ == "make"
