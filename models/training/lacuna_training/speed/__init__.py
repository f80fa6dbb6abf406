"""The same weights in PyTorch eager, timed beside the engine by `npm run bench`."""
