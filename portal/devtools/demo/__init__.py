"""The demonstration city's life: reports, applications, certificates. All of it fictitious.

Nothing is written into tables by hand: each thing is a story (`schedule`) that calls the portal's own actions
at the moments at which people would have: history, log, deadlines and notifications are as in life.
"""
