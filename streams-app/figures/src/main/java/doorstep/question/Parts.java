// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.family.Family;
import doorstep.question.QuestionException.Fault;
import doorstep.rows.Cells;
import doorstep.tally.Breakdown;
import doorstep.tally.Cell;
import doorstep.tally.Slice;
import doorstep.wire.Topics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Takes several cells of a unit together: those of several values of a breakdown, or of all articles. The cell that
 * stands for them has no rows of its own.
 */
final class Parts {
    /** An event has one value of each of these, so that figures of several values add up. */
    private static final Set<Breakdown> DISJOINT =
            EnumSet.of(Breakdown.CATEGORY, Breakdown.MODE, Breakdown.CHANNEL, Breakdown.SOURCE);

    private static final String TOGETHER = "together";

    private final Selection selection;
    private final Family family;
    private final Cells cells;

    /** @throws QuestionException unless the figures add up */
    Parts(Selection selection, Family family, Cells cells) {
        this.selection = selection;
        this.family = family;
        this.cells = cells;
        if (family.topic().equals(Topics.SATISFACTION_SCORES)) {
            throw refused("scores of several values or questions have none in common");
        }
        if (family.rootOnly()) {
            require(selection.facet().isEmpty(), "takes all articles together: leave the facet out");
        } else {
            require(
                    selection.breakdown().filter(DISJOINT::contains).isPresent()
                            && selection.value().isPresent(),
                    "needs several values of "
                            + DISJOINT.stream().map(Breakdown::label).toList()
                            + ", such as breakdown=category&value=TALK,FORUM");
            require(!family.hasFacets() || selection.facet().isPresent(), "needs a facet, whose figures it has");
        }
    }

    private static void require(boolean isSo, String message) {
        if (!isSo) {
            throw refused(TOGETHER + " " + message);
        }
    }

    private static QuestionException refused(String message) {
        return new QuestionException(Fault.INVALID, TOGETHER, message, List.of());
    }

    /** @param whole a cell that stands for several */
    List<Cell> of(Cell whole) {
        if (selection.breakdown().isEmpty()) {
            List<Cell> ofFamily = new ArrayList<>();
            cells.ofUnit(whole.unit()).forEach(it -> {
                if (it.cell().family() == family.code() && it.cell().slice().isTotal()) {
                    ofFamily.add(it.cell());
                }
            });
            return ofFamily;
        }
        return Arrays.stream(whole.slice().value().split(",", -1))
                .filter(value -> !value.isEmpty())
                .distinct()
                .map(value -> new Cell(
                        family.code(),
                        whole.unit(),
                        Slice.of(selection.breakdown().get(), value),
                        whole.facet()))
                .toList();
    }
}
