-- Feedback by kind: by unit, breakdown value and window. Other figures of feedback stand on the same days and slices.

create table recount.feedback_days as
select unit, area, channel, source, topics, day, kind, imputed, question, scale, score, about_type,
       count(*) filter (where counts) as number,
       bool_or(counts) as counted,
       bool_or(moves or minute > minute_1) as moving
from (select *, recount.floor_div(at_ms, 60000) as minute from recount.feedback, recount.cut)
     asof join recount.days on minute >= first_minute
where minute <= minute_2
group by all;

create view recount.feedback_slices as
select '' as breakdown, '' as value, * from recount.feedback_days
union all by name
select breakdown, value, d.*
from recount.feedback_days d
join recount.breakdown_values on input = 'feedback' and breakdown = 'channel' and found = channel
union all by name
select breakdown, value, d.*
from recount.feedback_days d
join recount.breakdown_values on input = 'feedback' and breakdown = 'source' and found = source
union all by name
select breakdown, value, d.*
from recount.feedback_days d
join recount.breakdown_values on input = 'feedback' and breakdown = 'topic' and found = topics
union all by name
select breakdown, value, d.*
from recount.feedback_days d
join recount.breakdown_values on input = 'feedback' and breakdown = 'area' and found = area;

create table recount.feedback_counts as
select prefix as unit, breakdown, value, '' as facet, "window", start, "end",
       sum(if(kind = 'RATING' and not imputed, number, 0))::bigint as ratings,
       sum(if(kind = 'RATING' and not imputed and question = 'OVERALL' and about_type = 'VISIT', number, 0))::bigint
           as ratings_about_visits,
       sum(if(kind = 'RATING' and imputed, number, 0))::bigint as imputed,
       sum(if(kind = 'REACTION', number, 0))::bigint as reactions,
       sum(if(kind = 'SUGGESTION', number, 0))::bigint as suggestions,
       sum(if(kind = 'REPORT', number, 0))::bigint as reports,
       bool_or(counted) as counted,
       bool_or(moving) as moving
from recount.feedback_slices
join recount.units using (unit)
join recount.day_windows using (day)
where breakdown = '' or with_breakdown
group by all;
