"""What is only asked when the user says so: the network, the API with the winning key, the helper, the installed `claude`.

Everything here is I/O at the edge. Nothing runs on import; `plans` says first what would be run or sent where, and
only running that plan does it. Imported by `survey` when a probe is asked for, and never before.
"""
