"""The kinds set: issues judged by hand, and how well their kinds of work are recognised."""
