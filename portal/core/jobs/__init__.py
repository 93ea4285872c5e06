"""Work outside the request. The job row is the truth; the queue is only a doorbell."""
