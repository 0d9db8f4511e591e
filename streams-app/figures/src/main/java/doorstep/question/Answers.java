// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.config.Nearest;
import doorstep.store.RowStore;
import doorstep.store.RowStore.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Answers questions from the rows of a store. For any number of threads. */
public final class Answers {
    private final RowStore store;
    private final Supplier<Moment> moments;

    /** @param moments what the rows stand at; asked before the rows are read, so that they contain what it says */
    public Answers(RowStore store, Supplier<Moment> moments) {
        this.store = store;
        this.moments = moments;
    }

    /**
     * @param sight of whoever asks
     * @throws QuestionException if there is no answer; a unit that is not seen is one that does not exist
     */
    public Answer answer(Question question, Sight sight) {
        Moment moment = moments.get();
        requireReady(moment);
        requireUnit(question.selection().unit(), sight);
        try (Snapshot rows = store.snapshot()) {
            return new Answering(question, sight, new Source(moment, store.cells(), rows)).answer();
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

    private void requireUnit(String unit, Sight sight) {
        if (!sight.covers(unit) || !store.cells().knows(unit)) {
            throw new QuestionException(
                    QuestionException.Fault.UNKNOWN, "unit", "there is no unit '" + unit + "'", nearest(unit, sight));
        }
    }

    private List<String> nearest(String unit, Sight sight) {
        List<String> seen = new ArrayList<>();
        store.cells().forEachWithin(sight.unit(), seen::add);
        seen.removeIf(it -> !store.cells().knows(it));
        if (seen.isEmpty()) {
            return List.of();
        }
        return List.of(Nearest.to(unit, seen));
    }
}
