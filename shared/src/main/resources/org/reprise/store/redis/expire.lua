-- KEYS session entries index parked; ARGV now. Answers 1 if it has ended the session, 2 if there is none, 0 if its time has
-- not come.
if redis.call('EXISTS', KEYS[1]) == 0 then
  return 2
end
local expires = redis.call('HGET', KEYS[1], 'expires')
if not expires or ARGV[1] < expires then
  return 0
end
redis.call('DEL', unpack(KEYS))
return 1
