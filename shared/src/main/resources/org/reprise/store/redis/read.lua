-- KEYS session entries ends; ARGV epoch attachment after upTo mostBytes. Without attachment the newest is not asked for; without
-- upTo it is the last. Answers how it went, two numbers, where each entry ends, and entries of at most so many bytes, but one
-- at least.
local s = redis.call('HMGET', KEYS[1], 'epoch', 'attachment', 'last', 'parkedUpTo', 'parkedBytes')
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
if after == upTo then
  return {0, parked, last, '', ''}
end
local base, most = tonumber(s[5]), tonumber(ARGV[5])
local function endOf(sequence)
  if sequence == parked then
    return base
  end
  local at = (sequence - parked) * 4
  return struct.unpack('>I4', redis.call('GETRANGE', KEYS[3], at - 4, at - 1))
end
local start, to = endOf(after), upTo
if endOf(to) - start > most then
  -- The first entry comes at least; of the others, as many as fit.
  local fits, large = after + 1, to
  while large - fits > 1 do
    local middle = math.floor((fits + large) / 2)
    if endOf(middle) - start > most then
      large = middle
    else
      fits = middle
    end
  end
  to = fits
end
return {0, parked, last, redis.call('GETRANGE', KEYS[3], (after - parked) * 4, (to - parked) * 4 - 1),
  redis.call('GETRANGE', KEYS[2], start - base, endOf(to) - base - 1)}
