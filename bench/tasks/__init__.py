"""What runs in the children: only these modules import kg, spaCy and the stores."""
