// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import doorstep.avro.VisitCount;
import doorstep.event.Event;
import doorstep.event.Visit;
import doorstep.tally.Breakdown;
import doorstep.tally.Tally;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** Counts of visits, households and people reached, and people asked for an answer. */
public final class VisitCounts implements Family {
    private static final int VISITS = 0;
    private static final int HOUSEHOLDS = 1;
    private static final int PEOPLE = 2;
    private static final int FEEDBACK_ASKED = 3;

    @Override
    public int code() {
        return 1;
    }

    @Override
    public Topic topic() {
        return Topics.VISIT_COUNTS;
    }

    @Override
    public Set<Breakdown> breakdowns() {
        return Breakdowns.OF_VISITS;
    }

    @Override
    public List<Contribution> contributionsOf(Event event) {
        if (!(event instanceof Visit visit)) {
            return List.of();
        }
        Tally tally = Tally.ofSlots(1, visit.households(), visit.people(), visit.feedbackAsked());
        return List.of(new Contribution(visit.minute(), "", tally));
    }

    @Override
    public SpecificRecord row(RowHead head, Tally tally) {
        VisitCount row = new VisitCount();
        row.setVisits(tally.get(VISITS));
        row.setHouseholds(tally.get(HOUSEHOLDS));
        row.setPeople(tally.get(PEOPLE));
        row.setFeedbackAsked(tally.get(FEEDBACK_ASKED));
        return head.on(row);
    }

    @Override
    public Tally tally(SpecificRecord row) {
        VisitCount counts = (VisitCount) row;
        return Tally.ofSlots(counts.getVisits(), counts.getHouseholds(), counts.getPeople(), counts.getFeedbackAsked());
    }

    @Override
    public long contributionsIn(Tally tally) {
        return tally.get(VISITS);
    }
}
