// SPDX-License-Identifier: Apache-2.0
package doorstep.family;

import doorstep.avro.ServiceLevel;
import doorstep.event.Commitment;
import doorstep.event.Event;
import doorstep.event.Minutes;
import doorstep.event.Outcome;
import doorstep.event.SecondRating;
import doorstep.tally.Breakdown;
import doorstep.tally.OrgCalendar;
import doorstep.tally.Slice;
import doorstep.tally.Tally;
import doorstep.wire.Topic;
import doorstep.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Counts of commitments, and of whether they were met in time. A commitment contributes at its own moments, so that no
 * timer is needed for it to become due or overdue: it counts when as-of reaches the moment. Levels (open now, overdue
 * now) are the sums of all their changes, in the window {@code EVER}.
 */
public final class ServiceLevels implements Family {
    private static final int OPENED = 0;
    private static final int ACKNOWLEDGED = 1;
    private static final int ACKNOWLEDGED_ON_TIME = 2;
    private static final int ASSIGNED = 3;
    private static final int MET = 4;
    private static final int MISSED = 5;
    private static final int FIRST_MET = 6;
    private static final int FIRST_MISSED = 7;
    private static final int RESOLVED = 8;
    private static final int UNRESOLVED = 9;
    private static final int REFUSED = 10;
    private static final int DUPLICATE = 11;
    private static final int WITHOUT_OUTCOME = 12;
    private static final int RETURNED = 13;
    private static final int REOPENED = 14;
    private static final int ENDED = 15;
    private static final int OVERDUE_BEGAN = 16;
    private static final int OVERDUE_ENDED = 17;
    private static final int RATED_AGAIN = 18;
    private static final int RATED_HIGHER = 19;
    private static final int RATED_LOWER = 20;
    private static final int FIRST_SCORE = 21;
    private static final int SECOND_SCORE = 22;

    private static final DurationSlots TO_ACKNOWLEDGE = new DurationSlots(100, 3, 0);
    private static final DurationSlots TO_ASSIGN = new DurationSlots(100, 3, 1);
    private static final DurationSlots TO_CLOSE = new DurationSlots(100, 3, 2);

    private final OrgCalendar calendar;
    private final long acknowledgeLimitMs;

    /** @param acknowledgeLimit from opening to the latest acknowledgement that is on time, inclusive */
    public ServiceLevels(OrgCalendar calendar, Duration acknowledgeLimit) {
        this.calendar = calendar;
        acknowledgeLimitMs = acknowledgeLimit.toMillis();
    }

    @Override
    public int code() {
        return 5;
    }

    @Override
    public Topic topic() {
        return Topics.SERVICE_LEVELS;
    }

    @Override
    public Set<Breakdown> breakdowns() {
        return Breakdowns.OF_COMMITMENTS;
    }

    @Override
    public boolean hasFacets() {
        return true;
    }

    @Override
    public boolean keepsForEver(Slice slice) {
        return slice.breakdown().filter(Breakdown.CATEGORY::equals).isPresent();
    }

    @Override
    public List<Contribution> contributionsOf(Event event) {
        if (!(event instanceof Commitment commitment)) {
            return List.of();
        }
        Moments moments = new Moments();
        moments.add(commitment.openedAt(), OPENED);
        acknowledgement(commitment, moments);
        commitment.assignedAt().ifPresent(at -> {
            moments.add(at, ASSIGNED);
            moments.add(at, duration(TO_ASSIGN, commitment.openedAt(), at));
        });
        if (!commitment.isVoid()) {
            promise(commitment.dueAt(), commitment.metAt(), MET, MISSED, moments);
            promise(commitment.firstDue(), commitment.metAt(), FIRST_MET, FIRST_MISSED, moments);
            overdue(commitment.dueAt(), commitment.endedAt(), moments);
        }
        commitment.closedAt().ifPresent(at -> {
            moments.add(at, slotOf(commitment));
            moments.add(at, duration(TO_CLOSE, commitment.openedAt(), at));
        });
        commitment.endedAt().ifPresent(at -> moments.add(at, ENDED));
        commitment.secondRating().ifPresent(rating -> ratedAgain(rating, moments));
        commitment.returnedAt().forEach(at -> moments.add(at, RETURNED));
        commitment.reopenedAt().forEach(at -> moments.add(at, REOPENED));
        return moments.contributions(commitment.kind().name());
    }

    private void acknowledgement(Commitment commitment, Moments moments) {
        commitment.acknowledgedAt().ifPresent(at -> {
            moments.add(at, ACKNOWLEDGED);
            if (at - commitment.openedAt() <= acknowledgeLimitMs) {
                moments.add(at, ACKNOWLEDGED_ON_TIME);
            }
            moments.add(at, duration(TO_ACKNOWLEDGE, commitment.openedAt(), at));
        });
    }

    private static void promise(OptionalLong due, OptionalLong metAt, int met, int missed, Moments moments) {
        due.ifPresent(at -> moments.add(at, metAt.isPresent() && metAt.getAsLong() <= at ? met : missed));
    }

    private static void overdue(OptionalLong due, OptionalLong endedAt, Moments moments) {
        if (due.isPresent() && (endedAt.isEmpty() || endedAt.getAsLong() > due.getAsLong())) {
            moments.add(due.getAsLong(), OVERDUE_BEGAN);
            endedAt.ifPresent(at -> moments.add(at, OVERDUE_ENDED));
        }
    }

    private static void ratedAgain(SecondRating rating, Moments moments) {
        moments.add(rating.at(), RATED_AGAIN);
        if (rating.second() != rating.first()) {
            moments.add(rating.at(), rating.second() > rating.first() ? RATED_HIGHER : RATED_LOWER);
        }
        moments.add(rating.at(), Tally.of(FIRST_SCORE, rating.scale().percentOf(rating.first())));
        moments.add(rating.at(), Tally.of(SECOND_SCORE, rating.scale().percentOf(rating.second())));
    }

    private Tally duration(DurationSlots slots, long from, long to) {
        return slots.of((to - from) / 1_000, calendar.dayOf(minuteOf(to)) - calendar.dayOf(minuteOf(from)));
    }

    private static int slotOf(Commitment closed) {
        if (closed.outcome().isEmpty()) {
            return WITHOUT_OUTCOME;
        }
        Outcome outcome = closed.outcome().get();
        return switch (outcome) {
            case RESOLVED -> RESOLVED;
            case UNRESOLVED -> UNRESOLVED;
            case REFUSED -> REFUSED;
            case DUPLICATE -> DUPLICATE;
        };
    }

    private static long minuteOf(long ms) {
        return Minutes.ofMillis(ms);
    }

    /** Collects a commitment's tallies by minute. */
    private static final class Moments {
        private final SortedMap<Long, Tally> byMinute = new TreeMap<>();

        void add(long ms, int slot) {
            add(ms, Tally.of(slot, 1));
        }

        void add(long ms, Tally tally) {
            byMinute.merge(minuteOf(ms), tally, Tally::plus);
        }

        List<Contribution> contributions(String facet) {
            List<Contribution> contributions = new ArrayList<>();
            byMinute.forEach((minute, tally) -> contributions.add(new Contribution(minute, facet, tally)));
            return contributions;
        }
    }

    @Override
    public SpecificRecord row(RowHead head, Tally tally) {
        long due = tally.get(MET) + tally.get(MISSED);
        long firstDue = tally.get(FIRST_MET) + tally.get(FIRST_MISSED);
        long answered = tally.get(RESOLVED) + tally.get(UNRESOLVED) + tally.get(REFUSED);
        ServiceLevel row = new ServiceLevel();
        row.setOpened(tally.get(OPENED));
        row.setAcknowledged(tally.get(ACKNOWLEDGED));
        row.setAcknowledgedOnTime(tally.get(ACKNOWLEDGED_ON_TIME));
        row.setAssigned(tally.get(ASSIGNED));
        row.setDue(due);
        row.setMet(tally.get(MET));
        row.setMissed(tally.get(MISSED));
        row.setFirstDue(firstDue);
        row.setFirstMet(tally.get(FIRST_MET));
        row.setFirstMissed(tally.get(FIRST_MISSED));
        row.setClosed(answered + tally.get(DUPLICATE) + tally.get(WITHOUT_OUTCOME));
        row.setResolved(tally.get(RESOLVED));
        row.setUnresolved(tally.get(UNRESOLVED));
        row.setRefused(tally.get(REFUSED));
        row.setDuplicate(tally.get(DUPLICATE));
        row.setWithoutOutcome(tally.get(WITHOUT_OUTCOME));
        row.setReturned(tally.get(RETURNED));
        row.setReopened(tally.get(REOPENED));
        row.setBacklogChange(tally.get(OPENED) - tally.get(ENDED));
        row.setOverdueChange(tally.get(OVERDUE_BEGAN) - tally.get(OVERDUE_ENDED));
        row.setRatedAgain(tally.get(RATED_AGAIN));
        row.setRatedHigher(tally.get(RATED_HIGHER));
        row.setRatedLower(tally.get(RATED_LOWER));
        row.setFirstScore(tally.get(FIRST_SCORE));
        row.setSecondScore(tally.get(SECOND_SCORE));
        row.setAcknowledgedShare(share(tally.get(ACKNOWLEDGED_ON_TIME), tally.get(ACKNOWLEDGED)));
        row.setMetShare(share(tally.get(MET), due));
        row.setFirstMetShare(share(tally.get(FIRST_MET), firstDue));
        row.setResolvedShare(share(tally.get(RESOLVED), answered));
        row.setRatedHigherShare(share(tally.get(RATED_HIGHER), tally.get(RATED_AGAIN)));
        row.setToAcknowledge(TO_ACKNOWLEDGE.row(tally));
        row.setToAssign(TO_ASSIGN.row(tally));
        row.setToClose(TO_CLOSE.row(tally));
        return head.on(row);
    }

    private static Double share(long part, long whole) {
        return whole == 0 ? null : (Double) ((double) part / whole);
    }

    @Override
    public Tally tally(SpecificRecord row) {
        ServiceLevel levels = (ServiceLevel) row;
        return Tally.ofSlots(
                        levels.getOpened(),
                        levels.getAcknowledged(),
                        levels.getAcknowledgedOnTime(),
                        levels.getAssigned(),
                        levels.getMet(),
                        levels.getMissed(),
                        levels.getFirstMet(),
                        levels.getFirstMissed(),
                        levels.getResolved(),
                        levels.getUnresolved(),
                        levels.getRefused(),
                        levels.getDuplicate(),
                        levels.getWithoutOutcome(),
                        levels.getReturned(),
                        levels.getReopened(),
                        levels.getOpened() - levels.getBacklogChange(),
                        levels.getOverdueChange(), // as if nothing had ceased to be overdue
                        0,
                        levels.getRatedAgain(),
                        levels.getRatedHigher(),
                        levels.getRatedLower(),
                        levels.getFirstScore(),
                        levels.getSecondScore())
                .plus(TO_ACKNOWLEDGE.tally(levels.getToAcknowledge()))
                .plus(TO_ASSIGN.tally(levels.getToAssign()))
                .plus(TO_CLOSE.tally(levels.getToClose()));
    }

    /** Counts the moments that contributed; what is derived from them (on time, overdue) is not counted again. */
    @Override
    public long contributionsIn(Tally tally) {
        long all = tally.get(RATED_AGAIN);
        for (int slot = OPENED; slot <= ENDED; slot++) {
            all += slot == ACKNOWLEDGED_ON_TIME ? 0 : tally.get(slot);
        }
        return all;
    }

    @Override
    public long endingsIn(Tally tally) {
        return tally.get(ENDED);
    }
}
