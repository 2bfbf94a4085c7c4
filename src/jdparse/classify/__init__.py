"""Stage 4: which role a posting is by its duties, and the bench that trains such models."""
