wireprint help match
