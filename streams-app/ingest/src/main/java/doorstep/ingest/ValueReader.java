// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.config.DurationFormat;
import doorstep.config.Nearest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Reads the values and conditions of a mapping, using its tables and time settings. */
final class ValueReader {
    /**
     * The use of a value, which decides the keys that it may have.
     *
     * @param own keys in addition to those that every value may have
     */
    record Use(List<String> own) {
        static final Use SINGLE = new Use(List.of());
        static final Use LIST = new Use(List.of("split"));
        static final Use TIME = new Use(List.of("format", "zone", "locale"));
        static final Use TIMES = new Use(List.of("split", "format", "zone", "locale"));
        static final Use SEGMENT = new Use(List.of("split", "optional"));
        static final Use CONDITION = new Use(List.of("is", "not", "matches", "present"));

        private String[] keys() {
            return Stream.concat(Stream.of("from", "match", "table", "otherwise", "empty", "as"), own.stream())
                    .toArray(String[]::new);
        }
    }

    private static final List<String> TESTS = List.of("is", "not", "matches", "present");
    private static final String EXAMPLE = "`from: <column>`";
    private static final Duration LONGEST_CLAMP = Duration.ofDays(1);

    private final Map<String, Map<String, String>> tables;
    private final Set<String> usedTables = new HashSet<>();
    private final Optional<YamlNode> formats;
    private final Optional<ZoneId> zone;
    private final Locale locale;
    private final Duration clamp;

    ValueReader(Optional<YamlNode> tables, Optional<YamlNode> times) {
        this.tables = new LinkedHashMap<>();
        tables.ifPresent(node -> node.asKeys("`kinds: {home: DOOR}`")
                .entries()
                .forEach((name, entries) -> this.tables.put(name, entries(entries))));
        Optional<Section> section = times.map(
                node -> new Section(node.asKeys("`zone: Europe/Berlin`"), "zone", "formats", "locale", "clamp"));
        formats = section.flatMap(keys -> keys.node("formats"));
        zone = section.flatMap(ValueReader::zone);
        locale = section.flatMap(ValueReader::locale).orElse(Locale.ENGLISH);
        clamp = section.flatMap(keys -> keys.node("clamp"))
                .map(ValueReader::clamp)
                .orElse(Duration.ZERO);
        formats.ifPresent(node -> new TimeFormat(node.asItems(), zone, locale)); // reports faults now
    }

    Value value(YamlNode node, Use use) {
        if (node instanceof YamlNode.Items) {
            throw node.location().error("takes one value, not a list");
        }
        if (node instanceof YamlNode.Text) {
            return Value.of(Template.of(node));
        }
        return value(new Section(node.asKeys(EXAMPLE), use.keys()));
    }

    Field.Path.Segment segment(YamlNode node) {
        boolean optional =
                node instanceof YamlNode.Keys keys && new Section(keys, Use.SEGMENT.keys()).flag("optional", false);
        return new Field.Path.Segment(value(node, Use.SEGMENT), optional);
    }

    private Value value(Section keys) {
        YamlNode from = keys.required("from", "the text to begin with, such as " + EXAMPLE);
        Optional<Map<String, String>> table = keys.node("table").map(this::table);
        Optional<Pattern> match = keys.node("match").map(ValueReader::pattern);
        Optional<YamlNode> otherwise = keys.node("otherwise");
        if (otherwise.isPresent() && table.isEmpty() && match.isEmpty()) {
            throw otherwise.get().location().error("needs a `match` or a `table` that may fail");
        }
        keys.node("as").ifPresent(node -> {
            if (!node.asText().equals("code")) {
                throw node.location().error("can only be `code`");
            }
        });
        keys.node("split").ifPresent(node -> {
            if (node.asText().isEmpty()) {
                throw node.location().error("is empty; write what separates two values, for example \";\"");
            }
        });
        return new Value(
                Template.of(from),
                keys.text("split"),
                match,
                table,
                otherwise.map(Template::of),
                keys.node("empty").map(Template::of),
                keys.has("as"));
    }

    /** Formats, zone and locale of a time: those of the field, else those under {@code times}. */
    TimeFormat timeFormat(YamlNode node) {
        if (node instanceof YamlNode.Keys keys) {
            Section section = new Section(keys, Use.TIMES.keys());
            return timeFormat(
                    section.node("format").or(() -> formats),
                    zone(section).or(() -> zone),
                    locale(section).orElse(locale),
                    node);
        }
        return timeFormat(formats, zone, locale, node);
    }

    private static TimeFormat timeFormat(
            Optional<YamlNode> formats, Optional<ZoneId> zone, Locale locale, YamlNode node) {
        List<YamlNode> items =
                formats.map(YamlNode::asItems).orElseGet(() -> List.of(new YamlNode.Text("iso", node.location())));
        return new TimeFormat(items, zone, locale);
    }

    /** Whether a field has a time format of its own. */
    static boolean hasFormat(YamlNode node) {
        return node instanceof YamlNode.Keys keys && keys.entries().containsKey("format");
    }

    /**
     * The longest time before the opening of a commitment from which a time is moved to the opening; zero if none is
     * moved.
     */
    Duration clamp() {
        return clamp;
    }

    private static Duration clamp(YamlNode node) {
        Section keys = new Section(node.asKeys("`{to: openedAt, within: 1m}`"), "to", "within");
        YamlNode to = keys.required("to", "what times are moved to: openedAt");
        if (!to.asText().equals("openedAt")) {
            throw to.location().error("can only be `openedAt`");
        }
        YamlNode within = keys.required("within", "how far before that a time may be, such as 1m");
        try {
            Duration duration = DurationFormat.parse(within.asText());
            if (!duration.isZero() && duration.compareTo(LONGEST_CLAMP) <= 0) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            throw within.location().error(e.getMessage());
        }
        throw within.location().error("must be longer than 0s and at most 1d");
    }

    boolean isCondition(YamlNode node) {
        if (node instanceof YamlNode.Keys keys) {
            return keys.entries().containsKey("any") || TESTS.stream().anyMatch(keys.entries()::containsKey);
        }
        return node instanceof YamlNode.Items;
    }

    /** One condition, or a list of which all must hold. */
    Condition condition(YamlNode node) {
        if (node instanceof YamlNode.Items list) {
            return new Condition.Several(
                    list.items().stream().map(this::condition).toList(), true);
        }
        YamlNode.Keys keys = node.asKeys("`{from: <status>, is: Closed}`");
        if (keys.entries().containsKey("any")) {
            YamlNode any = new Section(keys, "any").node("any").orElseThrow();
            return new Condition.Several(
                    any.asItems().stream().map(this::condition).toList(), false);
        }
        Section section = new Section(keys, Use.CONDITION.keys());
        List<Predicate<String>> tests = new ArrayList<>();
        section.node("is").ifPresent(is -> tests.add(texts(is)::contains));
        section.node("not").ifPresent(not -> tests.add(Predicate.not(texts(not)::contains)));
        section.node("matches").ifPresent(matches -> tests.add(pattern(matches).asMatchPredicate()));
        section.node("present").ifPresent(present -> {
            boolean wanted = section.flag("present", true);
            tests.add(text -> text.isEmpty() != wanted);
        });
        if (tests.size() != 1) {
            throw node.location().error("needs exactly one of " + String.join(", ", TESTS));
        }
        return new Condition.OfText(value(section), tests.get(0));
    }

    /** Reports constants that are not valid, whatever the row. */
    static <T> void checkConstants(Value value, Form<T> form, YamlNode node) {
        for (String constant : value.constants()) {
            try {
                form.parse(constant);
            } catch (BadValue e) {
                throw node.location().error("\"" + constant + "\" is not valid here: " + e.reason());
            }
        }
    }

    /** Checks a path that has no columns. */
    void checkPath(Field.Path field, YamlNode node) {
        List<Value> values =
                field.segments().stream().map(Field.Path.Segment::value).toList();
        if (values.stream().allMatch(value -> value.from().constant().isPresent())) {
            StringBuilder path = new StringBuilder();
            values.forEach(value -> path.append(path.isEmpty() ? "" : "/")
                    .append(value.from().constant().orElseThrow()));
            try {
                Form.path(path.toString());
            } catch (BadValue e) {
                throw node.location().error("\"" + path + "\" is not valid here: " + e.reason());
            }
        }
    }

    /** Reports a table that nothing uses: most likely its name is mistyped somewhere. */
    void finish(Optional<YamlNode> node) {
        node.ifPresent(tablesNode -> tablesNode.asKeys("").entries().forEach((name, table) -> {
            if (!usedTables.contains(name)) {
                throw table.location().error("no field uses this table; remove it, or name it in a `table:`");
            }
        }));
    }

    private Map<String, String> table(YamlNode node) {
        if (node instanceof YamlNode.Keys) {
            return entries(node);
        }
        String name = node.asText();
        Map<String, String> table = tables.get(name);
        if (table == null) {
            throw node.location()
                    .error("there is no table of this name under `tables`" + Nearest.hint(name, tables.keySet()));
        }
        usedTables.add(name);
        return table;
    }

    private static Map<String, String> entries(YamlNode node) {
        Map<String, String> table = new LinkedHashMap<>();
        node.asKeys("`home: DOOR`").entries().forEach((text, result) -> {
            if (table.put(CleanText.of(text), CleanText.of(result.asText())) != null) {
                throw result.location().error("occurs twice here");
            }
        });
        return table;
    }

    private static Set<String> texts(YamlNode node) {
        Set<String> texts = new HashSet<>();
        node.asItems().forEach(item -> texts.add(CleanText.of(item.asText())));
        return texts;
    }

    private static Pattern pattern(YamlNode node) {
        try {
            return Pattern.compile(CleanText.nfc(node.asText()));
        } catch (PatternSyntaxException e) {
            throw node.location().error("not a regular expression: " + e.getDescription());
        }
    }

    private static Optional<ZoneId> zone(Section section) {
        return section.node("zone").map(node -> {
            try {
                return ZoneId.of(node.asText());
            } catch (DateTimeException e) {
                throw node.location()
                        .error("\"" + node.asText() + "\" is not a time zone; write one like Europe/Berlin"
                                + Nearest.of(node.asText(), ZoneId.getAvailableZoneIds())
                                        .map(nearest -> "; did you mean \"" + nearest + "\"?")
                                        .orElse(""));
            }
        });
    }

    private static Optional<Locale> locale(Section section) {
        return section.node("locale").map(node -> {
            try {
                return new Locale.Builder().setLanguageTag(node.asText()).build();
            } catch (IllformedLocaleException e) {
                throw node.location().error("\"" + node.asText() + "\" is not a language; write one like en or pt-BR");
            }
        });
    }
}
