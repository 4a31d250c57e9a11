-- The token of an account that several machines share, and the right to fetch one, which one of them has at a time.
-- KEYS: 1 hash {v: the token, sealed, g: its generation, p: until when nobody fetches, in Unix seconds}, 2 lock: whose right it is
-- ARGV: 1 what is asked, 2 by whom. take: 3 how long the right lasts, in ms. keep: 3 the token, sealed (empty: none), 4 its generation,
--       5 until when nobody fetches (0: nothing), 6 how long to remember, in ms. pause: 3 until when, 4 how long to remember, in ms
local what, owner = ARGV[1], ARGV[2]
local is_ours = redis.call('GET', KEYS[2]) == owner
local function remember(time)
  if redis.call('PTTL', KEYS[1]) < tonumber(time) then redis.call('PEXPIRE', KEYS[1], time) end
end
if what == 'take' and not is_ours then
  is_ours = redis.call('SET', KEYS[2], owner, 'NX', 'PX', ARGV[3]) and true or false
elseif what == 'keep' then
  local known = tonumber(redis.call('HGET', KEYS[1], 'g')) or 0
  if is_ours or tonumber(ARGV[4]) > known then -- who was too slow may still have the newest
    if ARGV[3] ~= '' then redis.call('HSET', KEYS[1], 'v', ARGV[3], 'g', ARGV[4]) end
    local paused = tonumber(redis.call('HGET', KEYS[1], 'p')) or 0 -- told while it was fetched: a longer one stays
    if tonumber(ARGV[5]) > paused then redis.call('HSET', KEYS[1], 'p', ARGV[5]) end
    remember(ARGV[6])
  end
elseif what == 'pause' then
  local known = tonumber(redis.call('HGET', KEYS[1], 'p')) or 0
  if tonumber(ARGV[3]) > known then redis.call('HSET', KEYS[1], 'p', ARGV[3]) end
  remember(ARGV[4])
end
if is_ours and (what == 'keep' or what == 'free') then redis.call('DEL', KEYS[2]) end
local kept = redis.call('HMGET', KEYS[1], 'v', 'p')
return {is_ours and 1 or 0, kept[1] or '', tonumber(kept[2]) or 0}
