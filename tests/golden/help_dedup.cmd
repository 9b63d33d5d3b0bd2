wireprint help dedup
