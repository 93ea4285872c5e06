"""The verbs of publication, by noun: the decision, the public notice, the certificate."""
