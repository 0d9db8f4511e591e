// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.assessment.Assessment;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A row of an answer.
 *
 * @param rank from 1, standard competition ranks; empty without an order, and for a row without the figure
 * @param assessment of a score
 * @param responseRate of a score; empty if nobody was asked
 * @param others what the figures are compared with; lacks what there is none of
 * @param amongSiblings rank among the units below the same one, if siblings were asked for
 * @param glimpse of the unit directly above, for whoever does not see it
 */
public record AnswerRow(
        RowName name,
        Figures figures,
        OptionalInt rank,
        Optional<Assessment> assessment,
        OptionalDouble responseRate,
        Map<Against, Figures> others,
        Optional<SiblingRank> amongSiblings,
        Optional<Glimpse> glimpse) {
    /**
     * @param rank from 1; empty for a unit without the figure
     * @param ranked how many units have a rank
     */
    public record SiblingRank(OptionalInt rank, int ranked) {}
}
