// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import doorstep.avro.ServiceDeskCount;
import doorstep.event.Event;
import doorstep.event.Feedback;
import doorstep.event.FeedbackKind;
import doorstep.event.Visit;
import doorstep.tally.Tally;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * What happens at service points: people who come, and feedback given there. Ratings filled in for silence were given by
 * nobody and are left out. docs/new-family.md explains this class.
 */
public final class ServiceDesks implements Family {
    /** The mode of visits and the channel of feedback. */
    private static final String SERVICE_POINT = "SERVICE_POINT";

    private static final int VISITS = 0;
    private static final int PEOPLE = 1;
    private static final int FEEDBACK_ASKED = 2;
    private static final int FEEDBACK = 3;
    private static final int RATINGS = 4;
    private static final int SUGGESTIONS = 5;

    @Override
    public int code() {
        return 6;
    }

    @Override
    public Topic topic() {
        return Topics.SERVICE_DESK_COUNTS;
    }

    @Override
    public List<Contribution> contributionsOf(Event event) {
        if (event instanceof Visit visit && visit.mode().equals(SERVICE_POINT)) {
            return List.of(new Contribution(visit.minute(), "", tallyOf(visit)));
        }
        if (event instanceof Feedback feedback && feedback.channel().equals(SERVICE_POINT) && !feedback.imputed()) {
            return List.of(new Contribution(feedback.minute(), "", tallyOf(feedback)));
        }
        return List.of();
    }

    private static Tally tallyOf(Visit visit) {
        return Tally.ofSlots(1, visit.people(), visit.feedbackAsked());
    }

    private static Tally tallyOf(Feedback feedback) {
        boolean rating = feedback.kind() == FeedbackKind.RATING;
        boolean suggestion = feedback.kind() == FeedbackKind.SUGGESTION;
        return Tally.ofSlots(0, 0, 0, 1, rating ? 1 : 0, suggestion ? 1 : 0);
    }

    @Override
    public SpecificRecord row(RowHead head, Tally tally) {
        ServiceDeskCount row = new ServiceDeskCount();
        row.setVisits(tally.get(VISITS));
        row.setPeople(tally.get(PEOPLE));
        row.setFeedbackAsked(tally.get(FEEDBACK_ASKED));
        row.setFeedback(tally.get(FEEDBACK));
        row.setRatings(tally.get(RATINGS));
        row.setSuggestions(tally.get(SUGGESTIONS));
        return head.on(row);
    }

    @Override
    public Tally tally(SpecificRecord row) {
        ServiceDeskCount counts = (ServiceDeskCount) row;
        return Tally.ofSlots(
                counts.getVisits(),
                counts.getPeople(),
                counts.getFeedbackAsked(),
                counts.getFeedback(),
                counts.getRatings(),
                counts.getSuggestions());
    }

    @Override
    public long contributionsIn(Tally tally) {
        return tally.get(VISITS) + tally.get(FEEDBACK);
    }
}
