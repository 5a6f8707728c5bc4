from bench.run import Run
from bench.section import Section
def measure(run: Run) -> Section:
    return Section("x")
