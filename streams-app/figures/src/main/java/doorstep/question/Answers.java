// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.config.Nearest;
import doorstep.event.TreePath;
import doorstep.rows.RowStore;
import doorstep.rows.RowStore.Snapshot;
import doorstep.tally.WindowKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers questions from the rows of a store. For any number of threads. All methods throw a {@link QuestionException} if
 * there is no answer; a unit that is not seen is one that does not exist.
 */
public final class Answers {
    private final RowStore store;
    private final Supplier<Moment> moments;
    private final Consumer<Runnable> cancellation;

    /** @param moments what the rows stand at; asked before the rows are read, so that they contain what it says */
    public Answers(RowStore store, Supplier<Moment> moments) {
        this(store, moments, cancel -> {});
    }

    /** @param cancellation receives what cancels each question, to be run by any thread */
    public Answers(RowStore store, Supplier<Moment> moments, Consumer<Runnable> cancellation) {
        this.store = store;
        this.moments = moments;
        this.cancellation = cancellation;
    }

    /** @param access of whoever asks */
    public Answer answer(Question question, Access access) {
        return ask(question.selection().unit(), access, source -> new Answering(question, access, source).answer());
    }

    /**
     * A question about one unit, answered for each calendar period that its span has dates in. The limit of the question
     * is that of all rows together.
     *
     * @param kind of the periods: a calendar window, with or without rows of its own
     */
    public Series series(Question question, WindowKind kind, Access access) {
        return ask(question.selection().unit(), access, source -> new SeriesAnswering(question, kind, access, source)
                .answer());
    }

    /**
     * Why the satisfied share of a unit moved.
     *
     * @param against {@link Against#BEFORE} or {@link Against#LAST_YEAR}
     */
    public WhyMoved whyMoved(ScoreQuestion question, Against against, Access access) {
        if (against != Against.BEFORE && against != Against.LAST_YEAR) {
            throw new QuestionException(
                    QuestionException.Fault.INVALID,
                    "against",
                    "shares move between two periods, not from those of other units",
                    List.of(Against.BEFORE.name(), Against.LAST_YEAR.name()));
        }
        return ask(question.unit(), access, source -> new ScoreAnswering(question, source).whyMoved(against));
    }

    /** Which of the units directly below a unit differ from it. */
    public FunnelPlot funnel(ScoreQuestion question, Access access) {
        return ask(question.unit(), access, source -> new ScoreAnswering(question, source).funnel());
    }

    /** What is owed by a unit and all units below it. */
    public WorklistAnswer worklist(WorklistQuestion question, Access access) {
        return ask(question.unit(), access, source -> new WorklistAnswering(question, source).answer());
    }

    private <T> T ask(String unit, Access access, Function<Source, T> work) {
        Moment moment = moments.get();
        requireReady(moment);
        requireUnit(unit, access);
        try (Snapshot rows = store.snapshot()) {
            cancellation.accept(rows::cancel);
            return work.apply(new Source(moment, store.cells(), rows));
        }
    }

    private static void requireReady(Moment moment) {
        if (moment.asOfs().isEmpty()) {
            throw new QuestionException(
                    QuestionException.Fault.NOT_READY,
                    "",
                    "there are no figures yet: the pipeline has not run on these topics",
                    List.of());
        }
    }

    private void requireUnit(String unit, Access access) {
        if (!access.covers(unit) || !knows(unit)) {
            throw new QuestionException(
                    QuestionException.Fault.UNKNOWN, "unit", "there is no unit '" + unit + "'", nearest(unit, access));
        }
    }

    /** The root is there before anything was counted. */
    private boolean knows(String unit) {
        return unit.equals(TreePath.ROOT) || store.cells().knows(unit);
    }

    private List<String> nearest(String unit, Access access) {
        List<String> seen = new ArrayList<>();
        store.cells().forEachWithin(access.unit(), seen::add);
        seen.removeIf(it -> !knows(it));
        return seen.isEmpty() ? List.of() : List.of(Nearest.to(unit, seen));
    }
}
