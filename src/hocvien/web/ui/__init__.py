"""The parts every screen is made of; see README.md beside this file."""
