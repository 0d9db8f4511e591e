-- Moods under articles, for all units together.

create table recount.reaction_counts as
with reactions as (
    select *, recount.floor_div(at_ms, 60000) as minute
    from recount.feedback, recount.cut, recount.scope
    where kind = 'REACTION' and about_type = 'ARTICLE' and (only_unit is null or only_unit = '*')
), moods as (
    select about_id as facet, "window", start, "end", reaction,
           count(*) filter (where counts) as number,
           bool_or(counts) as counted,
           bool_or(moves or minute > minute_1) as moving
    from reactions asof join recount.days on minute >= first_minute
    join recount.day_windows using (day)
    where minute <= minute_2
    group by all
), articles as (
    select facet, "window", start, "end",
           sum(number)::bigint as reactions,
           list({'reaction': reaction, 'count': number} order by reaction) filter (where counted) as by_mood,
           bool_or(counted) as counted,
           bool_or(moving) as moving
    from moods
    group by all
)
select '*' as unit, '' as breakdown, '' as value, facet, "window", start, "end",
       reactions,
       list_transform(by_mood, lambda mood:
           {'reaction': mood.reaction, 'count': mood.count, 'share': mood.count / reactions}) as moods,
       counted,
       moving
from articles;
