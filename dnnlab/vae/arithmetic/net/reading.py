"""Faces in and out of a network: bytes to floats and back, codes, groups, and what the judge reads."""

from __future__ import annotations

import numpy as np
import torch
from numpy.lib.recfunctions import structured_to_unstructured
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from dnnlab.data.faces import ATTRIBUTES, SIZE, Faces
from dnnlab.nn.modules import evaluating
from dnnlab.plots.sheets import Bytes
from dnnlab.vae.arithmetic import vectors
from dnnlab.vae.arithmetic.codes import Floats, plus
from dnnlab.vae.arithmetic.net.judge import Judge
from dnnlab.vae.arithmetic.net.model import FaceVAE, kl_by_dimension
from dnnlab.vae.arithmetic.views import Codes, Decoded, Score

PIECE = 250
"""Faces that go through a network at once."""


def as_floats(images: NDArray[np.uint8], size: int = SIZE) -> Tensor:
    """Bytes (B, H, W, 3) as floats (B, 3, size, size) in [0, 1]; smaller ones by averages of squares of pixels."""
    x = torch.from_numpy(np.array(images)).permute(0, 3, 1, 2).float() / 255
    return x if x.shape[-1] == size else F.adaptive_avg_pool2d(x, size)


def as_bytes(decoded: Tensor) -> Bytes:
    """(B, 3, H, W) floats as (B, H, W, 3) bytes; what lies outside [0, 1] is clipped."""
    return (decoded.nan_to_num().clamp(0, 1) * 255).round().to(torch.uint8).permute(0, 2, 3, 1).contiguous().numpy()


def classes_of(part: Faces) -> NDArray[np.int64]:
    """The six classes of each face by its labels, (n, 6)."""
    return structured_to_unstructured(part.labels, np.int64)


def encoded(model: FaceVAE, images: NDArray[np.uint8]) -> tuple[Tensor, Tensor]:
    """Means and log-variances of the codes, (n, k) each."""
    with evaluating(model):
        pieces = [
            model.encode(as_floats(images[at : at + PIECE], model.size)) for at in range(0, len(images), PIECE)
        ]  # fmt: skip
    return torch.cat([mean for mean, _ in pieces]), torch.cat([spread for _, spread in pieces])


def decoded(model: FaceVAE, judge: Judge, codes: Floats) -> Decoded:
    """Pictures of codes (n, k), and what the judge reads off them; it sees small ones at its own size."""
    pictures, classes = [], []
    for at in range(0, len(codes), PIECE):
        with evaluating(model), evaluating(judge):
            made = model.decode(torch.from_numpy(np.array(codes[at : at + PIECE]))).clamp(0, 1)
            shown = made if model.size == SIZE else F.interpolate(made, SIZE, mode="bilinear", align_corners=False)
            pictures.append(as_bytes(made))
            classes.append(judge.read(shown).numpy())
    return Decoded(pictures=np.concatenate(pictures), classes=np.concatenate(classes))


def codes(model: FaceVAE, gallery: NDArray[np.uint8], known: Faces) -> Codes:
    """The codes of a gallery, and the averages of known faces with and without each attribute."""
    mean, spread = encoded(model, known.images)
    found, has = mean.numpy(), [known.labels[name] for name in ATTRIBUTES]
    return Codes(
        gallery=encoded(model, gallery)[0].numpy(),
        groups=vectors.groups(found, known.labels),
        alike=vectors.alike(found, known.labels),
        squares=vectors.least_squares(found, known.labels),
        counts=np.array([[(~each).sum(), each.sum()] for each in has], np.int32),
        kl=kl_by_dimension(mean, spread).mean(0).numpy(),
    )


Plain = tuple[Floats, NDArray[np.int64]]
"""Codes of faces, (n, k), and what the judge reads off their plain reconstructions, (n, 6)."""


def plainly(model: FaceVAE, judge: Judge, held: Faces) -> Plain:
    """Faces through the network and back, with nothing added."""
    start = encoded(model, held.images)[0].numpy()
    return start, decoded(model, judge, start).classes


def score(
    model: FaceVAE, judge: Judge, difference: Floats, held: Faces, attribute: str, known: Plain | None = None
) -> Score:
    """Add a vector once to every held-out face that lacks its attribute by label, and ask the judge.

    Args:
        model: the VAE.
        judge: reads the results.
        difference: (k,), or (n, k): one for each held-out face; from other faces than these: with less without.
        held: held-out faces.
        attribute: one of ``faces.ATTRIBUTES``.
        known: :func:`plainly` of these faces, where it is known.
    """
    column, has = ATTRIBUTES.index(attribute), np.array(held.labels[attribute])
    start, plain = known or plainly(model, judge, held)
    each = np.broadcast_to(difference, start.shape)
    after = decoded(model, judge, plus(start[~has], each[~has], 1.0)).classes
    kept = (after == plain[~has]).mean(0)
    return Score(
        faces=int((~has).sum()),
        wanted=float(after[:, column].mean()),
        floor=float(plain[~has][:, column].mean()),
        ceiling=float(plain[has][:, column].mean()),
        kept=tuple(float(share) for share in kept),
    )
