#!/usr/bin/env python3
"""A real event log: every line of the changelogs of Debian's source packages is an event of its package, at the time and in the
time zone of the upload it belongs to. Loops, ties by the dozen, twenty-five years, dates that some wrote by hand.

Usage: changelog_log.py FOLDER [--rows 550000]      needs the network; writes FOLDER/changelogs.csv
Then: funnel_logs.py PATH_OF_XOW --log FOLDER/changelogs.csv --columns package,distribution,time,urgency
      --stages experimental,unstable,bookworm
"""
import argparse
import csv
import io
import lzma
import os
import random
import re
import tarfile
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime

MIRROR = "http://deb.debian.org/debian/"
TITLE = re.compile(r"^(\S+) \(([^)]*)\) ([^;]*); *(.*)$")
TRAILER = re.compile(r"^ -- (.*?) <[^>]*>  ?(.*)$")
BULLET = re.compile(r"^\s+[*+-] +(.*)$")


def packages(index):
    """(name, path of the packed debian/ folder), in an order that is the same every time."""
    out = []
    for paragraph in index.split("\n\n"):
        name, folder = (re.search(r"^%s: (\S+)" % key, paragraph, re.M) for key in ("Package", "Directory"))
        packed = re.search(r"^ [0-9a-f]{64} (\d+) (\S+\.debian\.tar\.xz)$", paragraph, re.M)
        if name and folder and packed and 4000 < int(packed[1]) < 200000:
            out.append((name[1], folder[1] + "/" + packed[2]))
    random.Random(3).shuffle(out)
    return out


def changelog(package):
    """Name and changelog; an empty one where the mirror lacks the file."""
    name, path = package
    try:
        with urllib.request.urlopen(MIRROR + path, timeout=20) as answer:
            packed = io.BytesIO(answer.read())
        with tarfile.open(fileobj=packed, mode="r:xz") as folder:
            return name, folder.extractfile("debian/changelog").read().decode("utf-8", "replace")
    except (OSError, KeyError, tarfile.TarError, lzma.LZMAError):
        return name, ""


def events(name, text):
    title, lines = None, []
    for line in text.splitlines():
        if found := TITLE.match(line):
            title, lines = found, []
        elif title and (found := TRAILER.match(line)):
            try:
                time = parsedate_to_datetime(found[2].strip()).isoformat()
            except (TypeError, ValueError):
                time = found[2].strip()
            for change in lines or [""]:
                yield [name, title[2], title[3].strip(), title[4].strip(), found[1].strip(), time, change]
            title = None
        elif title and (found := BULLET.match(line)):
            lines.append(found[1].strip())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--rows", type=int, default=550000)
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    with urllib.request.urlopen(MIRROR + "dists/bookworm/main/source/Sources.xz") as answer:
        todo = packages(lzma.decompress(answer.read()).decode("utf-8"))
    rows = 0
    with open(os.path.join(options.folder, "changelogs.csv"), "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["package", "version", "distribution", "urgency", "maintainer", "time", "change"])
        with ThreadPoolExecutor(16) as pool:
            while todo and rows < options.rows:
                some, todo = todo[:400], todo[400:]
                for name, text in pool.map(changelog, some):
                    for event in events(name, text):
                        out.writerow(event)
                        rows += 1
    print("%d events" % rows)


if __name__ == "__main__":
    main()
