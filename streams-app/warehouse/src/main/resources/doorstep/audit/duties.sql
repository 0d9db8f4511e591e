-- Duties that come back, which are in no record beside the first one: docs/catalogue.md, Duties that come back.

-- Visits that may end one and open the next, with the due time of that one.
create table recount.series_visits as
with naming as (
    select c.id, c.unit, c.area, c.category, c.opened as root_opened, c.closed, c.outcome, c.counts, every, v.at_ms
    from recount.commitments c
    join recount.recurring_categories using (category)
    join recount.visits v on v.fulfils = c.id and v.at_ms >= c.opened
        and v.at_ms <= coalesce(c.closed, v.at_ms) and (v.counts or not c.counts)
    where kind = 'DUTY' and outcome is distinct from 'DUPLICATE'
), dated as (
    select n.*, d.day, e.day as closing_day, shift
    from naming n
    asof join recount.days d on recount.floor_div(at_ms, 60000) >= d.first_minute
    asof left join recount.days e on recount.floor_div(closed, 60000) >= e.first_minute
    asof join recount.offsets on recount.floor_div(at_ms, 1000) >= begins
), local_times as (
    select * exclude (shift),
           (day - date '1970-01-01' + every) * 86400000 + recount.clock_time(at_ms, shift) as local_ms
    from dated
)
select l.* exclude (local_ms), recount.clock_moment(local_ms, begins, shift, shift_before) as due
from local_times l asof join recount.clocks on recount.floor_div(local_ms, 1000) < clock_end;

-- The first visit of each date ends what is open, and opens the next one unless the series is closed on that date. What
-- closes the series closes the last one; if that is another than the first, it is not due any more.
create table recount.occurrences as
with ending as (
    select *, row_number() over series as number, lead(at_ms) over series as next_ms,
           coalesce(day = closing_day, false) as is_end,
           coalesce(lead(day) over series = closing_day, lead(day) over series is null) as next_is_end
    from (select distinct on (id, day) * from recount.series_visits where counts order by id, day, at_ms)
    window series as (partition by id order by day)
)
select c.* replace (if(is_end, c.closed, null) as closed, if(is_end, c.outcome, null) as outcome),
       at_ms as visited, false as later
from recount.commitments c join ending on ending.id = c.id and number = 1
where c.counts
union all by name
select id, 'DUTY' as kind, unit, area, category, at_ms as opened, next_ms as visited,
       if(next_ms is null and closed <= due, null, due) as due,
       if(next_is_end, closed, null) as closed, if(next_is_end, outcome, null) as outcome,
       true as counts, false as moves, true as later
from ending
where not is_end
union all by name
-- Where a visit or the duty moves, any visit may open one.
select distinct id, 'DUTY' as kind, unit, area, category, at_ms as opened, due, closed,
       false as counts, true as moves, true as later
from recount.series_visits
where not counts;
