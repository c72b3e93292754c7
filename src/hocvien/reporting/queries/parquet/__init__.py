"""The same measures by the same dimensions at a nation's size: DuckDB over Parquet the program wrote (`kept`), answered in `answer`."""
