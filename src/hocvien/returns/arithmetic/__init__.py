"""Pure: the language of forms, what a form comes to, what contradicts itself."""
