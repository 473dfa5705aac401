"""First-hand clicks: answered before Django, kept as lines in a spool, drained into rows, exactly once.

`redirect` answers a short link and appends one line through `spool`; `drain` reads the lines, judges them with
`quality`, and stores them with their daily figures through `rows`; `figures` is what everybody else asks.
"""
