wireprint help diff
