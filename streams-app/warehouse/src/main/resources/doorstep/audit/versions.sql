-- Which versions of events count, and which cells may have moved while the export read the results.

-- Ids with a record between both ends of the inputs: the results may have it or not.
create table recount.moving as
select distinct 'visits' as input, id
from visits left join recount.ends_1 on input_partition = 'visits-' || kafka_partition
where kafka_offset >= coalesce(ends_1, 0)
union all
select distinct 'feedback', id
from feedback left join recount.ends_1 on input_partition = 'feedback-' || kafka_partition
where kafka_offset >= coalesce(ends_1, 0)
union all
select distinct 'commitments', id
from commitments left join recount.ends_1 on input_partition = 'commitments-' || kafka_partition
where kafka_offset >= coalesce(ends_1, 0);

-- The survivors, and all versions of moving ids: these mark cells and count nothing.

create table recount.visits as
with versions as (
    select *, true as counts from visits_current
    union all by name
    select *, false as counts
    from visits
    where not null_value and not withdrawn and id in (select id from recount.moving where input = 'visits')
)
select id, unit, area, category, mode, households, people, feedback_asked, fulfils,
       epoch_ms(occurred_at) as at_ms, counts,
       id in (select id from recount.moving where input = 'visits') as moves
from versions;

create table recount.feedback as
with versions as (
    select *, true as counts from feedback_current
    union all by name
    select *, false as counts
    from feedback
    where not null_value and not withdrawn and id in (select id from recount.moving where input = 'feedback')
)
select id, unit, area, channel, source, array_to_string(list_sort(list_distinct(topics)), ',') as topics,
       kind, question, scale, score, reaction, imputed, about_type, about_id,
       epoch_ms(occurred_at) as at_ms, counts,
       id in (select id from recount.moving where input = 'feedback') as moves
from versions;

create table recount.commitments as
with versions as (
    select *, true as counts from commitments_current
    union all by name
    select *, false as counts
    from commitments
    where not null_value and not withdrawn
        and (id in (select id from recount.moving where input = 'commitments')
             or id in (select fulfils from recount.visits where moves)) -- for such a visit may move its duty
)
select id, unit, area, category, kind, epoch_ms(opened_at) as opened, epoch_ms(acknowledged_at) as acknowledged,
       epoch_ms(assigned_at) as assigned, epoch_ms(coalesce(first_due_at, due_at)) as first_due,
       epoch_ms(due_at) as due, epoch_ms(closed_at) as closed, outcome,
       list_transform(returned_at, lambda it: epoch_ms(it)) as returned,
       list_transform(reopened_at, lambda it: epoch_ms(it)) as reopened,
       counts, not counts as moves
from versions;
