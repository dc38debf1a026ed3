"""What the clients of RLinf, Search-R1 and SkyRL do with a retrieval server, with nothing but Python's own library."""

import json
import sys
import urllib.error
import urllib.request

BASE = sys.argv[1]


def post(path, payload):
    data = json.dumps(payload).encode("utf-8")
    request = urllib.request.Request(BASE + path, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as response:
        return json.load(response)


def rlinf(query):
    """One query a request, documents without scores; then the page of the first, cut by characters."""
    found = post("/retrieve", {"queries": [query], "topk": 3, "return_scores": False})["result"][0]
    shown = [f"[Doc {n + 1}]({one['url']}):\n{one['contents'][:5000]}" for n, one in enumerate(found)]
    pages = post("/access", {"urls": [found[0]["url"], "https://nowhere.example/"]})["result"]
    return {"search": shown, "access": [page["contents"][:25000] if page else None for page in pages]}


def search_r1(queries):
    """All queries of a batch in one request; `contents` is taken apart at its first line break."""
    payload = {"queries": queries, "topk": 3, "return_scores": True}
    texts = []
    for found in post("/retrieve", payload)["result"]:
        text = ""
        for n, one in enumerate(found):
            title, *lines = one["document"]["contents"].split("\n")
            text += f"Doc {n + 1}(Title: {title}) " + "\n".join(lines) + "\n"
        texts.append(text)
    return texts


def skyrl(query):
    """One query as a text; the first list of the reply."""
    found = post("/retrieve", {"query": query, "topk": 1, "return_scores": True})["result"]
    return [[one["document"]["contents"], one["score"]] for one in found[0]]


def refused(path, data):
    try:
        urllib.request.urlopen(urllib.request.Request(BASE + path, data), timeout=20)
    except urllib.error.HTTPError as error:
        return [error.code, json.load(error)["detail"]]


json.dump(
    {
        "rlinf": rlinf("What is Python? 蟒"),
        "searchR1": search_r1(["What is Python?", "Tallinn"]),
        "skyrl": skyrl("Python"),
        "refused": refused("/retrieve", b'{"queries":'),
    },
    sys.stdout,
)
