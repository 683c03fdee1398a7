"""What every module stands on: actors, actions, events, timers, money, ids. Not one word of retail."""
