"""Draws the demonstration city: from a sketch written by a person (`config/demo_city/plan.yaml`) to GeoJSON."""
