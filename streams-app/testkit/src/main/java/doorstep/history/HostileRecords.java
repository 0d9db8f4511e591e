// SPDX-License-Identifier: Apache-2.0
package doorstep.history;

import doorstep.history.History.Draft;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * An endless mixture of good and hostile records. One half are events as anyone sends them, the other half valid
 * records that are mutilated (bits flipped, cut off, spliced with another, framed with a wrong schema id); every tenth
 * time one of the hand-written bad cases follows, in turn. Many mutilated records are still valid; the model decides on
 * each.
 */
public final class HostileRecords {
    private static final int IDS = 500; // per topic: few enough for versions of an id to meet
    private static final int GARBAGE_EVERY = 10;
    private static final Duration SPREAD = Duration.ofDays(3);

    private final Dice dice;
    private final EventTimes moments;
    private final Events events;
    private final Garbage garbage;
    private final Frames frames = new Frames();
    private final List<Integer> knownSchemas = new ArrayList<>(Schemas.ALL.keySet());
    private Draft lastGood;
    private long drafts;
    private long fuzzed;
    private int garbageKind;

    /** Always the same for the same seed. */
    public HostileRecords(long seed) {
        dice = new Dice(seed);
        moments = new EventTimes(dice);
        events = new Events(dice, moments);
        garbage = new Garbage(dice, events, frames);
        lastGood = good();
    }

    public ZoneId zone() {
        return moments.zone();
    }

    public Instant earliest() {
        return moments.earliest();
    }

    /** In the middle of the events' times. */
    public Instant asOf() {
        return moments.asOfs().get(0);
    }

    /** What the registry must hold, by id. */
    public static Map<Integer, Schema> schemas() {
        return Schemas.ALL;
    }

    /** Ids of schemas that cannot be read as any topic's. */
    public static Set<Integer> unreadableSchemas() {
        return Schemas.UNREADABLE;
    }

    /** Number of mutilated records so far. */
    public long fuzzed() {
        return fuzzed;
    }

    public Draft next() {
        if (drafts++ % 2 == 0) {
            lastGood = good();
            return lastGood;
        }
        if (drafts % (2 * GARBAGE_EVERY) == 0) {
            String id = dice.percent(70) ? "v" + dice.below(IDS) : "f" + dice.below(IDS);
            return garbage.draft(garbageKind++ % Garbage.KINDS, id, moment());
        }
        fuzzed++;
        return mutilated();
    }

    private Instant moment() {
        return moments.around(moments.base(), SPREAD);
    }

    private Draft good() {
        Instant at = moment();
        int kind = dice.below(100);
        if (kind < 45) {
            String id = "v" + dice.below(IDS);
            return kind < 5
                    ? draft(Events.VISITS, id, frames.otherVisit(events.visit(id, at)), "another producer's visit")
                    : draft(Events.VISITS, id, frames.visit(events.visit(id, at)), "visit");
        } else if (kind < 90) {
            String id = "f" + dice.below(IDS);
            return draft(Events.FEEDBACK, id, frames.feedback(events.feedback(id, at)), "feedback");
        }
        String id = "c" + dice.below(IDS);
        return draft(Events.COMMITMENTS, id, frames.commitment(events.commitment(id, at)), "commitment");
    }

    private Draft mutilated() {
        Draft whole = good();
        byte[] value = whole.value();
        return switch (dice.below(6)) {
            case 0, 1 -> with(whole, whole.key(), flipped(value, dice.of(1, 1, 2, 8)), "bits flipped");
            case 2 -> with(whole, whole.key(), Arrays.copyOf(value, dice.below(value.length)), "cut off");
            case 3 -> with(whole, whole.key(), spliced(value, lastGood.value()), "spliced");
            case 4 -> with(whole, whole.key(), framed(wrongSchema(), value), "wrong schema id");
            default -> with(whole, flipped(whole.key(), 1), value, "bit of the key flipped");
        };
    }

    private byte[] flipped(byte[] bytes, int times) {
        byte[] flipped = bytes.clone();
        for (int i = 0; i < times; i++) {
            flipped[dice.below(flipped.length)] ^= (byte) (1 << dice.below(8));
        }
        return flipped;
    }

    /** The beginning of one and the end of the other. */
    private byte[] spliced(byte[] one, byte[] other) {
        int head = dice.below(one.length + 1);
        int from = dice.percent(50) ? Math.min(head, other.length) : dice.below(other.length + 1);
        return ByteBuffer.allocate(head + other.length - from)
                .put(one, 0, head)
                .put(other, from, other.length - from)
                .array();
    }

    private int wrongSchema() {
        return dice.percent(50) ? dice.of(knownSchemas) : dice.random().nextInt();
    }

    private static byte[] framed(int schemaId, byte[] value) {
        byte[] framed = value.clone();
        ByteBuffer.wrap(framed).putInt(1, schemaId);
        return framed;
    }

    private static Draft with(Draft whole, byte[] key, byte[] value, String label) {
        return new Draft(whole.topic(), key, value, whole.appendedAt(), false, whole.label() + ", " + label);
    }

    private Draft draft(String topic, String id, byte[] value, String label) {
        return new Draft(topic, id.getBytes(StandardCharsets.UTF_8), value, moments.base(), false, label);
    }
}
