-- What is owed, counted at its own moments: docs/topics.md, Service levels.

create table recount.owed as
with naming as ( -- visits that name a duty
    select distinct c.id, c.opened, v.at_ms, v.counts
    from recount.commitments c join recount.visits v on v.fulfils = c.id and v.at_ms >= c.opened
    where kind = 'DUTY'
), first_visits as (
    select id, opened, min(at_ms) as visited from naming where counts group by all
), duties as (
    select c.*, visited, false as later
    from recount.commitments c left join first_visits using (id, opened)
    where kind = 'DUTY' and counts and id not in (select id from recount.occurrences where counts)
    union all by name
    select * from recount.occurrences
    union all by name
    -- Any of them may be the first one. What comes back may be refused another time.
    select c.* replace (if(every is null, outcome, null) as outcome), at_ms as visited, false as later
    from recount.commitments c
    left join (select distinct id, opened, at_ms from naming) using (id, opened)
    left join recount.recurring_categories using (category)
    where kind = 'DUTY' and moves
), done as (
    select *, least(visited, if(outcome = 'RESOLVED' and not later, closed, null)) as done, least(visited, closed) as ended
    from duties
    union all by name
    select *, closed as done, closed as ended from recount.commitments where kind <> 'DUTY'
)
select kind as facet, unit, area, category, opened, acknowledged, assigned, first_due, due, closed, outcome, returned,
       reopened, done, ended, null::bigint as rated, null::bigint as first_score, null::bigint as second_score,
       counts, moves
from done
union all by name
select 'CALLBACK' as facet, unit, area, opened, due as first_due, due, closed, closed as done, closed as ended, rated,
       first_score, second_score, counts, moves
from recount.call_backs;

create table recount.owed_moments as
with listed as (
    select *, unnest([
               {'what': 'opened', 'at_ms': opened},
               {'what': 'acknowledged', 'at_ms': acknowledged},
               {'what': 'assigned', 'at_ms': assigned},
               {'what': if(done <= due, 'met', 'missed'), 'at_ms': if(void, null, due)},
               {'what': if(done <= first_due, 'first_met', 'first_missed'), 'at_ms': if(void, null, first_due)},
               {'what': 'overdue_began', 'at_ms': if(not void and (ended is null or ended > due), due, null)},
               {'what': 'overdue_ended', 'at_ms': if(not void and ended > due, ended, null)},
               {'what': 'closed', 'at_ms': closed},
               {'what': 'ended', 'at_ms': ended},
               {'what': 'rated_again', 'at_ms': rated}]
               || coalesce(list_transform(returned, lambda one: {'what': 'returned', 'at_ms': one}), [])
               || coalesce(list_transform(reopened, lambda one: {'what': 'reopened', 'at_ms': one}), [])) as moment
    from (select *, coalesce(outcome in ('REFUSED', 'DUPLICATE'), false) as void from recount.owed)
), reached as (
    select * exclude (moment), moment.what, moment.at_ms, recount.floor_div(moment.at_ms, 60000) as minute,
           recount.floor_div(opened, 60000) as opened_minute
    from listed, recount.cut
    where recount.floor_div(moment.at_ms, 60000) <= minute_2
)
select facet, unit, area, category, opened, outcome, what, at_ms, first_score, second_score, counts,
       moves or minute > minute_1 as moves,
       last_day.day,
       (at_ms - opened) // 1000 as seconds,
       last_day.day - first_day.day as days
from reached
asof join recount.days last_day on minute >= last_day.first_minute
asof join recount.days first_day on opened_minute >= first_day.first_minute;

create view recount.owed_slices as
select '' as breakdown, '' as value, * from recount.owed_moments
union all by name
select breakdown, value, m.*
from recount.owed_moments m
join recount.breakdown_values on input = 'commitments' and breakdown = 'category' and found = category
union all by name
select breakdown, value, m.*
from recount.owed_moments m
join recount.breakdown_values on input = 'commitments' and breakdown = 'area' and found = area;

create view recount.owed_cells as
select prefix as cell_unit, "window", start, "end", s.*
from recount.owed_slices s
join recount.units using (unit)
join recount.day_windows using (day)
where breakdown = '' or with_breakdown or (breakdown = 'category' and "window" = 'EVER');

-- Percentiles: nearest ranks over buckets; the mean of a bucket stands for it. docs/topics.md, How exact.
create table recount.durations as
with buckets as ( -- a bucket keeps the eight leading binary digits
    select cell_unit, breakdown, value, facet, "window", start, what,
           o.seconds - o.seconds % (1::bigint << greatest(0, length(bin(o.seconds)) - 8)::integer) as bucket,
           count(*) as number, sum(o.seconds)::bigint as seconds, sum(o.days)::bigint as days
    from recount.owed_cells o
    where counts and what in ('acknowledged', 'assigned', 'closed')
    group by all
), ranked as (
    select *, sum(number) over (cell order by bucket) as passed, sum(number) over cell as whole
    from buckets
    window cell as (partition by cell_unit, breakdown, value, facet, "window", start, what)
)
select cell_unit, breakdown, value, facet, "window", start, what,
       {'count': sum(number)::bigint, 'seconds': sum(seconds)::bigint, 'days': sum(days)::bigint,
        'p50': arg_min(seconds // number, bucket) filter (where passed * 100 >= whole * 50),
        'p90': arg_min(seconds // number, bucket) filter (where passed * 100 >= whole * 90),
        'p99': arg_min(seconds // number, bucket) filter (where passed * 100 >= whole * 99),
        'buckets': list({'count': number, 'seconds': seconds} order by bucket)} as duration
from ranked
group by all;

create table recount.service_levels as
with moments as (
    select cell_unit, breakdown, value, facet, "window", start, "end",
           count(*) filter (where counts and what = 'opened') as opened,
           count(*) filter (where counts and what = 'acknowledged') as acknowledged,
           count(*) filter (where counts and what = 'acknowledged'
               and at_ms - m.opened <= recount.millis(recount.setting('acknowledge.limit'))) as acknowledged_on_time,
           count(*) filter (where counts and what = 'assigned') as assigned,
           count(*) filter (where counts and what in ('met', 'missed')) as due,
           count(*) filter (where counts and what = 'met') as met,
           count(*) filter (where counts and what = 'missed') as missed,
           count(*) filter (where counts and what in ('first_met', 'first_missed')) as first_due,
           count(*) filter (where counts and what = 'first_met') as first_met,
           count(*) filter (where counts and what = 'first_missed') as first_missed,
           count(*) filter (where counts and what = 'closed') as closed,
           count(*) filter (where counts and what = 'closed' and outcome = 'RESOLVED') as resolved,
           count(*) filter (where counts and what = 'closed' and outcome = 'UNRESOLVED') as unresolved,
           count(*) filter (where counts and what = 'closed' and outcome = 'REFUSED') as refused,
           count(*) filter (where counts and what = 'closed' and outcome = 'DUPLICATE') as duplicate,
           count(*) filter (where counts and what = 'closed' and outcome is null) as without_outcome,
           count(*) filter (where counts and what = 'returned') as returned,
           count(*) filter (where counts and what = 'reopened') as reopened,
           count(*) filter (where counts and what = 'opened')
               - count(*) filter (where counts and what = 'ended') as backlog_change,
           count(*) filter (where counts and what = 'overdue_began')
               - count(*) filter (where counts and what = 'overdue_ended') as overdue_change,
           count(*) filter (where counts and what = 'rated_again') as rated_again,
           count(*) filter (where counts and what = 'rated_again' and m.second_score > m.first_score) as rated_higher,
           count(*) filter (where counts and what = 'rated_again' and m.second_score < m.first_score) as rated_lower,
           sum(if(counts and what = 'rated_again', m.first_score, 0))::bigint as first_score,
           sum(if(counts and what = 'rated_again', m.second_score, 0))::bigint as second_score,
           bool_or(counts) as counted,
           bool_or(moves) as moving
    from recount.owed_cells m
    group by all
), durations as (
    select cell_unit, breakdown, value, facet, "window", start,
           any_value(duration) filter (where what = 'acknowledged') as to_acknowledge,
           any_value(duration) filter (where what = 'assigned') as to_assign,
           any_value(duration) filter (where what = 'closed') as to_close
    from recount.durations
    group by all
), cells as (
    select m.*, to_acknowledge, to_assign, to_close
    from moments m left join durations d
        on d.cell_unit = m.cell_unit and d.breakdown = m.breakdown and d.value = m.value and d.facet = m.facet
        and d."window" = m."window" and d.start is not distinct from m.start
)
select cell_unit as unit, * exclude (cell_unit, to_acknowledge, to_assign, to_close),
       acknowledged_on_time / nullif(acknowledged, 0) as acknowledged_share,
       met / nullif(due, 0) as met_share,
       first_met / nullif(first_due, 0) as first_met_share,
       resolved / nullif(resolved + unresolved + refused, 0) as resolved_share,
       rated_higher / nullif(rated_again, 0) as rated_higher_share,
       coalesce(to_acknowledge.count, 0) as to_acknowledge_count,
       coalesce(to_acknowledge.seconds, 0) as to_acknowledge_seconds,
       coalesce(to_acknowledge.days, 0) as to_acknowledge_days,
       to_acknowledge.p50 as to_acknowledge_p50,
       to_acknowledge.p90 as to_acknowledge_p90,
       to_acknowledge.p99 as to_acknowledge_p99,
       coalesce(to_acknowledge.buckets, []) as to_acknowledge_buckets,
       coalesce(to_assign.count, 0) as to_assign_count,
       coalesce(to_assign.seconds, 0) as to_assign_seconds,
       coalesce(to_assign.days, 0) as to_assign_days,
       to_assign.p50 as to_assign_p50,
       to_assign.p90 as to_assign_p90,
       to_assign.p99 as to_assign_p99,
       coalesce(to_assign.buckets, []) as to_assign_buckets,
       coalesce(to_close.count, 0) as to_close_count,
       coalesce(to_close.seconds, 0) as to_close_seconds,
       coalesce(to_close.days, 0) as to_close_days,
       to_close.p50 as to_close_p50,
       to_close.p90 as to_close_p90,
       to_close.p99 as to_close_p99,
       coalesce(to_close.buckets, []) as to_close_buckets
from cells;
