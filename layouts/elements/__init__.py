"""What every page is drawn with: panels, tables that open, charts, forms, numbers and moments."""
