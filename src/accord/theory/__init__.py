"""Published models of bargaining as pure functions of numbers: a file per mechanism."""
