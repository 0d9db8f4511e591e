// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import doorstep.avro.FeedbackCount;
import doorstep.event.Event;
import doorstep.event.Feedback;
import doorstep.event.SubjectType;
import doorstep.tally.Breakdown;
import doorstep.tally.Tally;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** Counts of feedback, by kind. */
public final class FeedbackCounts implements Family {
    /** The question whose answers about visits give the response rate. */
    private static final String OVERALL = "OVERALL";

    private static final int RATINGS = 0;
    private static final int RATINGS_ABOUT_VISITS = 1;
    private static final int IMPUTED = 2;
    private static final int REACTIONS = 3;
    private static final int SUGGESTIONS = 4;
    private static final int REPORTS = 5;

    @Override
    public int code() {
        return 2;
    }

    @Override
    public Topic topic() {
        return Topics.FEEDBACK_COUNTS;
    }

    @Override
    public Set<Breakdown> breakdowns() {
        return Breakdowns.OF_FEEDBACK;
    }

    @Override
    public List<Contribution> contributionsOf(Event event) {
        if (!(event instanceof Feedback feedback)) {
            return List.of();
        }
        Tally tally = Tally.of(slotOf(feedback), 1);
        if (isAnswerAboutVisit(feedback)) {
            tally = tally.plus(Tally.of(RATINGS_ABOUT_VISITS, 1));
        }
        return List.of(new Contribution(feedback.minute(), "", tally));
    }

    private static int slotOf(Feedback feedback) {
        return switch (feedback.kind()) {
            case RATING -> feedback.imputed() ? IMPUTED : RATINGS;
            case REACTION -> REACTIONS;
            case SUGGESTION -> SUGGESTIONS;
            case REPORT -> REPORTS;
        };
    }

    private static boolean isAnswerAboutVisit(Feedback feedback) {
        return feedback.answer().isPresent()
                && !feedback.imputed()
                && feedback.question().equals(OVERALL)
                && feedback.about().equals(Optional.of(SubjectType.VISIT));
    }

    @Override
    public SpecificRecord row(RowHead head, Tally tally) {
        FeedbackCount row = new FeedbackCount();
        row.setRatings(tally.get(RATINGS));
        row.setRatingsAboutVisits(tally.get(RATINGS_ABOUT_VISITS));
        row.setImputed(tally.get(IMPUTED));
        row.setReactions(tally.get(REACTIONS));
        row.setSuggestions(tally.get(SUGGESTIONS));
        row.setReports(tally.get(REPORTS));
        return head.on(row);
    }

    @Override
    public Tally tally(SpecificRecord row) {
        FeedbackCount counts = (FeedbackCount) row;
        return Tally.ofSlots(
                counts.getRatings(),
                counts.getRatingsAboutVisits(),
                counts.getImputed(),
                counts.getReactions(),
                counts.getSuggestions(),
                counts.getReports());
    }

    @Override
    public long contributionsIn(Tally tally) {
        return tally.get(RATINGS)
                + tally.get(IMPUTED)
                + tally.get(REACTIONS)
                + tally.get(SUGGESTIONS)
                + tally.get(REPORTS);
    }
}
