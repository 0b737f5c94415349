"""Train the models of characters that ship with "Text generation".

    OMP_NUM_THREADS=1 python -m tools.build_char_lm train shakespeare --minutes 60 --folder FOLDER
    OMP_NUM_THREADS=1 python -m tools.build_char_lm ship --folder FOLDER    # the best weights -> assets, with the card

``train`` can be stopped and started again with the same command: every few
minutes it saves where it is, and the weights with the lowest loss on the
held-out tenth.  The learning rate follows a half cosine over the minutes of
processor time that were asked for, so other work on the machine costs nothing
but patience.  What is looked at and kept is a running mean of the weights.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from dnnlab.data.texts import Vocabulary, read, split
from dnnlab.rnn.text.brain import FOLDER, SHIPPED, load
from dnnlab.rnn.text.corpus import BEST_COUNTING, Corpus, corpus_of
from dnnlab.rnn.text.net.experiment import whole_loss
from dnnlab.rnn.text.net.inside import model_of


@dataclass(frozen=True)
class Plan:
    """What one shipped model is, and how it is trained."""

    text: str
    cell: str
    hidden: int
    embedding: int = 64
    dropout: float = 0.1
    rate: float = 3e-3
    batch: int = 32
    length: int = 64
    clip: float = 1.0
    seed: int = 0


PLANS = {
    "shakespeare": Plan("Shakespeare", "LSTM", 384, dropout=0.2),
    "cervantes": Plan("Cervantes", "LSTM", 384, dropout=0.35),
    "shakespeare_rnn": Plan("Shakespeare", "RNN", 128, dropout=0.0, rate=2e-3),
    "shakespeare_gru": Plan("Shakespeare", "GRU", 128, dropout=0.0, rate=4e-3),
}
KINDS = {"LSTM": "LSTM", "RNN": "RNN", "GRU": "GRU, reset after"}
"""torch's cell -> the lesson's name of the same one."""
CARD = """# Models of characters

Recurrent networks that write, each one layer of `dnnlab.rnn.text.net.model.CharModel`, in half precision. The file's
metadata hold the cell, the text and the characters that it knows, in the order of their codes.

- **Data**: `assets/data/texts`; trained on the first 90 % of the characters, measured on the last 10 %.
- **Loss**: nats a character over the whole held-out part, from its first character on, state carried along, by the
  weights as they ship (`dnnlab.rnn.text.net.experiment.whole_loss`). Beside it the best n-gram model of any order
  (Witten and Bell; its order in brackets), all of the training part counted.
- **How they were made**: `python -m tools.build_char_lm train NAME --minutes M --folder FOLDER` for each, with one
  thread of torch {torch} on a shared machine; then `python -m tools.build_char_lm ship --folder FOLDER`. Adam
  (betas 0.9, 0.99), 32 places in the text, 64 characters a step, gradients clipped at 1, the learning rate up over 200
  steps and down on a half cosine to 1 % over M minutes of processor time. The weights are a running mean (0.999 a
  step); those with the lowest loss on a part of the held-out text were kept, so that text has chosen the step, and
  nothing else.

- **The recorded run** that the lesson opens with: `recording.npz`, made by
  `python -m tools.record char-lm --frames 24 --spacing quadratic --steps 2500`.

| model | file | network | nats held out | n-gram (order) | rate | steps (epochs) | cpu time | bytes |
|---|---|---|---|---|---|---|---|---|
{rows}
"""
WARM_UP = 200
"""Steps over which the learning rate rises from 0."""
MEAN = 0.999
"""Share of the running mean of the weights that a step keeps."""
SAVE_EVERY = 120.0
"""Seconds of processor time between two looks at the held-out text."""
STREAMS = 16
"""Stretches into which the held-out text is cut for a quick look; the card's figure reads it in one piece."""
LOOK = 8_000
"""Characters of each stretch that a quick look reads, so that looking costs little beside training."""


class Kernel(nn.Module):
    """The same sums as the lesson's model, on torch's own kernel."""

    def __init__(self, plan: Plan, symbols: int) -> None:
        super().__init__()
        kind = {"LSTM": nn.LSTM, "GRU": nn.GRU, "RNN": nn.RNN}[plan.cell]
        self.embedding = nn.Embedding(symbols, plan.embedding)
        self.stack = kind(plan.embedding, plan.hidden)
        self.output = nn.Linear(plan.hidden, symbols)
        with torch.no_grad():
            self.stack.bias_ih_l0.zero_()
            self.stack.bias_hh_l0.zero_()
            for block in self.stack.weight_hh_l0.split(plan.hidden):
                nn.init.orthogonal_(block)
            if plan.cell == "LSTM":
                self.stack.bias_ih_l0[plan.hidden : 2 * plan.hidden] = 1.0  # the forget gate begins open
        self.stack.bias_hh_l0.requires_grad_(False)  # one bias a gate
        self.dropout = plan.dropout

    def forward(self, codes: Tensor, state: object) -> tuple[Tensor, object]:
        """Codes (T, N) -> logits (T, N, symbols) and the state after the last."""
        h, state = self.stack(self.embedding(codes), state)
        return self.output(F.dropout(h, self.dropout, self.training)), state


def detached(state: object) -> object:
    """The state without its history."""
    return tuple(each.detach() for each in state) if isinstance(state, tuple) else state.detach()  # type: ignore[attr-defined]


def streams(codes: np.ndarray, count: int) -> Tensor:
    """Cut a text into ``count`` stretches, side by side: (T, count)."""
    length = len(codes) // count
    return torch.from_numpy(codes[: length * count].astype(np.int64)).view(count, length).t().contiguous()


@torch.inference_mode()
def loss(model: nn.Module, codes: np.ndarray, count: int = STREAMS, piece: int = 256) -> float:
    """Nats a character, state carried along each stretch."""
    model.eval()
    text, state, total, seen = streams(codes, count)[:LOOK], None, 0.0, 0
    for start in range(0, len(text) - 1, piece):
        target = text[start + 1 : start + 1 + piece]
        logits, state = model(text[start : start + len(target)], state)
        total += float(F.cross_entropy(logits.flatten(0, 1), target.flatten(), reduction="sum"))
        seen += target.numel()
    model.train()
    return total / seen


def save(path: Path, content: object) -> None:
    """Whole or not at all."""
    part = path.with_suffix(".part")
    torch.save(content, part)
    os.replace(part, path)


def train(name: str, plan: Plan, minutes: float, folder: Path) -> None:
    """Train until the minutes are over; go on from a checkpoint where there is one."""
    folder.mkdir(parents=True, exist_ok=True)
    training, held_out = split(read(plan.text))
    vocabulary = Vocabulary.of(training)
    codes, check = vocabulary.encode(training), vocabulary.encode(held_out)
    check = check[check >= 0]
    torch.manual_seed(plan.seed)
    model = Kernel(plan, len(vocabulary))
    learnt = [each for each in model.parameters() if each.requires_grad]
    optimizer = torch.optim.Adam(learnt, lr=plan.rate, betas=(0.9, 0.99), fused=True)
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(MEAN))
    step, cpu, best, state, at = 0, 0.0, math.inf, None, 0
    checkpoint = folder / f"{name}.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        torch.set_rng_state(saved["rng"])
        mean.load_state_dict(saved["mean"])
        step, cpu, best, state, at = (saved[key] for key in ("step", "cpu", "best", "state", "at"))
        print(f"{name}: goes on at step {step:,}, best {best:.4f}", flush=True)
    text = streams(codes, plan.batch)
    began, looked, recent = time.thread_time() - cpu, cpu, 0.0
    over = False
    while not over:
        progress = min(cpu / (60 * minutes), 1.0)
        rate = plan.rate * min((step + 1) / WARM_UP, 1.0) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * progress)))
        for group in optimizer.param_groups:
            group["lr"] = rate
        if at + plan.length + 1 > len(text):  # an epoch is over: begin at another place, so that pieces differ
            at, state = int(torch.randint(plan.length, ())), None
        piece = text[at : at + plan.length + 1]
        at += plan.length
        logits, state = model(piece[:-1], state)
        state = detached(state)
        cost = F.cross_entropy(logits.flatten(0, 1), piece[1:].flatten())
        optimizer.zero_grad()
        cost.backward()
        nn.utils.clip_grad_norm_(learnt, plan.clip)
        optimizer.step()
        mean.update_parameters(model)
        step += 1
        recent += 0.01 * (cost.item() - recent) if recent else cost.item()
        cpu = time.thread_time() - began
        over = cpu >= 60 * minutes
        if over or cpu - looked > SAVE_EVERY:
            now = loss(mean.module, check)
            seen = step * plan.batch * plan.length
            print(
                f"{name}: {cpu / 60:.1f} min, step {step:,}, {seen:,} characters, {seen / len(codes):.2f} epochs, "
                f"rate {rate:.2g}, training {recent:.4f}, held out {now:.4f}",
                flush=True,
            )
            if now < best:
                best = now
                facts = {"step": step, "characters": seen, "cpu": cpu, "loss": now}
                save(
                    folder / f"{name}.best.pt",
                    {"model": mean.module.state_dict(), "plan": json.dumps(asdict(plan)), "facts": facts},
                )
            looked = cpu
            save(
                checkpoint,
                {
                    "model": model.state_dict(),
                    "mean": mean.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "rng": torch.get_rng_state(),
                    "step": step,
                    "cpu": cpu,
                    "best": best,
                    "state": state,
                    "at": at,
                },
            )


def converted(saved: Mapping[str, Tensor], plan: Plan) -> dict[str, Tensor]:
    """The kernel's weights under the names of the lesson's model, in half precision."""
    turned = {
        name: saved[f"stack.{theirs}"]
        for name, theirs in (("w_x", "weight_ih_l0"), ("w_h", "weight_hh_l0"), ("b", "bias_ih_l0"))
    }
    if plan.cell == "GRU":  # its z says what stays, ours what is new
        for each in turned.values():
            each[plan.hidden : 2 * plan.hidden] *= -1
    names = {f"stack.cells.0.{name}": each for name, each in turned.items()}
    names |= {
        "embedding": saved["embedding.weight"],
        "output.weight": saved["output.weight"],
        "output.bias": saved["output.bias"],
    }
    return {name: each.to(torch.float16).contiguous() for name, each in names.items()}


def ship(folder: Path) -> None:
    """Write the best weights of every model that has been trained into assets, and the card with their figures."""
    rows = []
    FOLDER.mkdir(parents=True, exist_ok=True)
    card = FOLDER / "card.md"
    before = card.read_text(encoding="utf-8").splitlines() if card.exists() else []
    for title, name in SHIPPED.items():
        file = folder / f"{name}.best.pt"
        if not file.exists():
            rows += [line for line in before if f"`{name}.safetensors`" in line]
            print(f"{name}: stays as it is", flush=True)
            continue
        saved = torch.load(file, weights_only=True)
        plan, facts = Plan(**json.loads(saved["plan"])), saved["facts"]
        corpus = corpus_of(plan.text, 10)
        metadata = {
            "cell": KINDS[plan.cell],
            "text": plan.text,
            "held_out": "10",
            "vocabulary": json.dumps(corpus.vocabulary.characters),
        }
        target = FOLDER / f"{name}.safetensors"
        save_file(converted(saved["model"], plan), target, metadata)
        target.chmod(0o644)  # save_file lets only the owner read it
        shipped_model = model_of(load(name))
        *_, (lost, seen) = whole_loss(shipped_model, corpus.training, corpus.held_out)
        rows.append(row(title, name, plan, facts, lost / seen, corpus))
        print(rows[-1], flush=True)
    card.write_text(CARD.format(rows="\n".join(rows), torch=torch.__version__), encoding="utf-8")


def row(title: str, name: str, plan: Plan, facts: Mapping[str, float], nats: float, corpus: Corpus) -> str:
    """What the card says of one model."""
    order, counting = BEST_COUNTING[plan.text]
    size = (FOLDER / f"{name}.safetensors").stat().st_size
    epochs = facts["characters"] / len(corpus.training)
    return (
        f"| {title} | `{name}.safetensors` | {KINDS[plan.cell]}, {plan.hidden} units, embedding {plan.embedding} "
        f"| {nats:.4f} | {counting:.4f} ({order}) | {plan.rate:g}, dropout {plan.dropout:g} "
        f"| {facts['step']:,} ({epochs:.1f}) | {facts['cpu'] / 60:.0f} min | {size:,} |"
    )


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Train the models of characters that ship.")
    parser.add_argument("what", choices=("train", "ship"))
    parser.add_argument("name", nargs="?", choices=PLANS, help="which one to train")
    parser.add_argument("--minutes", type=float, default=60.0, help="of processor time in all, earlier starts included")
    parser.add_argument("--folder", type=Path, required=True, help="checkpoints")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if arguments.what == "ship":
        ship(arguments.folder)
    elif arguments.name is None:
        parser.error("which one is to be trained?")
    else:
        train(arguments.name, PLANS[arguments.name], arguments.minutes, arguments.folder)


if __name__ == "__main__":
    main()
