"""Tables of study sessions."""
