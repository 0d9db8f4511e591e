-- Units and breakdown values that an event counts under.

create macro recount.path_prefixes(path) as
    list_transform(range(1, len(string_split(path, '/')) + 1),
                   lambda n: array_to_string(string_split(path, '/')[1:n], '/'));

-- A unit, and each unit above it up to *.
create table recount.units as
select unit, prefix
from (select unit, unnest(recount.path_prefixes(unit) || ['*']) as prefix
      from (select unit from recount.visits
            union select unit from recount.feedback
            union select unit from recount.commitments)), recount.scope
where only_unit is null or prefix = only_unit;

-- What an event has, and the values that it counts under: a listed value as itself, all others once as OTHER_VALUES. An
-- area counts under each area above it too, and as one of the others only if none of these is listed.
create table recount.breakdown_values as
with found as (
    select 'visits' as input, 'category' as breakdown, category as found, [category] as each from recount.visits
    union select 'visits', 'mode', mode, [mode] from recount.visits
    union select 'visits', 'area', area, recount.path_prefixes(area) from recount.visits
    union select 'feedback', 'channel', channel, [channel] from recount.feedback
    union select 'feedback', 'source', source, [source] from recount.feedback
    union select 'feedback', 'topic', topics, string_split(topics, ',') from recount.feedback where topics <> ''
    union select 'feedback', 'area', area, recount.path_prefixes(area) from recount.feedback
    union select 'commitments', 'category', category, [category] from recount.commitments
    union select 'commitments', 'area', area, recount.path_prefixes(area) from recount.commitments
    union select 'commitments', 'area', area, recount.path_prefixes(area) from recount.feedback -- of call-backs
), judged as (
    select input, breakdown, found, each, rule, list_filter(each, lambda one: list_contains(listed, one)) as kept
    from found join recount.breakdown_rules using (input, breakdown)
    where rule <> 'none' and found is not null
)
select input, breakdown, found,
       unnest(case when rule = 'open' then each
                   when len(kept) = 0 or (breakdown <> 'area' and len(kept) < len(each)) then kept || ['OTHER_VALUES']
                   else kept end) as value
from judged;

-- % | = and control characters, and / where it does not separate the segments of a unit, as %XX of their UTF-8 bytes.
create macro recount.escaped(part, others) as
    case when regexp_matches(part, '[%|=\x00-\x1f\x7f-\x{9f}' || others || ']')
         then array_to_string(list_transform(regexp_extract_all(part, '(?s).'), lambda one:
                  if(regexp_matches(one, '[%|=\x00-\x1f\x7f-\x{9f}' || others || ']'),
                     regexp_replace(hex(one), '(..)', '%\1', 'g'), one)), '')
         else part end;

create macro recount.row_key(unit, breakdown, value, facet, kind, start) as
    recount.escaped(unit, '') || '|' || if(breakdown = '', '', breakdown || '=' || recount.escaped(value, '/')) || '|'
    || recount.escaped(facet, '/') || '|' || kind || '|' || coalesce(start::varchar, '');
