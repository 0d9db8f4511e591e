// SPDX-License-Identifier: Apache-2.0
package doorstep.dashboard;

import doorstep.api.Ask;
import doorstep.api.Problem;
import doorstep.api.ProblemCode;
import doorstep.config.Nearest;
import doorstep.event.TreePath;
import doorstep.question.Access;
import doorstep.question.Answers;
import doorstep.question.Moment;
import doorstep.question.QuestionException;
import doorstep.rows.Cells;
import doorstep.rows.RowStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Asks the library about the rows of a store, and says in the words of the API why there is no answer. */
final class RowQuestions {
    private final RowStore store;
    private final Cells cells;

    RowQuestions(RowStore store) {
        this.store = store;
        cells = store.cells();
    }

    Cells cells() {
        return cells;
    }

    /** The unit that is asked about. */
    String unit(Ask ask) {
        return ask.unit(this::knows, this::seen);
    }

    /** The root is there before anything was counted. */
    private boolean knows(String unit) {
        return unit.equals(TreePath.ROOT) || cells.knows(unit);
    }

    private Collection<String> seen(Access access) {
        List<String> units = new ArrayList<>();
        cells.forEachWithin(access.unit(), units::add);
        return units;
    }

    /** @param question put to the library, as of the moment */
    <T> T answer(Ask ask, Moment moment, Function<Answers, T> question) {
        try {
            return question.apply(new Answers(store, () -> moment, ask::onTimeout));
        } catch (QuestionException e) {
            if (e.fault() == QuestionException.Fault.NOT_READY) {
                throw PipelineMoments.noFigures();
            }
            List<String> allowed = FigureParameters.allowed(e.parameter(), e.allowed());
            String hint = ask.optional(e.parameter())
                    .flatMap(value -> Nearest.of(value, allowed))
                    .map(nearest -> "; did you mean \"" + nearest + "\"?")
                    .orElse("");
            Problem problem = Problem.refused(code(e.fault()), e.parameter(), e.getMessage() + hint, allowed);
            throw e.missing()
                    .map(it -> problem.with("missing", DatesForm.missing(it)))
                    .orElse(problem);
        }
    }

    private static ProblemCode code(QuestionException.Fault fault) {
        return fault == QuestionException.Fault.NOT_COVERED ? ProblemCode.NOT_COVERED : ProblemCode.INVALID_PARAMETER;
    }
}
