"""Views of quotas."""
