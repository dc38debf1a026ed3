"""SQLite FTS5 over the rows of a psgs TSV file: builds a table, answers queries, prints one JSON object.

python3 fts5.py <tsv> <database> <rows> < queries.json
"""
import csv
import json
import os
import re
import sqlite3
import sys
import time

tsv, database, rows = sys.argv[1], sys.argv[2], int(sys.argv[3])
queries = json.load(sys.stdin)
STOP = set("a an and are as at be by for from how in is it of on or that the this to was were what when where which who with".split())

csv.field_size_limit(1 << 30)
started = time.perf_counter()
if not os.path.exists(database):
    db = sqlite3.connect(database)
    db.execute("PRAGMA journal_mode=OFF")
    db.execute("PRAGMA synchronous=OFF")
    db.execute("CREATE VIRTUAL TABLE passages USING fts5(id UNINDEXED, title, text, tokenize='porter unicode61 remove_diacritics 2')")
    with open(tsv, encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter="\t")
        next(reader)
        batch = []
        for number, (id, text, title) in enumerate(reader):
            if number >= rows:
                break
            batch.append((id, title, text))
            if len(batch) == 20000:
                db.executemany("INSERT INTO passages VALUES (?, ?, ?)", batch)
                batch = []
        db.executemany("INSERT INTO passages VALUES (?, ?, ?)", batch)
    db.commit()
else:
    db = sqlite3.connect(database)
load_seconds = time.perf_counter() - started

times, found = [], 0
for query in queries:
    words = [word for word in re.findall(r"\w+", query["query"].lower()) if word not in STOP]
    expression = " OR ".join('"%s"' % word for word in words)
    began = time.perf_counter()
    hits = db.execute(
        "SELECT id, title, text FROM passages WHERE passages MATCH ? ORDER BY bm25(passages, 0, 2, 1) LIMIT 10", (expression,)
    ).fetchall()
    times.append((time.perf_counter() - began) * 1000)
    found += any(hit[0] == query["passageId"] for hit in hits)
print(json.dumps({"loadSeconds": load_seconds, "bytes": os.path.getsize(database), "times": times, "found": found, "version": sqlite3.sqlite_version}))
