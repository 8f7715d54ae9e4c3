"""What people send with forms: read, checked against a token, brought to values."""
