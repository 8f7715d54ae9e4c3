"""Small pieces of sentences: titles that fit a line."""


def shortened(text: str, length: int = 80) -> str:
    """Bring a foreign title onto one line of at most ``length`` letters, cut between words."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    head = line[: length - 1]
    cut = head.rfind(" ")
    return f"{head[:cut] if cut > length // 2 else head}…"
