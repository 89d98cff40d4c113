"""The sections of RESULTS.md that the benches write."""
import os

RESULTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "RESULTS.md")


def write_section(name, text):
    """Puts `text` between the marks of the section; a new section comes last."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    old = open(RESULTS, encoding="utf-8").read()
    block = f"{begin}\n{text}{end}\n"
    if begin in old:
        head, tail = old.split(begin, 1)
        old = head + block + tail.split(end + "\n", 1)[1]
    else:
        old = old.rstrip("\n") + "\n\n" + block
    with open(RESULTS, "w", encoding="utf-8") as file:
        file.write(old)
