-- A pause of all calls of a key.
-- KEYS[1]: as in slot.lua. ARGV: 1 how long, in us, 2 how long to remember, in ms, 3 now (tests only)
local clock = redis.call('TIME')
local now = tonumber(ARGV[3]) or clock[1] * 1000000 + clock[2]
local known = tonumber(redis.call('HGET', KEYS[1], 'p')) or 0
if known > now + 3600000000 then known = 0 end
redis.call('HSET', KEYS[1], 'p', string.format('%.0f', math.max(known, now + tonumber(ARGV[1]))))
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 1
