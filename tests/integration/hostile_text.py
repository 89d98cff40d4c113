#!/usr/bin/env python3
"""Text files made to hurt: each is read or refused with a message, within 5 s of processor time and 512 MB.

Usage: hostile_text.py XOW       (exit 77 = skipped: no program, or no resource limits on this system)
Processor time is what is bounded, so that a busy machine does not fail the test; a sanitized program, which is known by
its shadow memory, gets more of both. Standard library only.
"""
import gzip
import os
import random
import subprocess
import sys
import tempfile

try:
    import resource
except ImportError:
    sys.exit(77)

SECONDS = 5.0
BYTES = 512 << 20


def lines(count, line):
    return line * count


def noise(size):
    return random.Random(7).randbytes(size)


def made():
    """name → pieces of the file."""
    megabyte = 1 << 20
    yield "newlines", [b"\n" * megabyte] * 200
    yield "newlines of Windows", [b"\r\n" * megabyte] * 50
    yield "carriage returns", [b"\r" * megabyte] * 100
    yield "quotes", [b'"' * megabyte] * 100
    yield "odd quotes", [b'"' * megabyte] * 50 + [b'"']
    yield "open quote", [b"a,b\n1,\"", b"x\n" * megabyte * 50]
    yield "backslashes in quotes", [b'a,b\n1,"\\"x"\n2,"', b"\\" * megabyte * 20, b'"\n']
    yield "one line of 300 MB", [b"x" * megabyte] * 300
    yield "one cell of 5 MB", [b"a,b\n1,", b"x" * 5 * megabyte, b"\n2,y\n"]
    yield "one quoted cell of 5 MB", [b'a,b\n1,"', b"x\n" * (5 * megabyte // 2), b'"\n2,y\n']
    yield "a million columns", [b",".join(b"c%d" % i for i in range(1_000_000)), b"\n", b",".join([b"1"] * 1_000_000), b"\n"]
    yield "two million delimiters", [b"," * 2_000_000, b"\n"]
    yield "ten thousand columns", [b",".join(b"c%d" % i for i in range(10_000)), b"\n"] + [
        b",".join([b"%d" % (i % 7)] * 10_000) + b"\n" for i in range(100)]
    yield "ten thousand equal headers", [b",".join([b"Q - a"] * 10_000), b"\n", b",".join([b"1"] * 10_000), b"\n"]
    yield "NULs", [b"\0" * megabyte] * 50
    yield "a NUL here and there", [b"a,b\n"] + [b"1,x\0y\n" * 1000] * 100
    yield "noise", [noise(megabyte)] * 50
    yield "noise of high bytes", [bytes(b | 0x80 for b in noise(megabyte))] * 20
    yield "UTF-16 of odd length", [b"\xff\xfe", "a,b\n一,2\n".encode("utf-16-le") * 100_000, b"x"]
    yield "half surrogates", [b"\xff\xfe", b"a\0,\0b\0\n\0", b"\0\xd8\n\0" * 500_000]
    for name, mark in (("UTF-8", b"\xef\xbb\xbf"), ("UTF-16LE", b"\xff\xfe"), ("UTF-16BE", b"\xfe\xff")):
        yield "nothing but the mark of " + name, [mark]
    yield "cut UTF-8 characters", [b"a,b\n" + b"\xe5\n" * megabyte]
    yield "comments", [b"# x\n" * (10 * megabyte)]
    yield "a comment that never ends", [b"a;b\n1;2\n#", b"x" * megabyte * 100]
    yield "ragged", [b"a,b,c\n"] + [b"," * (i % 50) + b"\n" for i in range(200_000)]
    yield "long headers", [b",".join(b"%d " % i + b"x" * 50_000 for i in range(100)) + b"\n1\n"]
    yield "one byte", [b"x"]
    yield "an open quote alone", [b'"']


def run(command):
    """Gives (exit code, processor seconds, peak bytes, stderr)."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    text = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss << 10, text.decode("utf-8", "replace")


def main():
    if len(sys.argv) < 2 or not os.path.exists(sys.argv[1]):
        return 77
    xow = sys.argv[1]
    failures, worst = [], {"seconds": (0.0, ""), "bytes": (0, "")}
    with tempfile.TemporaryDirectory() as folder:
        plain = os.path.join(folder, "plain.csv")
        with open(plain, "wb") as file:
            file.write(b"a,b\n1,2\n")
        # what the program costs when nothing is wrong; a sanitized one is slower and larger
        _, seconds, peak, _ = run([xow, "inspect", plain])
        sanitized = b"__asan_init" in open(xow, "rb").read()
        time_limit, size_limit = (SECONDS * 10, BYTES * 4) if sanitized else (SECONDS, BYTES)

        def check(name, path):
            for command in ("inspect", "cat"):
                code, seconds, peak, message = run([xow, command, path])
                label = "%s, %s" % (name, command)
                worst["seconds"] = max(worst["seconds"], (seconds, label))
                worst["bytes"] = max(worst["bytes"], (peak, label))
                if code not in (0, 1):
                    failures.append("%s: exit %d %s" % (label, code, message[-300:]))
                elif code == 1 and not message.startswith("xow: "):
                    failures.append("%s: refused without a word: %r" % (label, message))
                if seconds > time_limit:
                    failures.append("%s: %.1f s" % (label, seconds))
                if peak > size_limit:
                    failures.append("%s: %d MB" % (label, peak >> 20))

        for name, pieces in made():
            path = os.path.join(folder, "hostile.csv")
            with open(path, "wb") as file:
                for piece in pieces:
                    file.write(piece)
            check(name, path)
        path = os.path.join(folder, "bomb.csv.gz")
        with gzip.open(path, "wb", compresslevel=1) as file:
            for _ in range(600):
                file.write(b"\0" * (1 << 20))
        check("gzip bomb", path)
    for failure in failures:
        print(failure)
    print("slowest: %.1f s (%s); largest: %d MB (%s)" % (worst["seconds"] + (worst["bytes"][0] >> 20, worst["bytes"][1])))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
