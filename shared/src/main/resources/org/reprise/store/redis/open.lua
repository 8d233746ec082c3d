-- KEYS session entries index parked; ARGV owner epoch head now node. Answers 1 if the session was opened.
if redis.call('EXISTS', KEYS[1]) == 1 then
  local expires = redis.call('HGET', KEYS[1], 'expires')
  if not expires or ARGV[4] < expires then
    return 0
  end
end
-- Also when it is not there: of keys that end by themselves at one time, others may be left for a moment.
redis.call('DEL', unpack(KEYS))
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'epoch', ARGV[2], 'head', ARGV[3], 'node', ARGV[5], 'attachment', 1,
  'version', 1, 'tail', struct.pack('>I4I4I4', 0, 0, 0))
return 1
