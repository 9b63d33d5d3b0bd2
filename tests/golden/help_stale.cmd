wireprint help stale
