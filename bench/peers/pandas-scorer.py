"""The steps of the WideSearch rules in pandas, for comparing speed: cases as JSON on stdin, milliseconds on stdout.

It reads, cleans, joins and compares as the rules say, with an instant judge, and leaves out what is rare: header
alignment, quoting, dates in any form but ISO. So it does a little less work than a whole scorer.
"""
import io
import json
import re
import sys
import time
from datetime import date
from urllib.parse import urlparse

import pandas as pd

NUMBER = re.compile(r"[-+]?\d*\.\d+%?|[-+]?\d+\.?\d*%?")


def norm_str(text):
    return str(text).lower().strip().replace(" ", "").replace("*", "")


def extract_number(text):
    found = NUMBER.search(str(text).replace(",", ""))
    return found.group() if found else "NULL"


PREPROCESS = {"norm_str": norm_str, "extract_number": extract_number, "norm_date": str}


def near(left, right, criterion):
    try:
        x, y = float(left), float(right)
    except ValueError:
        return int(left == right)
    return int(abs(x - y) <= abs(y) * criterion)


def days(left, right, _):
    return int(abs((date.fromisoformat(left) - date.fromisoformat(right)).days) <= 31)


METRICS = {
    "exact_match": lambda left, right, _: int(left == right),
    "llm_judge": lambda left, right, _: int(left == right),
    "number_near": near,
    "date_near": days,
    "url_match": lambda left, right, _: int(urlparse(left).netloc == urlparse(right).netloc),
}


def read_answer(text):
    span = re.search(r"```markdown(.*?)```", text, re.DOTALL).group(1).strip()
    lines = [line for line in span.split("\n") if set(line) - set("|- :")]
    table = "\n".join("|".join(cell.strip() for cell in line.split("|")) for line in lines)
    frame = pd.read_csv(io.StringIO(table), sep="|")
    return frame.loc[:, ~frame.columns.str.startswith("Unnamed")]


def score(case):
    evaluation = case["evaluation"]
    required, keys = evaluation["required"], evaluation["unique_columns"]
    frames = [read_answer(case["answer"]), pd.read_csv(io.StringIO(case["goldCsv"]))]
    frames = [frame[required].astype(str).drop_duplicates(subset=keys) for frame in frames]
    for name, rules in evaluation["eval_pipeline"].items():
        for frame in frames:
            for step in rules["preprocess"]:
                frame[name] = frame[name].apply(PREPROCESS[step])
    answer, gold = frames
    joined = pd.merge(answer, gold, on=keys, how="inner", suffixes=("_answer", "_gold"))
    scores = pd.DataFrame(index=joined.index)
    for name, rules in evaluation["eval_pipeline"].items():
        if name in keys:
            scores[name] = 1
            continue
        compare = METRICS[rules["metric"][0]]
        scores[name] = joined.apply(
            lambda row: compare(row[name + "_answer"], row[name + "_gold"], rules.get("criterion")), axis=1
        )
    rows = scores.min(axis=1).sum()
    items = scores.sum().sum()
    return rows / len(gold), items / (len(gold) * len(required))


cases = json.load(sys.stdin)
score(cases[0])
started = time.perf_counter()
for case in cases:
    score(case)
print((time.perf_counter() - started) / len(cases) * 1000)
