"""Build assets/vae/model/digits-20.safetensors: a variational autoencoder of 20 numbers on binarised MNIST.

    OMP_NUM_THREADS=1 python -m tools.build_vae train      # 784-500-300-20, about 4 minutes of processor time
    OMP_NUM_THREADS=1 python -m tools.build_vae recordings # the further runs that the lesson shows, 3 minutes
    OMP_NUM_THREADS=1 python -m tools.build_vae measure    # its figures on the 10,000 test digits, a few minutes

It learns from the 60,000 official training digits, binarised afresh at each step.
The length was chosen by the training ELBO; the test digits, binarised once with
seed 0, are measured at the end, from the file that ships.  ``train`` keeps a
checkpoint and goes on from there when it is started again.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file

from dnnlab.catalogue import CATALOGUE
from dnnlab.data import mnist
from dnnlab.nn.optimizers import OPTIMIZERS, retune
from dnnlab.nn.randomness import Batches, Streams
from dnnlab.vae.model.net.shipped import FILE, as_input, made, shipped
from dnnlab.vae.model.recordings import FURTHER
from dnnlab.vae.net.elbo import Terms, importance_sampled, log_p, terms
from dnnlab.vae.net.gaussian import kl_per_dimension, reparametrised
from dnnlab.vae.net.likelihood import binarised
from dnnlab.vae.net.model import VAE
from tools.record import record, save_small

EPOCHS, BATCH, SEED = 80, 200, 0
LEARNING_RATE, WARM_UP = 1e-3, 10
"""Of Adam, falling along a cosine to 0; epochs over which beta rises from 0 to 1."""
SAMPLES = 500
"""Codes a digit for the importance-sampled log p(x)."""
FRAMES = 12
"""Views of a further recording."""
SAVED_EVERY = 3_000
CHECKPOINT = FILE.with_suffix(".checkpoint")
RESULTS = FILE.with_suffix(".json")


def digits() -> NDArray[np.uint8]:
    """All 60,000 training digits, (60000, 28, 28)."""
    return np.concatenate([mnist.training().images, mnist.validation().images])


def step_terms(model: VAE, x: torch.Tensor, noise: torch.Tensor) -> Terms:
    """As :func:`dnnlab.vae.net.elbo.terms`, with the products of matrices in bfloat16 and all else in single."""
    with torch.autocast("cpu", torch.bfloat16):
        mean, log_variance = model.encode(x)
    mean, log_variance = mean.float(), log_variance.float()
    z = reparametrised(mean, log_variance, noise)
    with torch.autocast("cpu", torch.bfloat16):
        raw = model.raw(z)
    reconstruction = model.likelihood.log_prob(raw.float(), x).mean(0)
    return Terms(reconstruction, kl_per_dimension(mean, log_variance), mean, log_variance)


def train() -> None:
    """Adam on the ELBO, from the checkpoint where there is one; at the end saves the weights in half precision."""
    streams = Streams(SEED, "network", "order", "pixels", "codes")
    model = made(streams["network"])
    optimizer = OPTIMIZERS["Adam"](model.parameters(), lr=LEARNING_RATE)
    rows = digits()
    batches = Batches(len(rows), BATCH, streams["order"])
    parts: dict[str, Any] = {"model": model, "optimizer": optimizer, "streams": streams, "batches": batches}
    first, spent, steps = 0, 0.0, batches.steps(EPOCHS)
    if CHECKPOINT.exists():
        saved = torch.load(CHECKPOINT, weights_only=True)
        first, spent = saved["step"], saved["spent"]
        for name, part in parts.items():
            part.load_state_dict(saved[name])
    began = time.thread_time() - spent
    for step in range(first, steps):
        retune(optimizer, lr=LEARNING_RATE * 0.5 * (1 + math.cos(math.pi * step / steps)))
        x = torch.from_numpy(rows[batches.next()].astype(np.float32) / 255).unsqueeze(1)  # (B, 1, 28, 28)
        x = binarised(x, streams["pixels"])
        found = step_terms(model, x, torch.randn((1, len(x), 20), generator=streams["codes"]))
        loss = found.loss(beta=min(1.0, batches.epochs(step) / WARM_UP))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        if (step + 1) % SAVED_EVERY == 0:
            spent = time.thread_time() - began
            state = {name: part.state_dict() for name, part in parts.items()}
            new = CHECKPOINT.with_suffix(".new")
            torch.save({"step": step + 1, "spent": spent, **state}, new)
            new.replace(CHECKPOINT)
            print(f"step {step + 1:,} of {steps:,}: ELBO {found.elbo.mean().item():.2f}, {spent:.0f} s", flush=True)
    save_file({name: each.detach().half().contiguous() for name, each in model.state_dict().items()}, FILE)
    FILE.chmod(0o644)  # save_file lets only the owner read it
    noted = {"epochs": EPOCHS, "seconds": round(time.thread_time() - began)}
    RESULTS.write_text(json.dumps(noted) + "\n", encoding="utf-8")


def measure(samples: int = SAMPLES) -> dict[str, Any]:
    """ELBO (10 codes a digit) and importance-sampled log p(x) of the test digits, from the file that ships."""
    model, images = shipped(), mnist.test().images
    x = as_input(images)
    generator = torch.Generator().manual_seed(SEED)
    elbo, kl, likelihood = [], [], []
    with torch.inference_mode():
        for start in range(0, len(x), 100):
            part = x[start : start + 100]
            found = terms(model, part, torch.randn((10, len(part), 20), generator=generator))
            elbo.append(found.elbo)
            kl.append(found.kl)
            likelihood.append(log_p(torch.cat(list(importance_sampled(model, part, samples, generator)))))
            if start % 1_000 == 0:
                print(f"{start:,} digits: {float(torch.cat(likelihood).mean()):.2f}", flush=True)
    each = torch.cat(kl).mean(0)
    return {
        "elbo": float(torch.cat(elbo).mean()), "kl": float(each.sum()), "active": int((each > 0.05).sum()),
        "log_p": float(torch.cat(likelihood).mean()), "samples": samples,
    }  # fmt: skip


def recordings() -> None:
    """The lesson's run with each of the further betas, and as a plain autoencoder."""
    for config, file in FURTHER.items():
        made_ = record(CATALOGUE, "vae", config, frames=FRAMES, spacing="quadratic")
        save_small(made_, file)
        print(f"{file.name}: {made_.final}", flush=True)


def main() -> None:
    """Read the command line; train, record, or measure and note the figures."""
    parser = argparse.ArgumentParser(description="Train and measure the variational autoencoder that ships.")
    parser.add_argument("what", choices=("train", "recordings", "measure"))
    what = parser.parse_args().what
    torch.set_num_threads(1)
    Path(FILE).parent.mkdir(parents=True, exist_ok=True)
    if what == "train":
        train()
    elif what == "recordings":
        recordings()
    else:
        noted = json.loads(RESULTS.read_text(encoding="utf-8"))
        RESULTS.write_text(json.dumps(noted | measure()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
