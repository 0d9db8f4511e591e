// SPDX-License-Identifier: Apache-2.0
package doorstep.question;

import doorstep.assessment.Assessor;
import doorstep.avro.FeedbackCount;
import doorstep.avro.VisitCount;
import doorstep.tally.Cell;
import doorstep.wire.Topics;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Response rates of scores: over the same dates, of the same units and breakdowns, as far as visits have these too. */
final class ResponseRates {
    private final Counted visits;
    private final Counted feedback;
    private final int visitCode;
    private final int feedbackCode;

    /** @param counted counts cells over the dates of the scores */
    ResponseRates(Source source, Function<Collection<Cell>, Counted> counted, Collection<Cell> scores) {
        visitCode = source.families().of(Topics.VISIT_COUNTS).code();
        feedbackCode = source.families().of(Topics.FEEDBACK_COUNTS).code();
        visits = counted.apply(in(visitCode, scores));
        feedback = counted.apply(in(feedbackCode, scores));
    }

    private static List<Cell> in(int family, Collection<Cell> scores) {
        return scores.stream()
                .filter(cell -> Assessor.hasResponseRate(cell.facet()))
                .map(cell -> in(family, cell))
                .distinct()
                .toList();
    }

    private static Cell in(int family, Cell score) {
        return new Cell(family, score.unit(), score.slice(), "");
    }

    OptionalDouble of(Cell score) {
        if (!Assessor.hasResponseRate(score.facet())) {
            return OptionalDouble.empty();
        }
        VisitCount asked = (VisitCount) visits.row(in(visitCode, score));
        FeedbackCount answered = (FeedbackCount) feedback.row(in(feedbackCode, score));
        return Assessor.responseRate(answered.getRatingsAboutVisits(), asked.getFeedbackAsked());
    }
}
