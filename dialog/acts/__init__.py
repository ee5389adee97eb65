"""Every change of a case, one verb a function: forms judge input, acts judge the process."""
