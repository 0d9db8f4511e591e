-- Visits, households and people: by unit, breakdown value and window.

create table recount.visit_days as
select unit, area, category, mode, day,
       count(*) filter (where counts) as visits,
       coalesce(sum(households) filter (where counts), 0) as households,
       coalesce(sum(people) filter (where counts), 0) as people,
       coalesce(sum(feedback_asked) filter (where counts), 0) as feedback_asked,
       bool_or(counts) as counted,
       bool_or(moves or minute > minute_1) as moving
from (select *, recount.floor_div(at_ms, 60000) as minute from recount.visits, recount.cut)
     asof join recount.days on minute >= first_minute
where minute <= minute_2
group by all;

create view recount.visit_slices as
select '' as breakdown, '' as value, * from recount.visit_days
union all by name
select breakdown, value, d.*
from recount.visit_days d
join recount.breakdown_values on input = 'visits' and breakdown = 'category' and found = category
union all by name
select breakdown, value, d.*
from recount.visit_days d
join recount.breakdown_values on input = 'visits' and breakdown = 'mode' and found = mode
union all by name
select breakdown, value, d.*
from recount.visit_days d
join recount.breakdown_values on input = 'visits' and breakdown = 'area' and found = area;

create table recount.visit_counts as
select prefix as unit, breakdown, value, '' as facet, "window", start, "end",
       sum(visits)::bigint as visits,
       sum(households)::bigint as households,
       sum(people)::bigint as people,
       sum(feedback_asked)::bigint as feedback_asked,
       bool_or(counted) as counted,
       bool_or(moving) as moving
from recount.visit_slices
join recount.units using (unit)
join recount.day_windows using (day)
where breakdown = '' or with_breakdown
group by all;
