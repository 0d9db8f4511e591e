package doorstep.cluster;

import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;

/** docs/topics.md, from the list of topics and their schemas. */
public final class TopicsDoc {
    private static final String HEAD = """
            # Topics
            <!-- Generated: ./doorstep topics show --markdown > docs/topics.md -->

            Values are Avro in the Confluent wire format (a zero byte, the schema id in 4 bytes, the binary encoding), subject \
            `<topic>-value`. `./doorstep topics create` makes the topics, `./doorstep topics verify` compares a cluster with this list. \
            All names begin with `topics.prefix`, here its default. Internal topics of the application must be `LogAppendTime` too, with the same number of partitions.

            | topic | key | value | partitions | settings | holds |
            |---|---|---|---|---|---|
            """;

    private TopicsDoc() {}

    public static String markdown() {
        StringBuilder text = new StringBuilder(HEAD);
        for (Topic topic : Topics.all()) {
            text.append("| `")
                    .append(TopicNames.DEFAULT.of(topic))
                    .append("` | ")
                    .append(topic.key().replace("|", "\\|"));
            text.append(" | ").append(value(topic));
            text.append(" | ").append(topic.sharded() ? "`partitions`" : "1").append(" | ");
            text.append(settings(topic.settings()))
                    .append(topic.limits().isEmpty() ? "" : ", " + settings(topic.limits()) + " (a warning without)")
                    .append(" | ")
                    .append(topic.purpose())
                    .append(" |\n");
        }
        text.append(
                "\n## Values\nA field with `= …` may be left out by an older writer; `?` marks one that may be null.\n");
        for (Topic topic : Topics.all()) {
            if (topic.value().getType() == Schema.Type.RECORD) {
                text.append("\n### ").append(topic.value().getName()).append("\n");
                text.append("| field | type | meaning |\n|---|---|---|\n");
                topic.value().getFields().forEach(field -> appendField(field, text));
            }
        }
        return text.toString();
    }

    private static void appendField(Schema.Field field, StringBuilder text) {
        text.append("| `").append(field.name()).append("` | ").append(type(field.schema()));
        if (field.hasDefaultValue() && !type(field.schema()).endsWith("?")) {
            text.append(" = `").append(field.defaultVal()).append('`');
        }
        String doc = field.doc() == null ? "" : field.doc().replace("|", "\\|").replaceAll("\\s+", " ");
        text.append(" | ").append(doc).append(" |\n");
    }

    private static String type(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> {
                List<Schema> others = schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .toList();
                yield type(others.get(0)) + "?";
            }
            case ARRAY -> "list of " + type(schema.getElementType());
            case MAP -> "map to " + type(schema.getValueType());
            case RECORD -> {
                StringBuilder fields = new StringBuilder(schema.getName()).append(" (");
                schema.getFields().forEach(field -> fields.append(field.name())
                        .append(' ')
                        .append(type(field.schema()))
                        .append(", "));
                yield fields.substring(0, fields.length() - 2) + ")";
            }
            default ->
                schema.getLogicalType() == null
                        ? schema.getType().getName()
                        : schema.getLogicalType().getName();
        };
    }

    private static String value(Topic topic) {
        return topic.value().getType() == Schema.Type.RECORD
                ? "[" + topic.value().getName() + "](#"
                        + topic.value().getName().toLowerCase(java.util.Locale.ROOT) + ")"
                : "JSON";
    }

    private static String settings(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(settings).forEach((key, value) -> text.append(text.length() == 0 ? "" : ", ")
                .append('`')
                .append(key)
                .append('=')
                .append(value)
                .append('`'));
        return text.toString();
    }
}
