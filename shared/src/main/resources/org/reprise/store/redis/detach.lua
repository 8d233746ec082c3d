-- KEYS session entries index parked; ARGV epoch attachment detached expires millis. Answers 1 if it was detached, 0 if it was
-- before, -2 if another attachment is the newest.
local s = redis.call('HMGET', KEYS[1], 'epoch', 'attachment', 'detached')
if s[1] ~= ARGV[1] or s[2] ~= ARGV[2] then
  return -2
end
if s[3] then
  return 0
end
redis.call('HSET', KEYS[1], 'detached', ARGV[3], 'expires', ARGV[4])
for i = 1, #KEYS do
  redis.call('PEXPIRE', KEYS[i], ARGV[5])
end
return 1
