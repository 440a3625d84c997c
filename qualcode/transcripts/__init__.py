"""What was said: files become texts that never change, with turns, speakers and numbered units."""
