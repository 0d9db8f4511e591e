// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.avro.Progress;
import doorstep.event.TreePath;
import doorstep.feed.CollectedFigures;
import doorstep.figures.Completion;
import doorstep.figures.FigureSettings;
import doorstep.period.WindowToAsOf;
import doorstep.question.WorklistAnswer.Totals;
import doorstep.rows.RowChange;
import doorstep.tally.WindowKind;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether the figures of the whole organisation have as much open and overdue as the worklist has rows, by kind. They must
 * agree whenever everything is counted and nothing ends after as-of.
 *
 * @param refusal why they cannot be compared now; empty if they were
 * @param kinds those that have anything open, by code; none if nothing was compared
 */
public record BacklogComparison(Optional<String> refusal, SortedMap<String, Kind> kinds) {
    /** The topics that are compared. */
    public static final List<Topic> TOPICS = List.of(Topics.SERVICE_LEVELS, Topics.WORKLIST);

    /**
     * What is open of a kind.
     *
     * @param figures by the service levels
     * @param listed by rows of the worklist that open at or before as-of
     * @param later rows that open after it
     * @param sent rows that there are, by the progress of the pipeline
     */
    public record Kind(Totals figures, Totals listed, long later, long sent) {
        public boolean agrees() {
            return figures.equals(listed) && listed.open() + later == sent;
        }
    }

    /** Whether a row of service levels is needed. */
    public static boolean reads(RowChange row) {
        return row.kind() == WindowKind.EVER
                && row.cell().unit().equals(TreePath.ROOT)
                && row.cell().slice().isTotal();
    }

    /**
     * Compares what was read.
     *
     * @param after progress as it was read after the rows: they may be newer than what was read with them
     */
    public static BacklogComparison of(
            CollectedFigures read, FigureSettings settings, Collection<Progress> after) {
        Moment moment = Moments.of(read.pipeline(), settings);
        return refusal(read, moment, after)
                .map(why -> new BacklogComparison(Optional.of(why), new TreeMap<>()))
                .orElseGet(() -> new BacklogComparison(Optional.empty(), kinds(read, moment)));
    }

    private static Optional<String> refusal(CollectedFigures read, Moment moment, Collection<Progress> after) {
        Collection<Progress> progress = read.pipeline().progress();
        if (moment.asOfs().isEmpty()) {
            return Optional.of("the pipeline has not run on these topics yet");
        }
        if (moment.rebuilding()) {
            return Optional.of("a rebuild is under way");
        }
        if (!moment.settings().windows().contains(WindowKind.EVER)) {
            return Optional.of("figures have no window EVER");
        }
        if (moment.endingsBeyond() > 0) {
            return Optional.of("some endings lie after as-of, in number " + moment.endingsBeyond());
        }
        if (read.pipeline().inputEnds().isEmpty()) {
            return Optional.of("whether all input is counted is not known");
        }
        Completion left = Completion.of(progress, read.pipeline().inputEnds().get(), Instant.MIN);
        if (!left.isComplete()) {
            return Optional.of("not everything is counted: " + left);
        }
        return new HashSet<>(progress).equals(new HashSet<>(after))
                ? Optional.empty()
                : Optional.of("the pipeline went on while the rows were read");
    }

    private static SortedMap<String, Kind> kinds(CollectedFigures read, Moment moment) {
        Answers answers = new Answers(read.rows(), () -> moment);
        Map<String, Totals> figures = new HashMap<>();
        Question levels =
                Question.of(Selection.of(Topics.SERVICE_LEVELS, TreePath.ROOT), new WindowToAsOf(WindowKind.EVER));
        answers.answer(levels, Access.root()).rows().forEach(row -> {
            Level level = row.figures().level().orElseThrow();
            figures.put(row.name().facet(), new Totals(level.open(), level.overdue()));
        });
        WorklistQuestion all = WorklistQuestion.of(TreePath.ROOT);
        SortedMap<String, Totals> listed =
                answers.worklist(all.top(1), Access.root()).totalsByKind();
        Map<String, Long> later = new HashMap<>();
        answers.worklist(all.ofLater(), Access.root())
                .rows()
                .forEach(row -> later.merge(row.item().getKind(), 1L, Long::sum));
        Map<String, Long> sent = sent(read.pipeline().progress());
        SortedMap<String, Kind> kinds = new TreeMap<>();
        Set<String> names = new TreeSet<>(figures.keySet());
        names.addAll(listed.keySet());
        names.addAll(later.keySet());
        names.addAll(sent.keySet());
        for (String name : names) {
            Kind kind = new Kind(
                    figures.getOrDefault(name, Totals.NONE),
                    listed.getOrDefault(name, Totals.NONE),
                    later.getOrDefault(name, 0L),
                    sent.getOrDefault(name, 0L));
            if (!kind.equals(new Kind(Totals.NONE, Totals.NONE, 0, 0))) {
                kinds.put(name, kind);
            }
        }
        return kinds;
    }

    private static Map<String, Long> sent(Collection<Progress> progress) {
        Map<String, Long> sent = new HashMap<>();
        for (Progress row : progress) {
            if (row.getOpen() != null) {
                row.getOpen().forEach((kind, rows) -> sent.merge(kind, rows, Long::sum));
            }
        }
        return sent;
    }
}
