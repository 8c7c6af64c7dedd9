"""What was learned in, ``model.onnx`` out: the encoder with weights in 8 bits, and its tokeniser beside it.

Weights are quantised a channel each, to 7 bits of their 8: on processors without VNNI the products of full 8-bit
weights overflow and give other numbers (onnxruntime's documentation of ``reduce_range``); a model must give the same
everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from training.encoder_model import KEPT, LOADED, OPINION, Encoder, load_encoder, make_tokenizer, mean_of

from framing.scoring.encoder import MODEL_FILE, TOKENIZER_FILE

_HEADS = ("words", "sentence")
_HEAD = re.compile(rf"/({'|'.join(_HEADS)})/(MatMul|Gemm)$")


class _Reading(nn.Module):
    """The encoder as it runs: piece ids and attention in; out the main word logits and the sentence's log-odds.

    These are of loaded wording and, where it was learned, of opinion. Last, where this was learned, a piece's log-odds
    that a strict reader keeps a mark there: sums, not products of matrices, so that they are not cut to 8 bits.
    """

    def __init__(self, encoder: Encoder, kept: Mapping[str, Tensor], *, opinion: bool) -> None:
        super().__init__()
        self.encoder, self.kept, self.opinion = encoder, kept, opinion

    def forward(self, ids: Tensor, attended: Tensor) -> tuple[Tensor, ...]:
        words, sentence, hidden = self.encoder.read(ids, attended)
        heads = (LOADED, OPINION) if self.opinion else (LOADED,)
        said = words[..., 0], *(sentence[:, head] for head in heads)
        if not self.kept:
            return said
        line = (mean_of(hidden, attended) * self.kept[f"{KEPT}line"]).sum(-1, keepdim=True)
        return *said, (hidden * self.kept[f"{KEPT}word"]).sum(-1) + line + self.kept[f"{KEPT}bias"]


def _heads(model: onnx.ModelProto) -> list[str]:
    """Take the exported encoder; return the names of the products of its heads, which keep their precision: a fitted
    head has large weights that cancel each other.
    """
    names = [n.name for n in model.graph.node if n.op_type in ("MatMul", "Gemm") and _HEAD.search(n.name)]
    if len(names) != len(_HEADS):
        raise ValueError(f"the encoder has other heads than {_HEADS}: {names}")
    return [*names, *(f"{name}_MatMul" for name in names)]  # a Gemm is made a MatMul first, under this name


def export(base: Path, state: Path, out: Path, *, opinion: bool) -> float:
    """Take the pretrained folder, the learned weights and whether opinion was learned too; write both files.

    They go into ``out``; returned are the megabytes of the model.
    """
    learned = torch.load(state, weights_only=True)
    encoder = load_encoder(base, learned).eval()
    kept = {name: values for name, values in learned.items() if name.startswith(KEPT)}
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        outputs = ["words", "sentence", *(["opinion"] if opinion else []), *(["kept"] if kept else [])]
        ids = torch.ones(2, 8, dtype=torch.long)
        torch.onnx.export(
            _Reading(encoder, kept, opinion=opinion).eval(),
            (ids, torch.ones_like(ids)),
            plain,
            input_names=["ids", "attended"],
            output_names=outputs,
            dynamic_axes={
                "ids": {0: "lines", 1: "pieces"},
                "attended": {0: "lines", 1: "pieces"},
                **{name: {0: "lines"} for name in ("sentence", "opinion") if name in outputs},
                **{name: {0: "lines", 1: "pieces"} for name in ("words", "kept") if name in outputs},
            },
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            plain, out / MODEL_FILE, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            nodes_to_exclude=_heads(onnx.load(plain)),
        )  # fmt: skip
    model = onnx.load(out / MODEL_FILE)
    model.producer_name, model.producer_version, model.doc_string = "framing", "", ""
    onnx.save(model, out / MODEL_FILE)
    make_tokenizer(base).save(str(out / TOKENIZER_FILE))
    return (out / MODEL_FILE).stat().st_size / 1e6
