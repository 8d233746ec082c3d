-- KEYS session entries index parked, and attachedBy if it is on this server; ARGV epoch attachment detached expires millis node
-- member. Answers 1 if it was detached, 0 if it was before, -2 if another attachment is the newest.
local s = redis.call('HMGET', KEYS[1], 'epoch', 'attachment', 'detached', 'node')
local newest = s[1] == ARGV[1] and s[2] == ARGV[2]
if KEYS[5] and (newest or s[3] or s[4] ~= ARGV[6]) then
  -- Not one that the same process has attached anew.
  redis.call('SREM', KEYS[5], ARGV[7])
end
if not newest then
  return -2
end
if s[3] then
  return 0
end
redis.call('HSET', KEYS[1], 'detached', ARGV[3], 'expires', ARGV[4])
for i = 1, 4 do
  redis.call('PEXPIRE', KEYS[i], ARGV[5])
end
return 1
