// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.api.Problem;
import doorstep.api.ProblemCode;
import doorstep.api.Standing;
import doorstep.avro.Progress;
import doorstep.config.AppConfig;
import doorstep.feed.PipelineState;
import doorstep.figures.Completion;
import doorstep.question.Access;
import doorstep.question.Moment;
import doorstep.question.Moments;
import doorstep.wire.Topic;
import doorstep.wire.TopicNames;
import doorstep.wire.Topics;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** What answers stand at, as the pipeline says. */
public final class PipelineMoments {
    private final TopicNames names;
    private final Moments moments;
    private final Supplier<Optional<PipelineState>> pipeline;

    /** @param pipeline empty until the topics were read to their ends once */
    public PipelineMoments(AppConfig config, Supplier<Optional<PipelineState>> pipeline) {
        names = config.topics();
        moments = new Moments(config);
        this.pipeline = pipeline;
    }

    /** @throws Problem if nothing is known yet */
    PipelineState state() {
        return pipeline.get()
                .orElseThrow(
                        () -> Problem.notReady(ProblemCode.STARTING, "the topics are being read for the first time"));
    }

    /** The parts of the pipeline that read inputs, with the topics that these read. */
    Map<String, String> inputs() {
        Map<String, String> inputs = new LinkedHashMap<>();
        Topics.inputs().forEach(topic -> inputs.put(topic.shortName(), names.of(topic)));
        return inputs;
    }

    static Problem noFigures() {
        return Problem.notReady(
                ProblemCode.NO_FIGURES, "there are no figures yet: the pipeline has not run on these topics");
    }

    Moment now() {
        PipelineState state = state();
        if (!state.settings().isWhole()) {
            throw noFigures();
        }
        return moments.of(state);
    }

    /** Empty before anything is known. */
    Optional<Moment> ifKnown() {
        return pipeline.get().filter(state -> state.settings().isWhole()).map(moments::of);
    }

    /**
     * How far an answer reaches. Numbers are the organisation's, so whoever does not see all of it learns only whether
     * they are 0.
     *
     * @param asOfs of the partitions that the answer used
     */
    Standing standing(Topic topic, SortedSet<Instant> asOfs, Access access) {
        PipelineState state = state();
        ZoneId zone = moments.of(state).settings().zone();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("asOf", text(asOfs.first(), zone));
        values.put("asOfNewest", text(asOfs.last(), zone));
        values.put("updated", state.windowsAppended().map(it -> text(it, zone)).orElse(null));
        long beyond = sum(
                state, row -> row.getBeyond() == null ? null : row.getBeyond().get(names.of(topic)));
        values.put("beyond", shown(beyond, access));
        values.put("unsent", shown(sum(state, Progress::getUnsent), access));
        values.put(
                "unread",
                state.inputEnds()
                        .map(ends -> Completion.of(state.progress(), ends, Instant.MIN)
                                .unread())
                        .map(unread -> shown(unread, access))
                        .orElse(null));
        return new Standing(values);
    }

    private static long sum(PipelineState state, Function<Progress, Long> figure) {
        return state.progress().stream()
                .filter(row -> row.getPart().equals(Topics.WINDOWS_PART))
                .map(figure)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }

    /** A number of the organisation, for whoever sees all of it; for others, whether there is any. */
    static Object shown(long number, Access access) {
        return access.isRoot() ? (Object) number : (Object) (number > 0);
    }

    static String text(Instant moment, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment.atZone(zone));
    }
}
