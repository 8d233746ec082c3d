-- KEYS session entries; ARGV epoch attachment after upTo mostBytes. Without attachment the newest is not asked for; without
-- upTo it is the last. Answers how it went, two numbers, and entries of at most so many bytes, but one at least.
local s = redis.call('HMGET', KEYS[1], 'epoch', 'attachment', 'last', 'parkedUpTo')
if s[1] ~= ARGV[1] then
  return {-1, 0, 0}
end
if ARGV[2] ~= '' and s[2] ~= ARGV[2] then
  return {-2, tonumber(s[2]), 0}
end
local after, last, parked = tonumber(ARGV[3]), tonumber(s[3]), tonumber(s[4] or '0')
local upTo = ARGV[4] == '' and last or tonumber(ARGV[4])
if after < parked or after > upTo or upTo > last then
  return {3, parked, last}
end
local most, taken, result = tonumber(ARGV[5]), 0, {0, parked, last}
local at = after
while at < upTo do
  local slice = redis.call('LRANGE', KEYS[2], at - parked, math.min(at + 63, upTo - 1) - parked)
  for i = 1, #slice do
    taken = taken + #slice[i]
    if taken > most and #result > 3 then
      return result
    end
    result[#result + 1] = slice[i]
  end
  at = at + #slice
end
return result
