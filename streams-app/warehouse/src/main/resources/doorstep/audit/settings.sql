-- The settings that the figures were counted under: the last row of each name that the export has.

create table recount.settings as
select name, value
from (select distinct on (name) name, value from settings order by name, export desc, kafka_offset desc)
where value is not null;

create macro recount.setting(wanted) as (select value from recount.settings where name = wanted);

-- Division that rounds down, for times before 1970 too.
create macro recount.floor_div(a, b) as (a - ((a % b) + b) % b) // b;

-- 24h or 500ms as milliseconds.
create macro recount.millis(duration) as
    regexp_extract(duration, '^[0-9]+')::bigint
    * case regexp_extract(duration, '[a-z]+$')
          when 'ms' then 1 when 's' then 1000 when 'm' then 60000 when 'h' then 3600000 when 'd' then 86400000
      end;

-- Windows that have rows; rolling ones are not audited.
create table recount.windows as
select "window",
       list_contains(regexp_extract_all(recount.setting('breakdown.windows'), '\w+'), "window") as with_breakdown
from (select unnest(regexp_extract_all(recount.setting('windows'), '\w+')) as "window")
where not starts_with("window", 'LAST_');

-- Which values of a breakdown have rows of their own: open, none, or [A,B].
create table recount.breakdown_rules as
select split_part(name, '.', 2) as input,
       split_part(name, '.', 3) as breakdown,
       value as rule,
       string_split(value[2:length(value) - 1], ',') as listed
from recount.settings
where name like 'breakdown.%.%';

create macro recount.catalogue(path) as json_extract(recount.setting('catalogue.text'), path);

-- docs/catalogue.md, Default thresholds. The catalogue may say of a scale which scores are bad.
create table recount.scales as
select scale, lowest, highest, satisfied_from,
       coalesce(recount.catalogue('$.scale.' || scale || '.badBelow')::integer, bad_below) as bad_below
from (values ('STARS_5', 1, 5, 4, 3), ('GRADE_5', 1, 5, 3, 3), ('NPS_11', 0, 10, 9, 7), ('YES_NO', 0, 1, 1, 1))
         defaults(scale, lowest, highest, satisfied_from, bad_below);

-- What the catalogue says of questions. All but call_back is about answers on the question's own scale.
create table recount.questions as
select code as question,
       recount.catalogue(path || '.scale') ->> '$' as scale,
       recount.catalogue(path || '.satisfiedFrom')::integer as satisfied_from,
       recount.catalogue(path || '.badBelow')::integer as bad_below,
       recount.catalogue(path || '.weights')::double[] as weights,
       coalesce(recount.catalogue(path || '.callBack')::boolean, false) as call_back
from (select code, '$.question.' || code as path
      from (select unnest(json_keys(recount.setting('catalogue.text'), '$.question')) as code));

-- Categories whose duties come back, after so many days.
create table recount.recurring_categories as
select code as category, rtrim(recount.catalogue('$.category.' || code || '.every') ->> '$', 'd')::integer as every
from (select unnest(json_keys(recount.setting('catalogue.text'), '$.category')) as code)
where recount.catalogue('$.category.' || code || '.every') is not null;

-- Between which moments the results were read (docs/warehouse.md, Which tables belong together).

create table recount.cut as -- minutes since 1970; without a first as-of anything may have moved
select coalesce(recount.floor_div(epoch_ms(as_of_1), 60000), -1000000000000) as minute_1,
       recount.floor_div(epoch_ms(as_of_2), 60000) as minute_2
from exports
order by number desc
limit 1;

create table recount.ends_1 as -- visits-0, feedback-11
select topic_partition[length(recount.setting('topics.prefix')) + 1:] as input_partition, ends_1
from (select unnest(map_keys(input_ends_1)) as topic_partition, unnest(map_values(input_ends_1)) as ends_1
      from (select input_ends_1 from exports order by number desc limit 1));
