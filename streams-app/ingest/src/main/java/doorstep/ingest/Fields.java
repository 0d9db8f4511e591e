package doorstep.ingest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of one kind of event as a mapping sets them. Each asking for a field makes its name known; what was set
 * and never asked for is an error.
 */
final class Fields {
    private final Map<String, YamlNode> set = new LinkedHashMap<>();
    private final Set<String> own;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> columns = new LinkedHashSet<>();
    private final Place place;
    private final ValueReader values;

    /** @param own the event's own fields; they go before {@code common} ones of the same name */
    Fields(YamlNode.Keys own, Optional<YamlNode.Keys> common, ValueReader values) {
        common.ifPresent(keys -> set.putAll(keys.entries()));
        set.putAll(own.entries());
        this.own = own.entries().keySet();
        this.place = own.place();
        this.values = values;
    }

    Field<String> id(String name) {
        return single(name, Form::id);
    }

    Field<String> code(String name) {
        return single(name, Form::code);
    }

    Field<String> oneOf(String name, List<String> codes) {
        return single(name, Form.oneOf(codes));
    }

    Field<Integer> count(String name) {
        return single(name, Form::count);
    }

    Field<Integer> wholeNumber(String name) {
        return single(name, Form::wholeNumber);
    }

    Field<List<String>> codes(String name) {
        return several(name, Form::code);
    }

    TimeField time(String name) {
        return new TimeField(name, time(name, false), false);
    }

    TimeField due(String name) {
        return new TimeField(name, time(name, false), true);
    }

    TimeField neededTime(String name) {
        return new TimeField(name, time(name, true), false);
    }

    TimesField times(String name) {
        Optional<YamlNode> node = asked(name);
        if (node.isEmpty()) {
            return new TimesField(name, Field.absent());
        }
        return new TimesField(
                name, kept(new Field.Several<>(name, valuesOf(node.get()), values.timeFormat(node.get())::parse)));
    }

    Field<Boolean> flag(String name) {
        Optional<YamlNode> node = asked(name);
        if (node.isPresent() && values.isCondition(node.get())) {
            return kept(new Field.Holding(name, values.condition(node.get())));
        }
        return single(name, Form::yesOrNo);
    }

    Field<String> path(String name) {
        Optional<YamlNode> node = asked(name);
        if (node.isEmpty()) {
            return Field.absent();
        }
        Field.Path field = new Field.Path(
                name, node.get().asItems().stream().map(values::segment).toList());
        if (field.columns().isEmpty()) {
            values.checkPath(field, node.get());
        }
        return kept(field);
    }

    /** The keys below a field that has some, as fields of their own: {@code about.type}. */
    Optional<Fields> below(String name, String example) {
        return asked(name).map(node -> new Fields(node.asKeys(example), Optional.empty(), values));
    }

    /** The columns of fields read below count as this event's. */
    void include(Fields below) {
        below.finish();
        columns.addAll(below.columns);
    }

    /** The same field, and a mapping without it is refused; so is a row that has nothing for it. */
    <T> Field<T> needed(String name, Field<T> field) {
        if (!set.containsKey(name)) {
            throw place.error("`" + name + "` is missing; this kind of event needs it");
        }
        return Field.needed(name, field);
    }

    boolean sets(String name) {
        return set.containsKey(name);
    }

    /** To be called when every field has been asked for. */
    void finish() {
        own.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw set.get(name).place().error("is no field of this kind of event" + NearestName.hint(name, known));
        });
    }

    Set<String> known() {
        return known;
    }

    Collection<String> columns() {
        return columns;
    }

    private Field<Instant> time(String name, boolean needed) {
        Optional<YamlNode> node = asked(name);
        if (node.isEmpty()) {
            return needed ? needed(name, Field.absent()) : Field.absent();
        }
        Field<Instant> field = single(name, values.timeFormat(node.get())::parse);
        return needed ? needed(name, field) : field;
    }

    private <T> Field<T> single(String name, Form<T> form) {
        Optional<YamlNode> node = asked(name);
        if (node.isEmpty()) {
            return Field.absent();
        }
        Value value = values.value(node.get());
        if (value.split().isPresent()) {
            throw node.get().place().error("`split` is for lists and paths; this field takes one value");
        }
        ValueReader.checkConstants(value, form, node.get());
        return kept(new Field.Single<>(name, value, form));
    }

    private <T> Field<List<T>> several(String name, Form<T> form) {
        Optional<YamlNode> node = asked(name);
        if (node.isEmpty()) {
            return Field.absent();
        }
        List<Value> list = valuesOf(node.get());
        list.forEach(value -> ValueReader.checkConstants(value, form, node.get()));
        return kept(new Field.Several<>(name, list, form));
    }

    private List<Value> valuesOf(YamlNode node) {
        List<Value> list = new ArrayList<>();
        node.asItems().forEach(item -> list.add(values.value(item)));
        return list;
    }

    private Optional<YamlNode> asked(String name) {
        known.add(name);
        return Optional.ofNullable(set.get(name));
    }

    private <F extends Field<?>> F kept(F field) {
        columns.addAll(field.columns());
        return field;
    }
}
