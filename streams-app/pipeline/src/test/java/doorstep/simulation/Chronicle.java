package doorstep.simulation;

import doorstep.avro.Feedback;
import doorstep.avro.Visit;
import doorstep.model.ModelConfig;
import doorstep.model.Owing;
import doorstep.model.RawRecord;
import doorstep.simulation.History.Draft;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One event for each moment that someone gives, visits and feedback in turn; everything else about it is random. */
final class Chronicle {
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private final Dice dice;
    private final Events events;
    private final Frames frames = new Frames();
    private final Instant appendedAt;
    private final List<Draft> drafts = new ArrayList<>();
    private final List<Instant> moments = new ArrayList<>();
    private final List<Instant> answers = new ArrayList<>(); // those of them that are feedback's

    /** @param appendedAt of all records: after every moment, or the future is refused */
    Chronicle(long seed, Instant appendedAt) {
        dice = new Dice(seed);
        events = new Events(dice, new Moments(dice));
        this.appendedAt = appendedAt;
    }

    Dice dice() {
        return dice;
    }

    /** One partition, a fiscal year from July on, all breakdowns open. */
    static ModelConfig config(ZoneId zone) {
        return config(zone, Set.of());
    }

    /** The same with one breakdown of visits and one of feedback: fewer rows, for those who look at them often. */
    static ModelConfig smallConfig(ZoneId zone) {
        return config(
                zone,
                Set.of(
                        Events.VISITS + "/area",
                        Events.VISITS + "/category",
                        Events.FEEDBACK + "/area",
                        Events.FEEDBACK + "/topic",
                        Events.FEEDBACK + "/source"));
    }

    private static ModelConfig config(ZoneId zone, Set<String> unbroken) {
        return new ModelConfig(zone, 7, EARLIEST, 10, Map.of(), unbroken, Map.of(), 1, Schemas.ALL, Schemas.UNREADABLE);
    }

    void add(Instant moment) {
        Draft draft = draft("e" + drafts.size(), moment);
        drafts.add(draft);
        moments.add(moment);
        if (draft.topic().equals(Events.FEEDBACK)) {
            answers.add(moment);
        }
    }

    Draft draft(String id, Instant moment) {
        byte[] key = id.getBytes(StandardCharsets.UTF_8);
        if (dice.percent(50)) {
            Visit visit = events.visit(id, appendedAt);
            visit.setOccurredAt(moment);
            visit.setRecordedAt(appendedAt);
            visit.setWithdrawn(false);
            return new Draft(Events.VISITS, key, frames.visit(visit), appendedAt, false, "visit");
        }
        Feedback feedback = events.feedback(id, appendedAt);
        feedback.setOccurredAt(moment);
        feedback.setRecordedAt(appendedAt);
        feedback.setWithdrawn(false);
        return new Draft(Events.FEEDBACK, key, frames.feedback(feedback), appendedAt, false, "feedback");
    }

    /** All at which something happens: of the events, and when the call-backs that ratings may open fall due. */
    List<Instant> moments(ModelConfig config) {
        List<Instant> all = new ArrayList<>(moments);
        answers.forEach(answer -> all.add(Owing.callBackDue(config, answer)));
        return all;
    }

    List<RawRecord> records() {
        return History.place(drafts, 1, dice.random());
    }
}
