wireprint help check
