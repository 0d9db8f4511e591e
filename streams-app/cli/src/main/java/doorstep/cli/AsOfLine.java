// SPDX-License-Identifier: Apache-2.0
package doorstep.cli;

import doorstep.avro.Progress;
import doorstep.feed.PipelineState;
import doorstep.figures.Completion;
import doorstep.text.FigureFormat;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The line above printed rows that says what they cover: as-of, its age, how many contributions are later than as-of,
 * and how much input is not counted yet.
 */
final class AsOfLine {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm VV", Locale.ROOT);

    private AsOfLine() {}

    /**
     * The line for rows.
     *
     * @param pipeline what it says of the rows
     * @param topics of figures
     */
    static String of(TopicNames names, PipelineState pipeline, List<Topic> topics, ZoneId zone, Instant now) {
        Optional<Completion> left =
                pipeline.inputEnds().map(ends -> Completion.of(pipeline.progress(), ends, Instant.MIN));
        return of(names, pipeline.progress(), left, topics, zone, now)
                + (pipeline.rebuilding() ? "; a rebuild is under way, so rows may be missing" : "");
    }

    /** All topics of figures for one that has none. */
    static List<Topic> figures(Topic topic) {
        return Topics.figures().contains(topic) ? List.of(topic) : Topics.figures();
    }

    static String of(
            TopicNames names,
            Collection<Progress> rows,
            Optional<Completion> left,
            List<Topic> topics,
            ZoneId zone,
            Instant now) {
        List<Progress> windows = rows.stream()
                .filter(row -> row.getPart().equals(Topics.WINDOWS_PART) && row.getAsOf() != null)
                .sorted(Comparator.comparing(Progress::getAsOf))
                .toList();
        if (windows.isEmpty()) {
            return "as-of: none (the pipeline has not run on these topics yet)";
        }
        Instant first = windows.get(0).getAsOf();
        Instant last = windows.get(windows.size() - 1).getAsOf();
        return "as-of " + text(first, zone) + (first.equals(last) ? "" : " to " + text(last, zone)) + ", "
                + age(Duration.between(first, now)) + " old; later than as-of: " + beyond(windows, topics, names) + "; "
                + left.map(AsOfLine::text)
                        .orElse(
                                "how much input is not in the rows is not known, for lack of the right to describe the inputs");
    }

    private static String text(Completion left) {
        return left.isComplete() ? "all input is in the rows" : "not in the rows yet, at most: " + left;
    }

    private static String beyond(List<Progress> windows, List<Topic> topics, TopicNames names) {
        String beyond = topics.stream()
                .map(topic -> beyond(windows, topic, names))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return beyond.isEmpty() ? "nothing" : beyond;
    }

    /**
     * Contributions later than as-of. Those of commitments belong to moments such as the due time, which may be years
     * ahead.
     */
    private static String beyond(List<Progress> windows, Topic topic, TopicNames names) {
        long beyond = windows.stream()
                .map(row -> row.getBeyond().get(names.of(topic)))
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
        if (beyond == 0) {
            return "";
        }
        String what = topic.equals(Topics.SERVICE_LEVELS)
                ? (beyond == 1 ? " moment" : " moments") + " still to come, such as due times"
                : beyond == 1 ? " contribution" : " contributions";
        return FigureFormat.count(beyond) + what + " (" + topic.shortName() + ")";
    }

    static String text(Instant moment, ZoneId zone) {
        return MINUTES.format(moment.atZone(zone));
    }

    /** A duration in its largest unit, or in hours and minutes. */
    static String age(Duration age) {
        long minutes = Math.max(0, age.toMinutes());
        if (minutes < 60) {
            return minutes + " min";
        }
        if (minutes < 48 * 60) {
            return minutes / 60 + " h " + minutes % 60 + " min";
        }
        return FigureFormat.count(minutes / (24 * 60)) + " days";
    }
}
