"""How alike texts are, and what the finished work of a project says of a task. Pure, on numpy."""
