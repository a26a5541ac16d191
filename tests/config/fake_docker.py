#!/usr/bin/env python3
"""Speaks docker's command line and does nothing but remember: what runs, what was asked, what is to go wrong.

Its memory is docker.json beside it: `images` (name to id), `running` (the id of web's image), `asked`,
`fails` (a list of [words, image or ""], where every word must be in the command).
"""

import json
import os
import sys
from pathlib import Path

memory = Path(__file__).with_name("docker.json")
state = json.loads(memory.read_text())
words = sys.argv[1:]
image = state["images"].get(os.environ.get("LINTEL_IMAGE", ""), "")
KNOWN = {
    ("compose", "version"), ("compose", "config"), ("compose", "ps"), ("compose", "up"), ("compose", "run"),
    ("compose", "exec"), ("inspect",), ("tag",), ("pull",), ("build",),
}  # fmt: skip
if not any(tuple(words[: len(known)]) == known for known in KNOWN):
    sys.exit(f"unknown command: {words}")

code = 0
state["asked"].append([" ".join(words), image])
for needed, where in state["fails"]:
    asked_of = state["running"] if "config.deploy.smoke" in words else image
    if all(word in words for word in needed) and where in ("", asked_of):
        code = 1
if code == 0 and words[:2] == ["compose", "version"]:
    print("Docker Compose version v2")
elif code == 0 and words[:2] == ["compose", "ps"] and state["running"]:
    print("container-of-web")
elif code == 0 and words[0] == "inspect":
    print(state["running"])
elif code == 0 and words[0] == "tag":
    state["images"][words[2]] = state["images"].get(words[1], words[1])
elif code == 0 and words[0] == "pull":
    state["images"][words[1]] = f"id of {words[1]}"
elif code == 0 and words[0] == "build":
    state["images"][words[words.index("--tag") + 1]] = "id of what was built"
elif words[:2] == ["compose", "up"] and "web" in words:
    # Even one that turns out to be unwell runs.
    state["running"] = image
memory.write_text(json.dumps(state))
sys.exit(code)
