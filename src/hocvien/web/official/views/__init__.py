"""Papers read and begun; written and numbered; their measures."""
