"""What the parts of eval.py print and read."""


def row(measure, value, asked="", form="%.4f"):
    """One line; asked is a bound such as ">= 0.985", or empty."""
    verdict = ""
    if asked:
        bound = float(asked.split()[1])
        good = value >= bound if asked[0] == ">" else value <= bound
        verdict = "ok" if good else "short"
    line = "%-60s %10s  %-9s %s" % (measure, form % value, asked, verdict)
    print(line.rstrip(), flush=True)


def read_tsv(path):
    """The lines as lists, without the header."""
    with open(path, encoding="utf-8") as file:
        next(file)
        return [line.rstrip("\n").split("\t") for line in file]
