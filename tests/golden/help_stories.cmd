wireprint help stories
