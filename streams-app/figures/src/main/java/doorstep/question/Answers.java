// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.config.Nearest;
import doorstep.store.Cells;
import doorstep.store.RowStore.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** Answers questions from rows. */
public final class Answers {
    private Answers() {}

    /**
     * @param sight of whoever asks
     * @param moment what the rows stand at, at least: known before the rows were read
     * @param cells of the rows
     * @throws QuestionException if there is no answer; a unit that is not seen is one that does not exist
     */
    public static Answer answer(Question question, Sight sight, Moment moment, Cells cells, Snapshot rows) {
        if (moment.asOfs().isEmpty()) {
            throw new QuestionException(
                    QuestionException.Fault.NOT_READY,
                    "",
                    "there are no figures yet: the pipeline has not run on these topics",
                    List.of());
        }
        requireUnit(question.selection().unit(), sight, cells);
        return new Answering(question, sight, new Source(moment, cells, rows)).answer();
    }

    private static void requireUnit(String unit, Sight sight, Cells cells) {
        if (!sight.covers(unit) || !cells.knows(unit)) {
            List<String> seen = new ArrayList<>();
            cells.forEachWithin(sight.unit(), seen::add);
            throw new QuestionException(
                    QuestionException.Fault.UNKNOWN,
                    "unit",
                    "there is no unit '" + unit + "'",
                    Nearest.of(unit, seen).stream().toList());
        }
    }
}
