// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.config.Nearest;
import java.time.Duration;
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
 * The fields that a mapping sets for one kind of event. Every request for a field makes its name known; a name that the
 * mapping sets but that is never requested is an error.
 */
final class Fields {
    private final Map<String, YamlNode> set = new LinkedHashMap<>();
    private final Set<String> own;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> columns = new LinkedHashSet<>();
    private final MappingLocation location;
    private final ValueReader values;

    /** @param own the event's own fields, which override {@code common} ones of the same name */
    Fields(YamlNode.Keys own, Optional<YamlNode.Keys> common, ValueReader values) {
        common.ifPresent(keys -> set.putAll(keys.entries()));
        set.putAll(own.entries());
        this.own = own.entries().keySet();
        this.location = own.location();
        this.values = values;
    }

    Field<String> id(String name) {
        return single(name, Form::id);
    }

    Field<String> target(String name) {
        return single(name, Form::target);
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

    /** A revision: a whole number or, if the mapping gives a format, a time in milliseconds since 1970. */
    Field<Long> revision(String name) {
        Optional<YamlNode> node = asked(name);
        if (node.isEmpty()) {
            return Field.absent();
        }
        if (!ValueReader.hasFormat(node.get())) {
            return single(name, node.get(), ValueReader.Use.SINGLE, Form::revision);
        }
        TimeFormat format = values.timeFormat(node.get());
        return single(name, node.get(), ValueReader.Use.TIME, text -> Form.revisionAt(format.parse(text)));
    }

    Field<List<String>> codes(String name) {
        Optional<YamlNode> node = asked(name);
        if (node.isEmpty()) {
            return Field.absent();
        }
        List<Field.Several.Item<String>> items = new ArrayList<>();
        for (YamlNode item : node.get().asItems()) {
            Value value = values.value(item, ValueReader.Use.LIST);
            ValueReader.checkConstants(value, Form::code, item);
            items.add(new Field.Several.Item<>(value, Form::code));
        }
        return kept(new Field.Several<>(name, items));
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
        List<Field.Several.Item<Instant>> items = new ArrayList<>();
        for (YamlNode item : node.get().asItems()) {
            Value value = values.value(item, ValueReader.Use.TIMES);
            items.add(new Field.Several.Item<>(value, values.timeFormat(item)::parse));
        }
        return new TimesField(name, kept(new Field.Several<>(name, items)));
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

    /**
     * The longest time before the opening of a commitment from which a time is moved to the opening; zero if none is
     * moved.
     */
    Duration clamp() {
        return values.clamp();
    }

    /** The keys of a field that has keys of its own, such as {@code about.type}. */
    Optional<Fields> below(String name, String example) {
        return asked(name).map(node -> new Fields(node.asKeys(example), Optional.empty(), values));
    }

    /** Finishes the fields of a nested key and adds their columns to this event's. */
    void include(Fields below) {
        below.finish();
        columns.addAll(below.columns);
    }

    /** The same field, except that a mapping without it and a row without a value for it are refused. */
    <T> Field<T> needed(String name, Field<T> field) {
        if (!set.containsKey(name)) {
            throw location.error("`" + name + "` is missing; this kind of event needs it"
                    + Nearest.of(name, set.keySet())
                            .filter(near -> !known.contains(near))
                            .map(near -> "; is `" + near + "` a misspelling of it?")
                            .orElse(""));
        }
        return Field.needed(name, field);
    }

    boolean sets(String name) {
        return set.containsKey(name);
    }

    /** Call this when all fields have been requested. */
    void finish() {
        own.stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw set.get(name).location().error("is not a field of this kind of event" + Nearest.hint(name, known));
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
        Field<Instant> field = single(name, node.get(), ValueReader.Use.TIME, values.timeFormat(node.get())::parse);
        return needed ? needed(name, field) : field;
    }

    private <T> Field<T> single(String name, Form<T> form) {
        Optional<YamlNode> node = asked(name);
        return node.isEmpty() ? Field.absent() : single(name, node.get(), ValueReader.Use.SINGLE, form);
    }

    private <T> Field<T> single(String name, YamlNode node, ValueReader.Use use, Form<T> form) {
        Value value = values.value(node, use);
        ValueReader.checkConstants(value, form, node);
        return kept(new Field.Single<>(name, value, form));
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
