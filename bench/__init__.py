"""What things cost, against the least that could do the same: ratios inside one run, since nothing else means anything.

Floor and candidate take turns in one process, five pairs, the order rotated; a figure counts only after both were found
to do the same. `python -m bench` prints one JSON object, `--smoke` only finds whether they do the same.
"""
