#!/usr/bin/env python3
"""Text files made to hurt: each is read or refused with a message, within 512 MB and 5 s of processor time (here three
times that, for a busy machine).

Usage: hostile_text.py XOW [--table]      (exit 77 = skipped: no program, or no resource limits on this system;
--table prints every file's time and memory)
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

SECONDS = 15.0  # 5 on a machine of its own; processor time grows where its halves are shared
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


# A process begins as a copy of its parent and is charged with it: a small one between keeps our own memory out.
BETWEEN = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(done.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss << 10)
"""


def run(command):
    """Gives (exit code, processor seconds, peak bytes, stderr); the program's own children count too."""
    done = subprocess.run([sys.executable, "-S", "-c", BETWEEN, *command], capture_output=True, timeout=600)
    code, seconds, peak = done.stdout.split()
    return int(code), float(seconds), int(peak), done.stderr.decode("utf-8", "replace")


class Limits:
    """Runs files through the program and holds it to time and memory."""

    def __init__(self, xow, folder, table=False):
        self.xow, self.table = xow, table
        self.failures, self.worst = [], {"seconds": (0.0, ""), "bytes": (0, "")}
        plain = os.path.join(folder, "plain.csv")
        with open(plain, "wb") as file:
            file.write(b"a,b\n1,2\n")
        run([xow, "inspect", plain])
        # a sanitized program is slower and larger
        with open(xow, "rb") as file:
            sanitized = b"__asan_init" in file.read()
        self.seconds, self.bytes = (SECONDS * 10, BYTES * 4) if sanitized else (SECONDS, BYTES)

    def check(self, name, path):
        for command in ("inspect", "cat"):
            code, seconds, peak, message = run([self.xow, command, path])
            label = "%s, %s" % (name, command)
            if self.table:
                print("%-50s %5.2f s %4d MB  %s" % (label, seconds, peak >> 20, message.strip()[:90] if code else "read"))
            self.worst["seconds"] = max(self.worst["seconds"], (seconds, label))
            self.worst["bytes"] = max(self.worst["bytes"], (peak, label))
            if code not in (0, 1):
                self.failures.append("%s: exit %d %s" % (label, code, message[-300:]))
            elif code == 1 and not message.startswith("xow: "):
                self.failures.append("%s: refused without a word: %r" % (label, message))
            if seconds > self.seconds:
                self.failures.append("%s: %.1f s" % (label, seconds))
            if peak > self.bytes:
                self.failures.append("%s: %d MB" % (label, peak >> 20))

    def finish(self):
        for failure in self.failures:
            print(failure)
        print("slowest: %.1f s (%s); largest: %d MB (%s)" %
              (self.worst["seconds"] + (self.worst["bytes"][0] >> 20, self.worst["bytes"][1])))
        return 1 if self.failures else 0


def main():
    if len(sys.argv) < 2 or not os.path.exists(sys.argv[1]):
        return 77
    with tempfile.TemporaryDirectory() as folder:
        limits = Limits(sys.argv[1], folder, "--table" in sys.argv)
        for name, pieces in made():
            path = os.path.join(folder, "hostile.csv")
            with open(path, "wb") as file:
                for piece in pieces:
                    file.write(piece)
            limits.check(name, path)
        path = os.path.join(folder, "bomb.csv.gz")
        with gzip.open(path, "wb", compresslevel=1) as file:
            for _ in range(600):
                file.write(b"\0" * (1 << 20))
        limits.check("gzip bomb", path)
        return limits.finish()


if __name__ == "__main__":
    sys.exit(main())
