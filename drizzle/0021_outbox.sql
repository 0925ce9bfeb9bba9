-- What was stopped after it had been handed to the queue, so that it can be taken back from there.
CREATE INDEX outbox_to_withdraw ON outbox (id)
WHERE stopped_at IS NOT NULL AND published_at IS NOT NULL AND delivered_at IS NULL AND refused_at IS NULL;
