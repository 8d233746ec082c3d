-- KEYS session entries index; ARGV epoch attachment clientMessageId bytes most. Answers what became of it, and a number.
-- Entries stand one after another in one string. The index has 4 bytes for each: where it ends, counted from the session's first
-- byte, and 2^31 if it is a client's message; those have the ids 1, 2, 3 ... The tail is how many entries, client messages and
-- bytes there are, in 4 bytes each. A number that Lua gives to a command or takes from one costs more than these bytes do.
local s = redis.call('HMGET', KEYS[1], 'epoch', 'attachment', 'tail', 'detached')
if s[1] ~= ARGV[1] then
  return {-1, 0}
end
if s[2] ~= ARGV[2] then
  return {-2, tonumber(s[2])}
end
local last, client, bytes = struct.unpack('>I4I4I4', s[3])
local id = tonumber(ARGV[3])
if id > 0 and id <= client then
  -- The client repeats one of its last, mostly.
  local before = client - id
  for at = last, 1, -1024 do
    local from = math.max(at - 1024, 0)
    local part = redis.call('GETRANGE', KEYS[3], from * 4, at * 4 - 1)
    for i = #part - 3, 1, -4 do
      if string.byte(part, i) >= 128 then
        if before == 0 then
          return {1, from + (i + 3) / 4}
        end
        before = before - 1
      end
    end
  end
  error('client message ' .. id .. ' is not in the index')
end
if id > client + 1 then
  return {2, client + 1}
end
bytes = bytes + #ARGV[4]
if bytes > tonumber(ARGV[5]) then
  return {3, bytes}
end
last = last + 1
local mark = 0
if id > 0 then
  client = id
  mark = 2147483648
end
redis.call('APPEND', KEYS[2], ARGV[4])
redis.call('APPEND', KEYS[3], struct.pack('>I4', bytes + mark))
redis.call('HSET', KEYS[1], 'tail', struct.pack('>I4I4I4', last, client, bytes))
if s[4] then
  -- The agent of a client that is away: what is new goes when the rest does.
  local left = redis.call('PTTL', KEYS[1])
  if left > 0 then
    redis.call('PEXPIRE', KEYS[2], left)
    redis.call('PEXPIRE', KEYS[3], left)
  end
end
return {0, last}
