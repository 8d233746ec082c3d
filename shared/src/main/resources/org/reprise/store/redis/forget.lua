-- KEYS index; ARGV member score. Removes a member that has had no other score since it was seen.
if redis.call('ZSCORE', KEYS[1], ARGV[1]) == ARGV[2] then
  return redis.call('ZREM', KEYS[1], ARGV[1])
end
return 0
