"""Search engines behind one protocol. A leaf: it never imports hub or integrations."""
