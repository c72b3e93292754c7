"""How patient the worker is, in seconds."""

# a running job that has said nothing for so long has lost its worker; a task reports at least every ten seconds
SILENCE_SECONDS = 30
# between two looks at the queue when there is nothing to do
IDLE_SECONDS = 1.0
# before the second, third, … attempt
BACK_OFF_SECONDS = (5, 15, 60, 240)
MOST_ATTEMPTS = len(BACK_OFF_SECONDS) + 1
KEPT_DAYS = 30
# a file that a job made waits so long for its owner [default]
FILE_DAYS = 2
PART_BYTES = 1024 * 1024
