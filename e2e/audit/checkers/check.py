"""Checks an audit trail of Daybook: python3 check.py DIR VKEY.

Only Python's standard library; the signatures are left to `openssl pkeyutl`. Exit code 0: sound; 1: damaged, with a line for
each damage; 2: it could not be checked.
"""

import base64
import hashlib
import os
import subprocess
import sys
import tempfile

WIDTH = 256
SPKI_PREFIX = bytes.fromhex("302a300506032b6570032100")
folder, damages = "", []


def sha256(data):
    return hashlib.sha256(data).digest()


def tree_root(hashes):
    """MTH of RFC 6962, with a stack of perfect subtrees."""
    stack = []
    for node in hashes:
        level = 0
        while stack and stack[-1][0] == level:
            node = sha256(b"\x01" + stack.pop()[1] + node)
            level += 1
        stack.append((level, node))
    root = stack.pop()[1] if stack else sha256(b"")
    while stack:
        root = sha256(b"\x01" + stack.pop()[1] + root)
    return root


def damaged(path, what):
    damages.append(path)
    print("%s: %s" % (path, what))


def read(path):
    try:
        with open(os.path.join(folder, path), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""


def read_tile(place, index, width):
    """A tile or bundle, and whether it is a full one that stands for a partial one."""
    rest, groups = index // 1000, "%03d" % (index % 1000)
    while rest:
        rest, groups = rest // 1000, "x%03d/%s" % (rest % 1000, groups)
    path = "tile/%s/%s" % (place, groups)
    own = read(path) if width == WIDTH else read("%s.p/%d" % (path, width))
    return path, own or read(path), not own


def is_signed(public_key, text, signature):
    with tempfile.TemporaryDirectory() as place:
        names = [os.path.join(place, name) for name in ("key", "signature", "text")]
        for name, data in zip(names, (SPKI_PREFIX + public_key, signature, text)):
            with open(name, "wb") as file:
                file.write(data)
        command = "openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey %s -sigfile %s -in %s" % tuple(names)
        return subprocess.run(command.split(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def read_head(path, vkey):
    """Size and root of a head whose signature holds."""
    name, key_id, material = vkey.split("+", 2)
    text, _, lines = read(path).rpartition(b"\n\n")
    for line in lines.decode(errors="replace").split("\n"):
        if line.startswith("\u2014 %s " % name):
            bytes_ = base64.b64decode(line.split(" ")[2] + "==")
            if bytes_[:4].hex() == key_id and is_signed(base64.b64decode(material)[1:], text + b"\n", bytes_[4:]):
                origin, size, root = text.decode().split("\n")[:3]
                if origin == name:
                    return int(size), base64.b64decode(root)
    damaged(path, "not a head of this trail, signed by this key")
    return None


def read_leaves(size):
    """The hashes of all entries. Those of each tile are held against what lies below, up to the top."""
    hashes = []
    for first in range(0, size, WIDTH):
        width = min(WIDTH, size - first)
        path, data, may_be_longer = read_tile("entries", first // WIDTH, width)
        at = 0
        for _ in range(width):
            end = at + 2 + int.from_bytes(data[at:at + 2], "big")
            hashes.append(sha256(b"\x00" + data[at + 2:end]))
            at = end
        if at != len(data) and not (may_be_longer and at < len(data)):
            damaged(path, "missing, or not %d entries" % width)
    row, level = hashes, 0
    while row:
        for first in range(0, len(row), WIDTH):
            below = b"".join(row[first:first + WIDTH])
            path, data, _ = read_tile(level, first // WIDTH, len(below) // 32)
            if data[:len(below)] != below:
                damaged(path, "missing, or not the hashes of what lies below")
        starts = range(0, len(row) - WIDTH + 1, WIDTH)
        row, level = [tree_root(row[start:start + WIDTH]) for start in starts], level + 1
    return hashes


def check(vkey):
    """The tree of the entries must have been that of each head at its size."""
    newest = read_head("checkpoint", vkey)
    if newest is None:
        return
    hashes = read_leaves(newest[0])
    kept = os.path.join(folder, "checkpoints")
    paths = ["checkpoints/" + name for name in sorted(os.listdir(kept))] if os.path.isdir(kept) else []
    for path, head in [("checkpoint", newest)] + [(path, read_head(path, vkey)) for path in paths]:
        if head is not None and (head[0] > len(hashes) or tree_root(hashes[:head[0]]) != head[1]):
            damaged(path, "the entries give another root for size %d" % head[0])
    if not damages:
        print("sound: %d entries, %d heads" % (len(hashes), 1 + len(paths)))


if __name__ == "__main__":
    try:
        _, folder, key = sys.argv
        os.stat(folder)
        check(key)
    except (OSError, ValueError) as error:
        print("could not check: %s" % error, file=sys.stderr)
        sys.exit(2)
    sys.exit(1 if damages else 0)
