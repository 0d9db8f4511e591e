-- Answers to a question on a scale: distribution, mean, satisfied share, NPS. docs/architecture.md, Formulas.

create table recount.satisfaction_scores as
with answers as ( -- by score; of imputed ones only how many there are
    select prefix as unit, breakdown, value, question, scale, "window", start, "end", score,
           sum(if(imputed, 0, number))::bigint as given,
           sum(if(imputed, number, 0))::bigint as imputed,
           bool_or(counted) as counted,
           bool_or(moving) as moving
    from recount.feedback_slices
    join recount.units using (unit)
    join recount.day_windows using (day)
    where kind = 'RATING' and (breakdown = '' or with_breakdown)
    group by all
), meant as ( -- what the answers mean: the question's own thresholds hold on its own scale
    select a.*, lowest, highest, coalesce(q.satisfied_from, s.satisfied_from) as satisfied_from,
           coalesce(q.weights[score - lowest + 1], score) as weight
    from answers a
    join recount.scales s using (scale)
    left join recount.questions q on q.question = a.question and q.scale = a.scale
), cells as (
    select unit, breakdown, value, question || ':' || scale as facet, "window", start, "end", scale, lowest, highest,
           sum(given)::bigint as answers,
           sum(imputed)::bigint as imputed,
           map(list(score), list(given)) as by_score,
           sum(given * score)::bigint as total,
           sum(given * weight) as weighted,
           sum(if(score >= satisfied_from, given, 0))::bigint as satisfied,
           sum(if(score >= 9, given, 0)) as promoters,
           sum(if(score <= 6, given, 0)) as detractors,
           bool_or(counted) as counted,
           bool_or(moving) as moving
    from meant
    group by all
), shares as ( -- of no answers: null
    select *, nullif(answers, 0)::double as n, promoters / n as p, detractors / n as d, 1.959964::double as z
    from cells
), intervals as (
    select *, z * sqrt(z * z + 4 * satisfied * (1 - satisfied / n)) as wilson,
           z * 100 * sqrt(greatest(0, p + d - (p - d) * (p - d)) / n) as spread
    from shares
)
select unit, breakdown, value, facet, "window", start, "end",
       answers,
       imputed,
       list_transform(range(lowest, highest + 1), lambda one: coalesce(by_score[one::integer], 0)) as distribution,
       total as sum,
       weighted / n as mean,
       satisfied,
       satisfied / n as satisfied_share,
       case when n is null then null when satisfied = 0 then 0
            else (2 * satisfied + z * z - wilson) / (2 * (n + z * z)) end as satisfied_low,
       case when n is null then null when satisfied = answers then 1
            else (2 * satisfied + z * z + wilson) / (2 * (n + z * z)) end as satisfied_high,
       if(scale = 'NPS_11' and n > 0, (p - d) * 100, null) as nps,
       if(scale = 'NPS_11' and n > 0, greatest(-100, (p - d) * 100 - spread), null) as nps_low,
       if(scale = 'NPS_11' and n > 0, least(100, (p - d) * 100 + spread), null) as nps_high,
       answers >= recount.setting('answers.min')::bigint as enough,
       counted,
       moving
from intervals;
