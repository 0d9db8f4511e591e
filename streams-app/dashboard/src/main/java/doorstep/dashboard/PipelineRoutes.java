// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.api.Ask;
import doorstep.api.Needs;
import doorstep.api.QuestionRoute;
import doorstep.api.Reply;
import doorstep.api.Rows;
import doorstep.api.Standing;
import doorstep.avro.Progress;
import doorstep.avro.Rejected;
import doorstep.feed.AppendedProgress;
import doorstep.feed.PipelineState;
import doorstep.figures.Completion;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.kafka.common.TopicPartition;

/** The routes of what the pipeline says of itself: settings, progress, refused records. */
final class PipelineRoutes {
    private static final int REJECTS = 50;
    private static final int MOST_REJECTS = 1_000;

    private final PipelineMoments moments;
    private final IntFunction<List<Rejected>> rejects;

    /** @param rejects the newest ones, so many at most */
    PipelineRoutes(PipelineMoments moments, IntFunction<List<Rejected>> rejects) {
        this.moments = moments;
        this.rejects = rejects;
    }

    /** @param path that all of them begin with */
    List<QuestionRoute> all(String path) {
        return List.of(
                new QuestionRoute(path + "settings", Needs.TOKEN, Set.of(), this::settings),
                new QuestionRoute(path + "progress", Needs.ROOT, Set.of(), this::progress),
                new QuestionRoute(path + "rejects", Needs.ROOT, Set.of(Ask.LIMIT), this::rejects));
    }

    /** What answers depend on; without what it tells of the cluster. */
    private Reply settings(Ask ask) {
        return new Reply(
                Standing.NONE,
                SettingsForm.of(moments.now().settings(), moments.state().settings(), ask.access()),
                Optional.empty());
    }

    private Reply progress(Ask ask) {
        PipelineState state = moments.state();
        ZoneId zone = moments.now().settings().zone();
        List<List<?>> lines = new ArrayList<>();
        state.parts().stream()
                .sorted(Comparator.comparing(
                                (AppendedProgress part) -> part.row().getPart())
                        .thenComparing(part -> part.row().getPartition()))
                .forEach(part -> lines.add(line(part, state.inputEnds(), zone)));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("rebuilding", state.rebuilding());
        members.put("rebuilds", state.settings().rebuild());
        members.put("inputs", inputs(state));
        return new Reply(
                Standing.NONE,
                members,
                Optional.of(new Rows(
                        List.of(
                                "part",
                                "partition",
                                "asOf",
                                "appended",
                                "received",
                                "current",
                                "repeated",
                                "rejected",
                                "conflicts",
                                "unread",
                                "unsent",
                                "beyond"),
                        lines,
                        Optional.empty())));
    }

    /** The sums of each input over its partitions. */
    private List<Map<String, Object>> inputs(PipelineState state) {
        List<Map<String, Object>> inputs = new ArrayList<>();
        moments.inputs().forEach((part, topic) -> {
            List<Progress> rows = state.progress().stream()
                    .filter(row -> row.getPart().equals(part))
                    .toList();
            Map<String, Object> input = new LinkedHashMap<>();
            input.put("part", part);
            input.put("topic", topic);
            input.put("received", sum(rows, Progress::getReceived));
            input.put("current", sum(rows, Progress::getCurrent));
            input.put("repeated", sum(rows, Progress::getRepeated));
            input.put("rejected", sum(rows, Progress::getRejected));
            input.put("conflicts", sum(rows, Progress::getConflicts));
            input.put(
                    "unread",
                    state.inputEnds()
                            .map(ends -> sum(rows, row -> unread(row, ends)))
                            .orElse(null));
            inputs.add(input);
        });
        return inputs;
    }

    private static long sum(List<Progress> rows, Function<Progress, Long> figure) {
        return rows.stream()
                .map(figure)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }

    private static List<?> line(AppendedProgress part, Optional<Map<TopicPartition, Long>> inputEnds, ZoneId zone) {
        Progress row = part.row();
        List<Object> line = new ArrayList<>();
        line.add(row.getPart());
        line.add(row.getPartition());
        line.add(row.getAsOf() == null ? null : PipelineMoments.text(row.getAsOf(), zone));
        line.add(PipelineMoments.text(part.appended(), zone));
        line.add(row.getReceived());
        line.add(row.getCurrent());
        line.add(row.getRepeated());
        line.add(row.getRejected());
        line.add(row.getConflicts());
        line.add(inputEnds.map(ends -> unread(row, ends)).orElse(null));
        line.add(row.getUnsent());
        line.add(row.getBeyond());
        return line;
    }

    /** Of an input, at most. */
    private static Long unread(Progress row, Map<TopicPartition, Long> ends) {
        if (row.getNextOffset() == null) {
            return null;
        }
        return ends.entrySet().stream()
                .filter(end -> Completion.rowOf(end.getKey(), List.of(row)).isPresent())
                .mapToLong(end -> Math.max(0, end.getValue() - row.getNextOffset()))
                .sum();
    }

    /** The newest first. */
    private Reply rejects(Ask ask) {
        ZoneId zone = moments.now().settings().zone();
        List<List<?>> lines = new ArrayList<>();
        for (Rejected it : rejects.apply(ask.number(Ask.LIMIT, 1, MOST_REJECTS, REJECTS))) {
            List<Object> line = new ArrayList<>();
            line.add(PipelineMoments.text(it.getAppendedAt(), zone));
            line.add(it.getTopic());
            line.add(it.getPartition());
            line.add(it.getOffset());
            line.add(it.getReason());
            line.add(it.getField());
            lines.add(line);
        }
        return new Reply(
                Standing.NONE,
                Map.of(),
                Optional.of(new Rows(
                        List.of("appended", "topic", "partition", "offset", "reason", "field"),
                        lines,
                        Optional.empty())));
    }
}
