-- The next turn of a key that several machines share. Times are microseconds of this server's clock.
-- KEYS: 1 hash {t: from when on the next turn is free, p: end of a pause}, 2 notices, as in park.lua
-- ARGV: 1 interval, 2 (burst - 1) * interval, 3 longest promise, 4 last turn promised to this process (0: none), 5 how long to remember, in ms,
--       6 what this process takes for now (0: does not know), 7 '1': its first call after an interruption,
--       8 `v` of the notices as this process knows them, 9 now (tests only)
local clock = redis.call('TIME')
local now = tonumber(ARGV[9]) or clock[1] * 1000000 + clock[2]
local interval, tolerance, longest = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local floor, ttl, estimate = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local kept = redis.call('HMGET', KEYS[1], 't', 'p')
local free, pause, cold = tonumber(kept[1]), tonumber(kept[2]) or 0, 0
local honest = now + longest + interval + tolerance
if ARGV[7] == '1' then cold = 1                                             -- others may hold promises of a server that is gone
elseif estimate > 0 and math.abs(now - estimate) > 250000 then cold = 2     -- the clock was set
elseif free and free > honest then cold = 3                                 -- no honest promise is that far ahead
elseif not free and floor > 0 and floor + ttl * 1000 > now then cold = 4    -- known a moment ago and nothing left: restart, failover, eviction
end
if free and free > honest then free = nil end
if cold > 0 then free = math.max(free or 0, now + longest)                  -- every promise anybody may hold is over by then
elseif not free then free = now - tolerance end
if cold == 0 and floor > 0 and floor <= now + longest + interval then free = math.max(free, floor + interval - tolerance) end
if pause > now + 3600000000 then pause = 0 end
local turn = math.max(now, free, pause)
local granted = turn - now <= longest
if granted or cold > 0 then
  local after = granted and math.max(turn - tolerance, free) + interval or free
  redis.call('HSET', KEYS[1], 't', string.format('%.0f', after))
  if redis.call('PTTL', KEYS[1]) < ttl then redis.call('PEXPIRE', KEYS[1], ttl) end -- a long pause is remembered for longer
end
local version, notices = tonumber(redis.call('HGET', KEYS[2], 'v')) or 0, {}
if version ~= tonumber(ARGV[8]) then
  local all = redis.call('HGETALL', KEYS[2])
  for at = 1, #all, 2 do
    local till, ends, kind = string.match(all[at + 1], '^(%d+) ([01]) ([%w_]+)$')
    local left = till and tonumber(till) - now or 0
    if left > 0 then notices[#notices + 1] = {all[at], left, tonumber(ends), kind} end
  end
end
return {granted and 1 or 0, turn - now, granted and turn or 0, cold, version, notices}
