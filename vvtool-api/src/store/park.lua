-- A notice for all that share an account: what is held back, or, with no time left, that it is over.
-- KEYS[1]: hash {v: when it was changed last, <what is held back>: '<until, in us> <1: it ends then> <name of the error>'}
-- ARGV: 1 what is held back, 2 how long, in us, 3 '1': it ends then, 4 name of the error, 5 now (tests only)
local clock = redis.call('TIME')
local now = tonumber(ARGV[5]) or clock[1] * 1000000 + clock[2]
local left = tonumber(ARGV[2])
if left <= 0 then
  if redis.call('HDEL', KEYS[1], ARGV[1]) == 0 then return 0 end
else
  if redis.call('HLEN', KEYS[1]) > 1000 and redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
    local all, kept = redis.call('HGETALL', KEYS[1]), 0
    for at = 1, #all, 2 do
      local ends = tonumber(string.match(all[at + 1], '^(%d+) '))
      if ends and ends <= now then redis.call('HDEL', KEYS[1], all[at]) else kept = kept + 1 end
    end
    if kept > 1000 then return 0 end                                  -- who calls there finds out by itself
  end
  redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f %s %s', now + left, ARGV[3], ARGV[4]))
end
local version = math.max(now, (tonumber(redis.call('HGET', KEYS[1], 'v')) or 0) + 1)
redis.call('HSET', KEYS[1], 'v', string.format('%.0f', version))
redis.call('PEXPIRE', KEYS[1], 90000000)
return 1
