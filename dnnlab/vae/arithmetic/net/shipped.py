"""The shipped networks of faces: a VAE, and the judge of its pictures.  Card: ``assets/vae/arithmetic/card.md``."""

from __future__ import annotations

import torch
from safetensors.torch import load_file

from dnnlab.data.faces import SIZE
from dnnlab.once import once
from dnnlab.paths import ASSETS
from dnnlab.vae.arithmetic.net.judge import Judge
from dnnlab.vae.arithmetic.net.model import FaceVAE

FOLDER = ASSETS / "vae" / "arithmetic"
VAE, JUDGE = FOLDER / "vae.safetensors", FOLDER / "judge.safetensors"
CHANNELS, CODE = (16, 32, 64, 64), 32
"""Of the shipped VAE; see tools/build_face_vae.py."""


@once
def vae() -> FaceVAE:
    """The VAE of 64 x 64 faces, in evaluation mode."""
    model = FaceVAE(SIZE, CHANNELS, CODE, torch.Generator())
    model.load_state_dict(load_file(VAE))
    return model.eval()


@once
def judge() -> Judge:
    """What reads the attributes off a face, in evaluation mode."""
    model = Judge(torch.Generator())
    model.load_state_dict(load_file(JUDGE))
    return model.eval()
