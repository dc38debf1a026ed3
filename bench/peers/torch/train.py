"""The embedded engine's training step in PyTorch on the processor, for comparing speed.

Arguments: a directory with model.json (sizes), model.safetensors (float32) and batches.json, the number of threads, and
"eager" or "compiled". Reads one JSON order a line, {"case", "steps"}, and answers each with one line: the loss of every
step, and the seconds by the clock and of the processor that all of them took.
"""
import json
import logging
import struct
import sys
import time
from pathlib import Path

import numpy as np

logging.getLogger("torch.utils.flop_counter").setLevel(logging.ERROR)
import torch
import torch.nn.functional as F

directory, threads, mode = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
torch.set_num_threads(threads)
config = json.loads((directory / "model.json").read_text())
HEADS, KEY_VALUE_HEADS, HEAD = config["heads"], config["keyValueHeads"], config["headSize"]
EPSILON, LAYERS = config["normEpsilon"], config["layers"]


def read_safetensors(file):
    data = file.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        values = np.frombuffer(data[start:end], dtype="<f4").reshape(entry["shape"]).copy()
        tensors[name] = torch.from_numpy(values).requires_grad_()
    return tensors


weights = read_safetensors(directory / "model.safetensors")


def rotary_tables(length):
    half = HEAD // 2
    frequencies = config["ropeBase"] ** (-torch.arange(half, dtype=torch.float64) / half)
    angles = torch.outer(torch.arange(length, dtype=torch.float64), frequencies)
    return angles.cos().float(), angles.sin().float()


def norm(x, name):
    return F.rms_norm(x, (x.shape[-1],), weights[name], EPSILON)


def rotate(x, cosines, sines):
    low, high = x.chunk(2, dim=-1)
    return torch.cat((low * cosines - high * sines, high * cosines + low * sines), dim=-1)


def attention(x, layer, cosines, sines):
    prefix = f"model.layers.{layer}.self_attn"
    batch, length, _ = x.shape

    def heads(name, count):
        return F.linear(x, weights[f"{prefix}.{name}_proj.weight"]).view(batch, length, count, HEAD)

    queries = norm(heads("q", HEADS), f"{prefix}.q_norm.weight").transpose(1, 2)
    keys = norm(heads("k", KEY_VALUE_HEADS), f"{prefix}.k_norm.weight").transpose(1, 2)
    values = heads("v", KEY_VALUE_HEADS).transpose(1, 2)
    attended = F.scaled_dot_product_attention(
        rotate(queries, cosines, sines),
        rotate(keys, cosines, sines),
        values,
        is_causal=True,
        enable_gqa=HEADS != KEY_VALUE_HEADS,
    )
    return attended.transpose(1, 2).reshape(batch, length, HEADS * HEAD)


def loss_of(tokens, rows, targets, token_weights, cosines, sines):
    hidden = F.embedding(tokens, weights["model.embed_tokens.weight"])
    for layer in range(LAYERS):
        prefix = f"model.layers.{layer}"
        attended = attention(norm(hidden, f"{prefix}.input_layernorm.weight"), layer, cosines, sines)
        if layer == LAYERS - 1:  # what follows works on each position alone
            attended, hidden = (x.flatten(0, 1).index_select(0, rows) for x in (attended, hidden))
        hidden = hidden + F.linear(attended, weights[f"{prefix}.self_attn.o_proj.weight"])
        x = norm(hidden, f"{prefix}.post_attention_layernorm.weight")
        gated = F.silu(F.linear(x, weights[f"{prefix}.mlp.gate_proj.weight"]))
        gated = gated * F.linear(x, weights[f"{prefix}.mlp.up_proj.weight"])
        hidden = hidden + F.linear(gated, weights[f"{prefix}.mlp.down_proj.weight"])
    logits = F.linear(norm(hidden, "model.norm.weight"), weights["model.embed_tokens.weight"])
    return (F.cross_entropy(logits, targets, reduction="none") * token_weights).sum()


def read_case(batches):
    return [
        [torch.tensor(batch[name]) for name in ("tokens", "rows", "targets", "weights")] for batch in batches
    ]


cases = {name: read_case(batches) for name, batches in json.loads((directory / "batches.json").read_text()).items()}
if mode == "compiled":
    loss_of = torch.compile(loss_of, dynamic=False)
adam = config["adam"]
parameters = list(weights.values())
optimizer = torch.optim.AdamW(
    [
        {"params": [one for one in parameters if one.dim() > 1], "weight_decay": adam["weightDecay"]},
        {"params": [one for one in parameters if one.dim() == 1], "weight_decay": 0.0},
    ],
    lr=adam["learningRate"],
    betas=(adam["beta1"], adam["beta2"]),
    eps=adam["epsilon"],
    fused=True,
)
tables = rotary_tables(cases[next(iter(cases))][0][0].shape[1])
done = 0


def step(batch):
    loss = loss_of(*batch, *tables)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, adam["maxGradientNorm"], foreach=True)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return loss.item()


print(json.dumps({"version": torch.__version__}), flush=True)
for line in sys.stdin:
    order = json.loads(line)
    batches = cases[order["case"]]
    wall, processor = time.perf_counter(), time.process_time()
    losses = [step(batches[(done + index) % len(batches)]) for index in range(order["steps"])]
    seconds, cpu_seconds = time.perf_counter() - wall, time.process_time() - processor
    done += order["steps"]
    print(json.dumps({"losses": losses, "seconds": seconds, "cpuSeconds": cpu_seconds}), flush=True)
