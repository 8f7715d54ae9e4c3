"""What each template is given: one frozen value a page, made from views. No rows, no requests."""
