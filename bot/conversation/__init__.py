"""One turn, from text in to messages out: the service that the page, the terminal and scripts share."""
