-- Call-backs, which are in no record: they follow from ratings and follow-up visits. docs/catalogue.md, Call-backs.

-- What can open or end one, under the id that it has.
create table recount.call_back_steps as
select 'callback:' || coalesce(about_type || ':' || about_id, 'FEEDBACK:' || id) || ':' || f.question as target,
       f.at_ms, 1 as topic, id, unit, area, f.scale, (score - lowest) * 100 // (highest - lowest) as percent,
       score < coalesce(own.bad_below, s.bad_below) as bad,
       counts, moves
from recount.feedback f
join recount.questions q on q.question = f.question and q.call_back
join recount.scales s on s.scale = f.scale
left join recount.questions own on own.question = f.question and own.scale = f.scale
where kind = 'RATING' and not imputed and about_type is distinct from 'ARTICLE'
union all
select fulfils, at_ms, 2, id, unit, area, null, null, false, counts, moves
from recount.visits
where category = 'FOLLOW_UP' and fulfils is not null;

-- Due so many working days later, at the same local time.

create table recount.work_days as
with openings as (
    select recount.floor_div(min(at_ms), 86400000) - 2 as first_day,
           recount.floor_div(max(at_ms), 86400000) + 2 as last_day
    from recount.call_back_steps
    where bad
), off as (
    select regexp_extract_all(recount.setting('working-days.weekend'), '[A-Z]+') as weekend,
           regexp_extract_all(recount.setting('working-days.holidays'), '\d{4}-\d\d-\d\d')::date[] as holidays,
           regexp_extract_all(recount.setting('working-days.extra'), '\d{4}-\d\d-\d\d')::date[] as extra
), dates as (
    select date '1970-01-01' + unnest(range(first_day, last_day
               + 7 * (recount.setting('callback.working-days')::integer + len(holidays) + 1)))::integer as day
    from openings, off
)
select day, row_number() over (order by day) as number
from dates, off
where list_contains(extra, day) or not (list_contains(weekend, upper(dayname(day))) or list_contains(holidays, day));

create table recount.call_back_dues as
with openings as (
    select distinct at_ms from recount.call_back_steps where bad
), dated as ( -- of two dates that the clocks show, the one that the rating belongs to
    select at_ms, shift, day
    from openings
    asof join recount.offsets on recount.floor_div(at_ms, 1000) >= begins
    asof join recount.days on recount.floor_div(at_ms, 60000) >= first_minute
), numbered as (
    select at_ms, shift, coalesce(number, 0) + recount.setting('callback.working-days')::integer as due_number
    from dated asof left join recount.work_days w on dated.day >= w.day
), local_times as (
    select at_ms, (day - date '1970-01-01') * 86400000 + recount.clock_time(at_ms, shift) as local_ms
    from numbered join recount.work_days on number = due_number
)
select at_ms as opened, recount.clock_moment(local_ms, begins, shift, shift_before) as due
from local_times asof join recount.clocks on recount.floor_div(local_ms, 1000) < clock_end;

-- In the order of time, topic and id, a bad rating opens a call-back unless one is open; anything else ends it. So each
-- stretch up to what ends one has a call-back at most, from its first bad rating on.
create table recount.call_backs as
with ordered as (
    select *, row_number() over steps as place,
           count(*) filter (where not bad)
               over (partition by target order by at_ms, topic, id rows between unbounded preceding and 1 preceding)
               as stretch
    from recount.call_back_steps
    where counts
    window steps as (partition by target order by at_ms, topic, id)
), opened as (
    select distinct on (target, stretch) * from ordered where bad order by target, stretch, place
), ended as (
    select o.*, e.at_ms as closed, e.place as end_place
    from opened o left join (select * from ordered where not bad) e using (target, stretch)
)
-- Did it help? The first rating at or after the end on the same scale tells. One that has not ended is given an end after
-- all places: where DuckDB 1.5 expects 64 rows or more, this join finds something for a null.
select e.unit, e.area, e.at_ms as opened, due, e.closed, again.at_ms as rated,
       e.percent as first_score, again.percent as second_score, true as counts, false as moves
from ended e
join recount.call_back_dues d on d.opened = e.at_ms
asof left join (select * from ordered where scale is not null) again
    on again.target = e.target and again.scale = e.scale and coalesce(e.end_place, 9223372036854775807) <= again.place
union all
-- Where a step moves, any bad rating may open one, and any step may end it.
select b.unit, b.area, b.at_ms, due, s.at_ms, s.at_ms, null, null, false, true
from recount.call_back_steps b
join recount.call_back_dues d on d.opened = b.at_ms
join recount.call_back_steps s on s.target = b.target
where b.bad and b.target in (select target from recount.call_back_steps where moves);
