"""One's own account: language, password, second factor, and the sign-in forms in this program's words."""
