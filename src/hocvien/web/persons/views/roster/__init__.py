"""A roster on its way in: file, columns, problems, effect, done. Nothing is written before the last step."""
