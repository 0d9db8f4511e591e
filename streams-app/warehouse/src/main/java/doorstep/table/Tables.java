// SPDX-License-Identifier: Apache-2.0
package doorstep.table;

import static doorstep.table.ColumnType.Scalar.BOOLEAN;
import static doorstep.table.ColumnType.Scalar.INT;
import static doorstep.table.ColumnType.Scalar.LONG;
import static doorstep.table.ColumnType.Scalar.STRING;
import static doorstep.table.ColumnType.Scalar.TIMESTAMP;

import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All tables of an export. Their columns follow from the schemas of the topics. */
public final class Tables {
    /** Which export added a row; first column of all tables but those of results and {@code exports}. */
    public static final Column EXPORT = Column.required("export", LONG, "Number of the export that added the row.");

    private static final Column PARTITION =
            Column.required("kafka_partition", INT, "Partition of the record that the row comes from.");
    private static final Column OFFSET = Column.required("kafka_offset", LONG, "Offset of that record.");
    private static final Column TIME =
            Column.required("kafka_time", TIMESTAMP, "When the broker appended that record.");
    private static final Column ROW_KEY = Column.required(
            Table.KEY, STRING, "Key of the row: unit|breakdown=value|facet|window|start; of the worklist the id.");
    private static final Column AS_OF = Column.optional(
            "as_of", TIMESTAMP, "The minute that the figures speak of, as they were sent; absent in the worklist.");

    /** What was refused. */
    public static final Table REJECTED = log(Topics.REJECTED);

    /** Settings as they changed. */
    public static final Table SETTINGS = log(Topics.SETTINGS);

    /** Which tables belong together: a row for each finished export. */
    public static final Table EXPORTS = exports();

    private static final List<Table> ALL = Stream.of(
                    Topics.inputs().stream().map(Tables::facts),
                    Stream.of(REJECTED, SETTINGS),
                    Topics.results().stream().map(Tables::latest),
                    Topics.results().stream().map(Tables::history),
                    Stream.of(EXPORTS))
            .flatMap(it -> it)
            .toList();

    private Tables() {}

    public static List<Table> all() {
        return ALL;
    }

    /** The accepted records of an input, each as a row; which version of an id counts, a view says. */
    public static Table facts(Topic input) {
        List<Column> columns = new ArrayList<>(List.of(
                EXPORT,
                PARTITION,
                OFFSET,
                TIME,
                Column.required("rebuild", LONG, "Number of the rebuild whose pipeline accepted the record; 0: none."),
                Column.optional(
                        "content_hash",
                        STRING,
                        "XXH3 of the content as 16 hexadecimal digits; among equal revisions of an id the larger one"
                                + " counts. Absent in a null value."),
                Column.required("null_value", BOOLEAN, "The record has no value: its id is deleted for ever.")));
        for (Column column : AvroColumns.of(input.value())) {
            columns.add(column.name().equals("id") ? column : column.asOptional());
        }
        return new Table(name(input), Table.Kind.FACTS, input.purpose(), columns);
    }

    /** The latest row of each key of a result topic. */
    public static Table latest(Topic results) {
        List<Column> columns = new ArrayList<>(List.of(ROW_KEY));
        columns.addAll(AvroColumns.of(results.value()));
        columns.addAll(List.of(AS_OF, PARTITION, OFFSET, TIME));
        return new Table(name(results), Table.Kind.LATEST, results.purpose(), columns, key(results));
    }

    /** The rows of a result topic that came with each export, deletions too. */
    public static Table history(Topic results) {
        List<Column> columns = new ArrayList<>(List.of(
                EXPORT,
                ROW_KEY,
                Column.required("deleted", BOOLEAN, "The row was deleted; it has the parts of its key alone."),
                Column.required(
                        "inferred",
                        BOOLEAN,
                        "No record says so: the key was missing when the topic was read again from its start.")));
        AvroColumns.of(results.value()).forEach(it -> columns.add(it.asOptional()));
        columns.addAll(List.of(AS_OF, PARTITION, OFFSET, TIME.asOptional()));
        return new Table(
                name(results) + "_history",
                Table.Kind.LOG,
                results.purpose() + " As they came.",
                columns,
                key(results));
    }

    private static KeyColumns key(Topic results) {
        return Topics.figures().contains(results) ? KeyColumns.WINDOW : KeyColumns.ID;
    }

    private static Table exports() {
        ColumnType offsets = new ColumnType.MapOf(LONG);
        return new Table(
                "exports",
                Table.Kind.LOG,
                "Finished exports: what each of them covers. Offsets are by topic and partition.",
                List.of(
                        Column.required("number", LONG, "1 for the first one, then one more each time."),
                        Column.required(
                                "since",
                                LONG,
                                "Number of the export that the facts begin with: the last one that replaced them."),
                        Column.required("rebuild", LONG, "Number of the pipeline's last rebuild; 0: none."),
                        Column.required("exported_at", TIMESTAMP, "When it began, by the exporter's clock."),
                        Column.required("input_ends_1", offsets, "Ends of the inputs before results were read."),
                        Column.optional("as_of_1", TIMESTAMP, "As-of before results were read: the earliest one."),
                        Column.required("input_ends_2", offsets, "Ends of the inputs after results were read."),
                        Column.optional("as_of_2", TIMESTAMP, "As-of after results were read: the latest one."),
                        Column.required(
                                "results_complete",
                                BOOLEAN,
                                "Results have everything before input_ends_1, and all that as_of_1 changed."),
                        Column.required("facts_complete", BOOLEAN, "Facts reach input_ends_2."),
                        Column.required("topic_ids", new ColumnType.MapOf(STRING), "Ids of the topics."),
                        Column.required("starts", offsets, "The first offsets that were read."),
                        Column.required("ends", offsets, "The offsets after the last ones that were read."),
                        Column.required(
                                "known_at",
                                new ColumnType.MapOf(TIMESTAMP),
                                "When these were known to be the ends, by the brokers' clock."),
                        Column.required("rows", new ColumnType.MapOf(LONG), "Rows added or changed, by table.")));
    }

    private static Table log(Topic topic) {
        List<Column> columns = new ArrayList<>(List.of(EXPORT, PARTITION, OFFSET, TIME));
        AvroColumns.of(topic.value()).forEach(it -> columns.add(it.asOptional()));
        return new Table(name(topic), Table.Kind.LOG, topic.purpose(), columns);
    }

    private static String name(Topic topic) {
        return topic.shortName().replace('-', '_');
    }
}
