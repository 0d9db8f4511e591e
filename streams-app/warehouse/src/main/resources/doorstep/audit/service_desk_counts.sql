-- Visits to service points, and feedback given there. Each kind of event has its own breakdowns; areas have both.

create table recount.service_desk_counts as
with desk as (
    select unit, breakdown, value, day, counted, moving, visits, people, feedback_asked,
           0 as feedback, 0 as ratings, 0 as suggestions
    from recount.visit_slices
    where mode = 'SERVICE_POINT'
    union all
    select unit, breakdown, value, day, counted, moving, 0, 0, 0,
           number, if(kind = 'RATING', number, 0), if(kind = 'SUGGESTION', number, 0)
    from recount.feedback_slices
    where channel = 'SERVICE_POINT' and not imputed
)
select prefix as unit, breakdown, value, '' as facet, "window", start, "end",
       sum(visits)::bigint as visits,
       sum(people)::bigint as people,
       sum(feedback_asked)::bigint as feedback_asked,
       sum(feedback)::bigint as feedback,
       sum(ratings)::bigint as ratings,
       sum(suggestions)::bigint as suggestions,
       bool_or(counted) as counted,
       bool_or(moving) as moving
from desk
join recount.units using (unit)
join recount.day_windows using (day)
where breakdown = '' or with_breakdown
group by all;
