"""Draws the demonstration city: from a sketch by a person (`config/demo_city/plan.yaml`) to GeoJSON."""
