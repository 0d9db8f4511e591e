// SPDX-License-Identifier: Apache-2.0
package doorstep.history;

import doorstep.avro.About;
import doorstep.avro.Commitment;
import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.history.History.Draft;
import doorstep.model.ModelConfig;
import doorstep.model.RawRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds a history with one event for each given moment: a visit, an answer, or something owed from then on. The rest
 * is random.
 */
public final class HistoryBuilder {
    private static final Duration LONGEST = Duration.ofDays(40);
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private final long seed;
    private final Dice dice;
    private final Events events;
    private final Frames frames = new Frames();
    private final Instant appendedAt;
    private final List<Draft> drafts = new ArrayList<>();

    /** @param appendedAt of all records; must be after every moment, because the future is refused */
    public HistoryBuilder(long seed, Instant appendedAt) {
        this.seed = seed;
        dice = new Dice(seed);
        events = new Events(dice, new EventTimes(dice));
        this.appendedAt = appendedAt;
    }

    public Dice dice() {
        return dice;
    }

    /** One partition, a fiscal year from July on, all breakdowns open. */
    public static ModelConfig config(ZoneId zone) {
        return config(zone, Set.of());
    }

    /** The same with only one breakdown of visits and one of feedback, for tests that often compare all rows. */
    public static ModelConfig smallConfig(ZoneId zone) {
        return config(
                zone,
                Set.of(
                        Events.VISITS + "/area",
                        Events.VISITS + "/category",
                        Events.COMMITMENTS + "/area",
                        Events.FEEDBACK + "/area",
                        Events.FEEDBACK + "/topic",
                        Events.FEEDBACK + "/source"));
    }

    private static ModelConfig config(ZoneId zone, Set<String> unbroken) {
        return new ModelConfig(zone, 7, EARLIEST, 10, Map.of(), unbroken, Map.of(), 1, Schemas.ALL, Schemas.UNREADABLE);
    }

    public void add(Instant moment) {
        String id = "e" + drafts.size();
        int kind = dice.below(100);
        drafts.add(kind < 45 ? visit(id, moment) : kind < 85 ? feedback(id, moment) : commitment(id, moment));
    }

    /** An event that is not linked to any other, so that it counts on its own. */
    public Draft unlinked(String id, Instant moment) {
        return dice.percent(50) ? visit(id, moment) : feedback(id, moment);
    }

    /**
     * A duty that was owed from then on, and visits that name it, several on one date now and then. Half of the duties
     * are closed: before, between or after the visits, often on the date of one.
     *
     * @param timeOfDay of most visits, in UTC
     */
    public void addVisitedDuty(Instant opened, String category, Duration timeOfDay) {
        String id = "d" + drafts.size();
        List<Instant> visits = new ArrayList<>();
        for (int left = dice.below(6); left > 0; left--) {
            Instant visit = between(opened.minus(Duration.ofDays(1)), appendedAt);
            visits.add(
                    dice.percent(40)
                            ? visit
                            : before(visit.truncatedTo(ChronoUnit.DAYS).plus(timeOfDay)));
            if (dice.percent(40)) {
                visits.add(before(visits.get(visits.size() - 1).plus(Duration.ofHours(dice.below(30)))));
            }
        }
        Instant closed = null;
        if (dice.percent(50)) {
            Instant near = visits.isEmpty() || dice.percent(30)
                    ? between(opened, appendedAt)
                    : before(dice.of(visits).plus(Duration.ofHours(dice.below(40) - 10)));
            closed = near.isBefore(opened) ? opened : near;
        }
        Commitment duty = Commitment.newBuilder(events.commitment(id, appendedAt))
                .setOccurredAt(opened)
                .setRecordedAt(appendedAt)
                .setWithdrawn(false)
                .setKind("DUTY")
                .setCategory(category)
                .setOpenedAt(opened)
                .setAcknowledgedAt(null)
                .setAssignedAt(null)
                .setFirstDueAt(null)
                .setDueAt(dice.percent(20) ? null : opened.plusMillis(dice.below(LONGEST.toMillis())))
                .setClosedAt(closed)
                .setOutcome(closed == null ? null : dice.of("RESOLVED", "UNRESOLVED", "DUPLICATE", "DUPLICATE", null))
                .setReturnedAt(List.of())
                .setReopenedAt(List.of())
                .build();
        drafts.add(draft(Events.COMMITMENTS, id, frames.commitment(duty), "duty"));
        for (Instant moment : visits) {
            drafts.add(visit("e" + drafts.size(), moment, id));
        }
    }

    /** A rating of a visit, which may open or end a call-back. There need not be such a visit. */
    public void addRating(String visit, Instant moment, int score) {
        String id = "e" + drafts.size();
        Feedback rating = Feedback.newBuilder(events.feedback(id, appendedAt))
                .setOccurredAt(moment)
                .setRecordedAt(appendedAt)
                .setWithdrawn(false)
                .setKind("RATING")
                .setQuestion("OVERALL")
                .setScale("GRADE_5")
                .setScore(score)
                .setReaction(null)
                .setImputed(false)
                .setAbout(new About("VISIT", visit))
                .build();
        drafts.add(draft(Events.FEEDBACK, id, frames.feedback(rating), "rating"));
    }

    private Instant between(Instant from, Instant to) {
        return from.plusMillis(dice.below(Duration.between(from, to).toMillis()));
    }

    private Instant before(Instant moment) {
        return moment.isBefore(appendedAt) ? moment : appendedAt;
    }

    private Draft visit(String id, Instant moment) {
        return visit(id, moment, null);
    }

    private Draft visit(String id, Instant moment, String fulfils) {
        Visit visit = events.visit(id, appendedAt);
        visit.setOccurredAt(moment);
        visit.setRecordedAt(appendedAt);
        visit.setWithdrawn(false);
        visit.setFulfils(fulfils);
        return draft(Events.VISITS, id, frames.visit(visit), "visit");
    }

    private Draft feedback(String id, Instant moment) {
        Feedback feedback = events.feedback(id, appendedAt);
        feedback.setOccurredAt(moment);
        feedback.setRecordedAt(appendedAt);
        feedback.setWithdrawn(false);
        if (feedback.getKind().equals("RATING")) {
            feedback.setAbout(null);
        }
        return draft(Events.FEEDBACK, id, frames.feedback(feedback), "feedback");
    }

    private Draft commitment(String id, Instant opened) {
        long sinceMs = Math.max(
                0,
                Math.min(
                        LONGEST.toMillis(), Duration.between(opened, appendedAt).toMillis()));
        boolean closed = dice.percent(50);
        Commitment commitment = Commitment.newBuilder(events.commitment(id, appendedAt))
                .setOccurredAt(opened)
                .setRecordedAt(appendedAt)
                .setWithdrawn(false)
                .setOpenedAt(opened)
                .setAcknowledgedAt(opened.plusMillis(dice.below(sinceMs + 1)))
                .setAssignedAt(null)
                .setFirstDueAt(dice.percent(50) ? null : opened.plusMillis(dice.below(LONGEST.toMillis())))
                .setDueAt(opened.plusMillis(dice.below(LONGEST.toMillis())))
                .setClosedAt(closed ? opened.plusMillis(dice.below(sinceMs + 1)) : null)
                .setOutcome(closed ? dice.of("RESOLVED", "UNRESOLVED", "REFUSED") : null)
                .setReturnedAt(List.of())
                .setReopenedAt(List.of())
                .build();
        return draft(Events.COMMITMENTS, id, frames.commitment(commitment), "commitment");
    }

    private Draft draft(String topic, String id, byte[] value, String label) {
        return new Draft(topic, id.getBytes(StandardCharsets.UTF_8), value, appendedAt, false, label);
    }

    public History history(ModelConfig config, Instant asOf) {
        return new History(seed, config, List.copyOf(drafts), List.of(asOf));
    }

    public List<RawRecord> records() {
        return History.assign(drafts, 1, dice.random());
    }
}
