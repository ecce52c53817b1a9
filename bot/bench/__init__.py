"""The project's benchmark: this assistant and Rasa's own starter project, on one machine, in one run, by turns.

Milliseconds depend on the machine; ratios measured by turns are what to compare. `make bench` writes docs/performance.md.
"""
