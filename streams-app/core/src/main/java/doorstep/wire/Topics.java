// SPDX-License-Identifier: Apache-2.0
package doorstep.wire;

import static java.util.Map.entry;

import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.FeedbackCount;
import doorstep.avro.Progress;
import doorstep.avro.ReactionCount;
import doorstep.avro.Rejected;
import doorstep.avro.SatisfactionScore;
import doorstep.avro.ServiceDeskCount;
import doorstep.avro.ServiceLevel;
import doorstep.avro.Setting;
import doorstep.avro.Visit;
import doorstep.avro.VisitCount;
import doorstep.avro.WorkItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * The list of all topics by short name; {@link TopicNames} gives their full names on a cluster. Creation, verification,
 * documentation and tests use this list. All topics use the broker's clock ({@code LogAppendTime}), so event times in
 * payloads can neither delete nor delay anything.
 */
public final class Topics {
    private static final Map<String, String> KEEP = settings("delete", "-1");
    private static final Map<String, String> COMPACT = settings("compact", null);
    private static final String DELETE_RETENTION = "delete.retention.ms";
    /**
     * Limits the unpacked size of a batch that is small when compressed, per record; the largest event that is accepted
     * takes 11 KB.
     */
    private static final Map<String, String> UNPACKED = Map.of("max.decompressed.message.bytes", "32768");

    /**
     * How long result topics keep a tombstone at least, in milliseconds: 7 days. A reader that keeps rows, and
     * was away for longer, cannot know which of them were deleted.
     */
    public static final long TOMBSTONES_KEPT_MS = 604_800_000;

    /** The {@code part} of those rows of {@code doorstep.progress} that speak of a partition of the windows. */
    public static final String WINDOWS_PART = "windows";

    private static final String ROW_KEY = "`unit|breakdown=value|facet|window|start`";

    public static final Topic VISITS = input("visits", Visit.getClassSchema(), "Visits: one encounter each.");
    public static final Topic FEEDBACK =
            input("feedback", Feedback.getClassSchema(), "Feedback: one answer to one question each.");
    public static final Topic COMMITMENTS =
            input("commitments", Commitment.getClassSchema(), "Commitments: each record has the whole current state.");

    public static final Topic VISIT_COUNTS =
            rows("visit-counts", VisitCount.getClassSchema(), "Visits, households, people, people asked.");
    public static final Topic FEEDBACK_COUNTS =
            rows("feedback-counts", FeedbackCount.getClassSchema(), "Ratings, reactions, suggestions, reports.");
    public static final Topic SATISFACTION_SCORES = rows(
            "satisfaction-scores",
            SatisfactionScore.getClassSchema(),
            "Answers to one question on one scale: distribution, mean, satisfied share with interval, NPS.");
    public static final Topic SERVICE_LEVELS = rows(
            "service-levels",
            ServiceLevel.getClassSchema(),
            "Commitments by kind: due, met, missed, open, overdue, and how long they took.");
    public static final Topic REACTION_COUNTS =
            rows("reaction-counts", ReactionCount.getClassSchema(), "Reactions to an article, by mood.");
    public static final Topic SERVICE_DESK_COUNTS = rows(
            "service-desk-counts",
            ServiceDeskCount.getClassSchema(),
            "Visits to service points and feedback given there.");

    public static final Topic WORKLIST = result(
            "worklist",
            WorkItem.getClassSchema(),
            "id that a visit's `fulfils` names, UTF-8",
            "What is owed now: one row for each commitment and call-back that has not ended.");

    public static final Topic PROGRESS = new Topic(
            "progress",
            Progress.getClassSchema(),
            "`part:partition`",
            "Accounting of every input partition and of every partition of the windows, for diagnosis.",
            false,
            COMPACT);
    public static final Topic SETTINGS = new Topic(
            "settings",
            Setting.getClassSchema(),
            "name of the setting",
            "What the figures were counted under: settings, targets, catalogue, versions. Readers use these.",
            false,
            COMPACT);
    public static final Topic REJECTED = new Topic(
            "rejected",
            Rejected.getClassSchema(),
            "`topic:partition:offset`",
            "One row per rejected record: reason, field, offset and hash; nothing of the record itself.",
            true,
            settings("delete", "2592000000"));
    public static final Topic SCHEMAS = new Topic(
            "schemas",
            Schema.create(Schema.Type.STRING),
            "`subject/version`",
            "Schemas registered with the registry that is part of Doorstep.",
            false,
            COMPACT);

    private static final List<Topic> ALL = List.of(
            VISITS,
            FEEDBACK,
            COMMITMENTS,
            VISIT_COUNTS,
            FEEDBACK_COUNTS,
            SATISFACTION_SCORES,
            SERVICE_LEVELS,
            REACTION_COUNTS,
            SERVICE_DESK_COUNTS,
            WORKLIST,
            PROGRESS,
            SETTINGS,
            REJECTED,
            SCHEMAS);

    private Topics() {}

    public static List<Topic> all() {
        return ALL;
    }

    public static List<Topic> inputs() {
        return List.of(VISITS, FEEDBACK, COMMITMENTS);
    }

    /** The topics with figures, which are the same for the same input and settings. */
    public static List<Topic> figures() {
        return List.of(
                VISIT_COUNTS,
                FEEDBACK_COUNTS,
                SATISFACTION_SCORES,
                SERVICE_LEVELS,
                REACTION_COUNTS,
                SERVICE_DESK_COUNTS);
    }

    /** All topics with what follows from the input and the settings alone: the figures, and the worklist. */
    public static List<Topic> results() {
        return Stream.concat(figures().stream(), Stream.of(WORKLIST)).toList();
    }

    /** The topic with a short name; a part of the pipeline has the name of its input topic. */
    public static Optional<Topic> ofShortName(String shortName) {
        return ALL.stream().filter(topic -> topic.shortName().equals(shortName)).findFirst();
    }

    private static Topic input(String shortName, Schema value, String purpose) {
        return new Topic(shortName, value, "event id, UTF-8", purpose, true, KEEP, Map.of(), UNPACKED);
    }

    private static Topic rows(String shortName, Schema value, String purpose) {
        return result(shortName, value, ROW_KEY, purpose);
    }

    private static Topic result(String shortName, Schema value, String key, String purpose) {
        Map<String, Long> kept = Map.of(DELETE_RETENTION, TOMBSTONES_KEPT_MS);
        return new Topic(shortName, value, key, purpose, true, COMPACT, kept, Map.of());
    }

    private static Map<String, String> settings(String cleanup, String retentionMs) {
        Map.Entry<String, String> time = entry("message.timestamp.type", "LogAppendTime");
        Map.Entry<String, String> policy = entry("cleanup.policy", cleanup);
        return retentionMs == null
                ? Map.ofEntries(time, policy)
                : Map.ofEntries(time, policy, entry("retention.ms", retentionMs), entry("retention.bytes", "-1"));
    }
}
