// SPDX-License-Identifier: Apache-2.0
package doorstep.ingest;

import doorstep.config.Nearest;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.FileSystems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;

/** Reads a {@link Mapping} from the parsed YAML of a mapping file and checks it. */
final class MappingReader {
    private static final int DEFAULT_MAX_LINE = 1_000_000;
    private static final int LARGEST_MAX_LINE = 100_000_000;
    /** A kind of event that a mapping can name. */
    private record Kind(Topic topic, Function<Fields, EventMaker> maker) {}

    private static final Map<String, Kind> KINDS = Map.of(
            "visits", new Kind(Topics.VISITS, VisitMaker::new),
            "feedback", new Kind(Topics.FEEDBACK, FeedbackMaker::new),
            "commitments", new Kind(Topics.COMMITMENTS, CommitmentMaker::new));

    private MappingReader() {}

    static Mapping read(String name, YamlNode root) {
        Section keys = new Section(
                root.asKeys("`doorstep: 1`"),
                "doorstep",
                "about",
                "files",
                "times",
                "tables",
                "when",
                "common",
                "events");
        YamlNode version = keys.required("doorstep", "begin the mapping with `doorstep: 1`");
        if (!version.asText().equals("1")) {
            throw version.location().error("this version of Doorstep reads format 1 only");
        }
        FileFormat format = format(keys.required("files", "it says how to read the files"));
        ValueReader values = new ValueReader(keys.node("tables"), keys.node("times"));
        Condition when = keys.node("when").map(values::condition).orElse(Condition.ALWAYS);
        List<EventMapping> events = events(keys, values);
        values.finish(keys.node("tables"));

        Set<String> columns = new LinkedHashSet<>(when.columns());
        events.forEach(event -> columns.addAll(event.columns()));
        checkColumns(format, columns, root.location());
        return new Mapping(name, keys.text("about").orElse(""), format, when, events, List.copyOf(columns));
    }

    private static List<EventMapping> events(Section keys, ValueReader values) {
        Optional<YamlNode.Keys> common = keys.node("common").map(node -> node.asKeys("`source: MY_SYSTEM`"));
        List<EventMapping> events = new ArrayList<>();
        Set<String> known = new LinkedHashSet<>();
        YamlNode list = keys.required("events", "it says which events a row yields");
        for (YamlNode item : list.asItems()) {
            Section event = new Section(item.asKeys("`topic: visits`"), "topic", "when", "fields");
            YamlNode topicNode = event.required("topic", "visits, feedback or commitments");
            Kind kind = KINDS.get(topicNode.asText());
            if (kind == null) {
                throw topicNode
                        .location()
                        .error("is not a topic"
                                + Nearest.hint(topicNode.asText(), List.of("visits", "feedback", "commitments")));
            }
            Condition when = event.node("when").map(values::condition).orElse(Condition.ALWAYS);
            YamlNode.Keys own =
                    event.required("fields", "the fields of the event").asKeys("`id: <no>`");
            Fields fields = new Fields(own, common, values);
            EventMaker maker = kind.maker().apply(fields);
            fields.finish();
            known.addAll(fields.known());
            Collection<String> columns = new LinkedHashSet<>(when.columns());
            columns.addAll(fields.columns());
            events.add(new EventMapping(kind.topic(), when, maker, columns));
        }
        if (events.isEmpty()) {
            throw list.location().error("is empty; without an entry no row yields an event");
        }
        common.ifPresent(set -> set.entries().forEach((name, node) -> {
            if (!known.contains(name)) {
                throw node.location().error("is not a field of any of the events below" + Nearest.hint(name, known));
            }
        }));
        return List.copyOf(events);
    }

    private static FileFormat format(YamlNode node) {
        Section keys = new Section(
                node.asKeys("`format: csv`"),
                "format",
                "encoding",
                "delimiter",
                "quote",
                "header",
                "columns",
                "max-line");
        YamlNode format = keys.required("format", "csv or jsonl");
        boolean isCsv = format.asText().equals("csv");
        if (!isCsv) {
            if (!format.asText().equals("jsonl")) {
                throw format.location().error("must be csv or jsonl");
            }
            for (String name : List.of("delimiter", "quote", "header", "columns")) {
                keys.node(name).ifPresent(set -> {
                    throw set.location().error("is for csv only");
                });
            }
        }
        return new FileFormat(
                encodings(keys.node("encoding")), isCsv ? Optional.of(csv(keys)) : Optional.empty(), maxLine(keys));
    }

    private static FileFormat.Csv csv(Section keys) {
        char delimiter = keys.node("delimiter").map(MappingReader::character).orElse(',');
        Optional<Character> quote = keys.node("quote")
                .map(node -> node.asText().equals("none") ? Optional.<Character>empty() : Optional.of(character(node)))
                .orElse(Optional.of('"'));
        if (quote.isPresent() && quote.get() == delimiter) {
            throw keys.location().error("`delimiter` and `quote` are the same");
        }
        boolean header = keys.flag("header", true);
        List<String> columns = keys.node("columns")
                .map(node -> node.asItems().stream()
                        .map(item -> CleanText.of(item.asText()))
                        .toList())
                .orElse(List.of());
        if (!header && columns.isEmpty()) {
            throw keys.location().error("`header: false` needs `columns`, the names from left to right");
        }
        return new FileFormat.Csv(delimiter, quote, header, columns);
    }

    private static int maxLine(Section keys) {
        Optional<YamlNode> node = keys.node("max-line");
        if (node.isEmpty()) {
            return DEFAULT_MAX_LINE;
        }
        try {
            int max = Integer.parseInt(node.get().asText());
            if (max >= 1 && max <= LARGEST_MAX_LINE) {
                return max;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw node.get().location().error("must be a number of characters, 1 to " + LARGEST_MAX_LINE);
    }

    private static List<FileFormat.Encoding> encodings(Optional<YamlNode> node) {
        if (node.isEmpty()) {
            return List.of(new FileFormat.Encoding("*", StandardCharsets.UTF_8));
        }
        if (node.get() instanceof YamlNode.Text) {
            return List.of(new FileFormat.Encoding("*", charset(node.get())));
        }
        return node.get().asItems().stream()
                .map(item -> {
                    Section keys = new Section(
                            item.asKeys("`{files: \"old*\", encoding: windows-1252}`"), "files", "encoding");
                    YamlNode files = keys.required("files", "a pattern of file names");
                    try {
                        FileSystems.getDefault().getPathMatcher("glob:" + files.asText());
                    } catch (PatternSyntaxException e) {
                        throw files.location().error("not a pattern of file names: " + e.getDescription());
                    }
                    return new FileFormat.Encoding(
                            files.asText(), charset(keys.required("encoding", "the encoding of these files")));
                })
                .toList();
    }

    private static Charset charset(YamlNode node) {
        try {
            return Charset.forName(node.asText());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw node.location()
                    .error("\"" + node.asText() + "\" is not an encoding that Java knows"
                            + Nearest.of(
                                            node.asText(),
                                            Charset.availableCharsets().keySet())
                                    .map(nearest -> "; did you mean \"" + nearest + "\"?")
                                    .orElse("; try UTF-8, windows-1252 or GB18030"));
        }
    }

    private static char character(YamlNode node) {
        String text = node.asText();
        if (text.equals("tab") || text.equals("\\t")) {
            return '\t';
        }
        if (text.length() != 1 || text.equals("\n") || text.equals("\r")) {
            throw node.location().error("must be one character, or `tab`");
        }
        return text.charAt(0);
    }

    /** If the mapping names the columns itself, it must name all columns that it uses. */
    private static void checkColumns(FileFormat format, Set<String> used, MappingLocation location) {
        List<String> names = format.csv().map(FileFormat.Csv::columns).orElse(List.of());
        if (!names.isEmpty()) {
            Set<String> seen = new HashSet<>();
            names.forEach(name -> {
                if (!seen.add(name) && used.contains(name)) {
                    throw location.error("`columns` has \"" + name + "\" twice");
                }
            });
            used.forEach(name -> {
                if (!seen.contains(name)) {
                    throw location.error("<" + name + "> is not under `columns`" + Nearest.hint(name, names));
                }
            });
        }
    }
}
