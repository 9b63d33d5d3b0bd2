wireprint help furniture
