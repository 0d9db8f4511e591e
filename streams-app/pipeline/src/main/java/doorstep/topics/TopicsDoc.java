// SPDX-License-Identifier: Apache-2.0
package doorstep.topics;

import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;

/** Generates docs/topics.md from the list of topics and their schemas. */
public final class TopicsDoc {
    private static final String HEAD = """
            # Topics
            <!-- Generated: ./doorstep topics show --markdown > docs/topics.md -->

            Values are Avro in the Confluent wire format (a zero byte, the schema id in 4 bytes, the binary encoding), subject \
            `<topic>-value`. `./doorstep topics create` creates the topics, `./doorstep topics verify` compares a cluster with this list. \
            All names begin with `topics.prefix`, here its default. Internal topics of the application must be `LogAppendTime` too, with the same number of partitions.

            | topic | key | value | partitions | settings | holds |
            |---|---|---|---|---|---|
            """;

    /** What descriptions of single fields cannot say: when a figure counts, and how exact it is. */
    private static final String FIGURES = """

            ## Windows
            A visit or an answer counts at its `occurredAt`; commitments count at [several moments](#service-levels). A moment \
            belongs to the local date (in `zone`) that began last before it. What is later than as-of is in no window, not even \
            in `EVER`; it enters when as-of reaches its minute.

            | window | holds |
            |---|---|
            | `LAST_HOUR` | 60 minutes; the last one is as-of's |
            | `LAST_24H` | 1,440 minutes; the last one is as-of's, also where local clocks change |
            | `LAST_7D` | as-of's local date and the 6 before it, not 168 hours |
            | `LAST_30D`, `LAST_90D` | as-of's local date and the 29, or 89, before it |
            | `DAY`, `WEEK`, `MONTH`, `QUARTER`, `YEAR` | local dates from `start` to `end`, both included; weeks begin on Monday |
            | `FISCAL_QUARTER`, `FISCAL_YEAR` | the same, from the first day of the month `fiscal.start` |
            | `EVER` | everything up to as-of |

            Rows without a breakdown have the windows of the setting `windows`. Rows with a breakdown have those that \
            `breakdown.windows` lists too (by default `DAY`, `LAST_30D`, `MONTH`, `QUARTER` and `YEAR`), and service levels by \
            category have `EVER` without being listed there. Any other range of local dates is the sum of its `DAY` rows, field by field: of \
            counts and sums, from which shares and means follow, but not of percentiles.

            ## Service levels
            Each figure of a [ServiceLevel](#servicelevel) counts in the windows that contain its moment, under the unit, area and \
            category that the commitment has now. In a window, `closed` may therefore be more than `opened`.

            | figures | counted at |
            |---|---|
            | `opened` | `openedAt` |
            | `acknowledged`, `acknowledgedOnTime`, `toAcknowledge` | `acknowledgedAt` |
            | `assigned`, `toAssign` | `assignedAt` |
            | `due`, and then `met` or `missed` | `dueAt` |
            | `firstDue`, and then `firstMet` or `firstMissed` | `firstDueAt`; without one, `dueAt` |
            | `closed`, one of `resolved` `unresolved` `refused` `duplicate` `withoutOutcome`, `toClose` | `closedAt` |
            | `returned`, `reopened` | each time in `returnedAt`, `reopenedAt` |
            | `backlogChange` | +1 at `openedAt`, −1 at the end |
            | `overdueChange` | +1 at `dueAt` if it has not ended by then, −1 at the end after that |
            | `ratedAgain`, `ratedHigher`, `ratedLower`, `firstScore`, `secondScore` | the second rating |

            - **Met** compares milliseconds, and the due time itself is in time. A DUTY is met by the first visit that names it at \
            or after `openedAt`, or by being closed as RESOLVED, whichever is earlier; anything else is met by being closed.
            - **The end** of a DUTY is that visit or `closedAt`, whichever is earlier; of anything else it is `closedAt`.
            - **REFUSED and DUPLICATE** take a commitment out of `due`, `met`, `missed`, `firstDue`, `firstMet`, `firstMissed` and \
            `overdueChange`, as if it had never been owed. It stays in all the others: `opened`, `closed`, `refused` or `duplicate`, \
            `toClose`, `backlogChange`. `resolvedShare` includes REFUSED, but neither DUPLICATE nor what has no outcome.
            - **A call-back** is opened and ended by ratings and visits ([catalogue.md](catalogue.md#call-backs)). It is due `callback.working-days` after \
            the bad rating, at the same local time: counted from the local date that the rating belongs to, at the time that local \
            clocks showed. Where clocks go back over midnight (St John's, 7 November 2010, from 00:01 to 23:01), a rating made when \
            they show 23:30 for the second time belongs to the 7th, so its call-back is due at 23:30, three working days after the 7th. \
            A due time that the clocks skip moves forward; of one that occurs twice, the first counts.
            - **A duty that comes back** ([catalogue.md](catalogue.md#duties-that-come-back)) counts each time like a duty of its \
            own: opened, due, met or missed, open, overdue. So coverage (`metShare`) is the share of deadlines that were kept, an \
            additional visit adds one, and `overdueChange` in `EVER` is how many duties wait now: one that nobody visited for a \
            year is overdue once. Only the first time is acknowledged, assigned, returned, reopened, and counted in `firstDue`; \
            `closed`, its outcome and `toClose` count once, the last time.

            ## How exact
            Counts, sums and the ratios of them are exact. `count`, `seconds` and `days` of durations are too, and so is their \
            mean, `seconds / count`. `p50`, `p90` and `p99` are at most 0.8 % off: they are nearest ranks over buckets, which can be \
            subtracted when a correction comes. A bucket holds one number of seconds below 256, and is at most 1/128 of its lowest \
            number wide from there on (128 buckets for each doubling). The mean of its durations, rounded down to a whole second, \
            stands for it. So a percentile is exact where all durations of its bucket are equal: below 256 seconds, and up to 194 \
            days between dates without times (except for the hour of a clock change). `buckets` lists them, for \
            [percentiles over several rows](consuming.md#percentiles-over-several-rows). There is no maximum, because a maximum \
            cannot be subtracted.

            ## Worklist
            `doorstep.worklist` says what is owed now: one row for each commitment, and each call-back, that has not ended, \
            whether it has a due time or not. The key is the id that a visit names in `fulfils`, and is in the value too: \
            the commitment's id; for a call-back `callback:<type>:<id>:<question>`, of which one at most is open. Ids of \
            commitments must not begin with `callback:`. Whoever works through the list reads a row, does the work, and \
            sends the event that ends it:

            | kind | is ended by |
            |---|---|
            | `DUTY` | the first visit that names it at or after `openedAt`, in time or late; or a commitment with `closedAt`. Where the row has `openedBy`, which means that the duty came back: a visit on a later local date than `openedAt` |
            | `REQUEST`, `SUGGESTION` | a commitment with `closedAt` |
            | `CALLBACK` | a visit of the category `FOLLOW_UP` that names it, after the rating; or another rating of the same subject and question that is not bad |

            - **A tombstone** follows as soon as something is no longer owed, for whatever reason: ended, refused, a \
            duplicate, withdrawn, deleted by a null value, or its rating was corrected, moved or filled in. If that is \
            undone, the row comes back.
            - **A row** depends on the accepted records and the configuration only, not on as-of or a clock, so it has no \
            header `as-of`. *Overdue* is for the reader to say: the minute of `dueAt` is at or before as-of. A row may be \
            about something that opens after as-of.
            - **A call-back** has unit, area and source of the rating that opened it (`openedBy`), no category, and its \
            first due time is its due time.
            - **A duty that comes back** ([catalogue.md](catalogue.md#duties-that-come-back)) keeps its key: the visit that ends \
            it replaces its row by that of the next time, which has the visit's id in `openedBy` and its moment in `openedAt`, the \
            next due time, neither `acknowledgedAt` nor `assignedAt` nor `firstDueAt`, and 0 in `returned` and `reopened`. Unit, \
            area, category and source are the duty's.
            - **A change is sent once**, in the transaction in which the change was made, and only if the row differs from \
            the one sent last.
            - **The sum of the rows** that open at or before as-of, by unit and kind, and by category, is `backlogChange` in \
            the `EVER` rows of [service levels](#service-levels), and that of the overdue ones `overdueChange`, as long as \
            no ending lies beyond as-of (`endingsBeyond` in [Progress](#progress)) and nothing is on its way.
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
                    .append(topic.minimums().isEmpty() ? "" : ", " + minimums(topic.minimums()))
                    .append(topic.limits().isEmpty() ? "" : ", " + settings(topic.limits()) + " (else a warning)")
                    .append(" | ")
                    .append(topic.purpose())
                    .append(" |\n");
        }
        text.append(FIGURES);
        text.append(
                "\n## Values\nA field with `= …` may be missing from what an older writer sends; `?` marks one that may be null.\n");
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

    private static String minimums(Map<String, Long> minimums) {
        return new TreeMap<>(minimums)
                .entrySet().stream()
                        .map(it -> "`" + it.getKey() + "=" + it.getValue() + "` or more")
                        .collect(Collectors.joining(", "));
    }
}
