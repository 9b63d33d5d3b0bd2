wireprint help uncredited
