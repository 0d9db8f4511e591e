-- Local dates, by the transitions of the zone that the figures were counted under. DuckDB's own zones have other rules.

-- Stretches of one offset from UTC: seconds since 1970, the end exclusive.
create table recount.offsets as
with words as (
    select unnest(string_split(recount.setting('zone.transitions'), ' ')) as word,
           unnest(range(len(string_split(recount.setting('zone.transitions'), ' ')))) as place
), transitions as ( -- 2011-03-27T03:00+02:00: local time, and the offset from then on; first the offset before all
    select place,
           regexp_extract(word, '^(.*T[0-9:]+)?(Z|[+-][0-9:]+)$', 1) as clock,
           regexp_extract(word, '^(.*T[0-9:]+)?(Z|[+-][0-9:]+)$', 2) as name
    from words
), parsed as (
    select place,
           case when clock <> ''
                then epoch_ms((replace(clock, 'T', ' ') || if(length(clock) = 16, ':00', ''))::timestamp) // 1000
           end as local_time,
           case when name = 'Z' then 0
                else if(name[1] = '-', -1, 1)
                    * (name[2:3]::bigint * 3600 + name[5:6]::bigint * 60 + coalesce(nullif(name[8:9], '')::bigint, 0))
           end as shift
    from transitions
)
select coalesce(local_time - shift, -1000000000000000) as begins,
       coalesce(lead(local_time - shift) over (order by place), 1000000000000000) as ends,
       shift,
       lag(shift) over (order by place) as shift_before
from parsed;

-- By the time that clocks show, in seconds: the first stretch in which they show an earlier one than at its end.
create table recount.clocks as
select ends + shift as clock_end, begins, shift, shift_before
from recount.offsets
qualify clock_end > coalesce(
    max(clock_end) over (order by begins rows between unbounded preceding and 1 preceding), -2000000000000000);

-- The moment at which they show a time; one that they skip moves forward by what they skip. Milliseconds.
create macro recount.clock_moment(local_ms, begins, shift, shift_before) as
    local_ms - 1000 * if(recount.floor_div(local_ms, 1000) - shift < begins, shift_before, shift);

-- The time of day that they show at a moment. Milliseconds.
create macro recount.clock_time(at_ms, shift) as
    (at_ms + shift * 1000) - 86400000 * recount.floor_div(at_ms + shift * 1000, 86400000);

-- The first minute of each local date. A date begins when clocks show it, or a later one, for the first time.
create table recount.days as
with moments as ( -- a visit or a closing later than as-of says which occurrence of a duty was the last one
    select min(epoch_ms(occurred_at)) as first_ms, max(epoch_ms(occurred_at)) as last_ms from visits
    union all select min(epoch_ms(occurred_at)), null from feedback
    union all select min(epoch_ms(opened_at)), max(epoch_ms(closed_at)) from commitments
    union all select null, minute_2 * 60000 from recount.cut
), dates as (
    select unnest(range(recount.floor_div(min(first_ms), 86400000) - 2,
                        recount.floor_div(max(last_ms), 86400000) + 3)) as day
    from moments
), firsts as (
    select day, min(greatest(begins, day * 86400 - shift)) as first_second
    from dates join recount.offsets
        on day * 86400 - shift < ends and ends > day * 86400 - 172800 and begins < day * 86400 + 172800
    group by day
)
select recount.floor_div(first_second, 60) as first_minute, date '1970-01-01' + max(day)::integer as day
from firsts
group by all;

-- Calendar windows by the dates in them.
create table recount.day_windows as
with starts as (
    select day, 'DAY' as "window", day as start, interval 1 day as length from recount.days
    union all select day, 'WEEK', date_trunc('week', day), interval 7 days from recount.days
    union all select day, 'MONTH', date_trunc('month', day), interval 1 month from recount.days
    union all select day, 'QUARTER', date_trunc('quarter', day), interval 3 months from recount.days
    union all select day, 'YEAR', date_trunc('year', day), interval 1 year from recount.days
    union all
    select day, 'FISCAL_QUARTER',
           date_trunc('month', day) - to_months(((month(day) - first_month + 12) % 3)::integer), interval 3 months
    from recount.days, (select recount.setting('fiscal.start')::integer as first_month)
    union all
    select day, 'FISCAL_YEAR',
           date_trunc('month', day) - to_months(((month(day) - first_month + 12) % 12)::integer), interval 1 year
    from recount.days, (select recount.setting('fiscal.start')::integer as first_month)
    union all select day, 'EVER', null, null from recount.days
)
select day, "window", start::date as start, (start + length - interval 1 day)::date as "end", with_breakdown
from starts join recount.windows using ("window"), recount.scope
where (only_window is null or "window" = only_window) and (only_start is null or start = only_start);
