module p
