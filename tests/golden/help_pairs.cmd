wireprint help pairs
