// SPDX-License-Identifier: Apache-2.0
package doorstep.link;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import doorstep.event.Feedback.Answer;
import doorstep.event.Identity;
import doorstep.event.Scale;
import doorstep.event.Subject;
import doorstep.event.TreePath;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.utils.Bytes;

/**
 * An event's reference to something owed, as one row of the store {@code links}.
 *
 * <p>Its key is the target, the role, then its position in time: milliseconds, topic, id. So the entries of a role are
 * in the order in which they count, and the one before or after a moment is found with one lookup, however many there
 * are.
 *
 * @param opening of an entry that opens a call-back, else absent
 * @param score of a rating, else absent
 */
public record LinkEntry(Bytes key, Optional<Opening> opening, OptionalInt score) {
    private static final int TARGET_BYTES = 2 * Long.BYTES;
    private static final int PLACE = TARGET_BYTES + 1;

    /** What an entry can do. The codes are part of keys. */
    public enum Role {
        /** A visit, which may fulfil a duty. */
        VISIT(1),
        /** A bad rating, which opens a call-back unless one is open. */
        OPENS(2),
        /** A follow-up visit or another rating, which ends the call-back that is open. */
        CLOSES(3),
        /**
         * A rating, good or bad, of something that can be rated again, which may be the second one after a call-back.
         */
        RATES_STARS_5(4),
        RATES_GRADE_5(5),
        RATES_NPS_11(6),
        RATES_YES_NO(7);

        private final int code;

        Role(int code) {
            this.code = code;
        }

        public static Role of(Scale scale) {
            return switch (scale) {
                case STARS_5 -> RATES_STARS_5;
                case GRADE_5 -> RATES_GRADE_5;
                case NPS_11 -> RATES_NPS_11;
                case YES_NO -> RATES_YES_NO;
            };
        }

        boolean isRating() {
            return code >= RATES_STARS_5.code;
        }

        static Role ofCode(int code) {
            return values()[code - 1];
        }
    }

    /** The topic of the event. The codes, in the order of the topics' names, are part of keys. */
    public enum EventTopic {
        FEEDBACK(1),
        VISITS(2);

        private final int code;

        EventTopic(int code) {
            this.code = code;
        }

        static EventTopic ofCode(int code) {
            return values()[code - 1];
        }
    }

    /**
     * Unit and area that a call-back counts under, and the rating that opens it.
     *
     * @param source of the rating
     * @param subject absent in an entry of an event that the ledger kept
     */
    public record Opening(
            TreePath unit, Optional<TreePath> area, Answer answer, String source, Optional<Subject> subject) {
        private boolean saysTheSame(Opening other) {
            return unit.equals(other.unit)
                    && area.equals(other.area)
                    && source.equals(other.source)
                    && answer.equals(other.answer);
        }
    }

    /**
     * An entry whose role needs no more than the key.
     *
     * @param at milliseconds since the epoch
     * @param id of the event, UTF-8
     */
    public static LinkEntry of(Identity target, Role role, long at, EventTopic source, byte[] id) {
        ByteWriter out = new ByteWriter(PLACE + Long.BYTES + 1 + id.length);
        out.writeLong(target.high()).writeLong(target.low()).writeByte(role.code);
        out.writeSortable(at).writeByte(source.code).writeBytes(id);
        return new LinkEntry(Bytes.wrap(out.toBytes()), Optional.empty(), OptionalInt.empty());
    }

    /** Whether two entries differ in nothing but what the ledger does not keep: the key tells the subject. */
    boolean saysTheSame(LinkEntry other) {
        return key.equals(other.key)
                && score.equals(other.score)
                && opening.isPresent() == other.opening.isPresent()
                && (opening.isEmpty() || opening.get().saysTheSame(other.opening.get()));
    }

    /** An entry at the same position in time that opens a call-back. */
    public LinkEntry opens(Opening call) {
        return new LinkEntry(withRole(key, Role.OPENS), Optional.of(call), OptionalInt.empty());
    }

    /** An entry at the same position in time for a rating. */
    public LinkEntry rates(Answer answer) {
        return new LinkEntry(withRole(key, Role.of(answer.scale())), Optional.empty(), OptionalInt.of(answer.score()));
    }

    public static Identity target(Bytes key) {
        ByteReader in = new ByteReader(key.get());
        return new Identity(in.readLong(), in.readLong());
    }

    public static Role role(Bytes key) {
        return Role.ofCode(key.get()[TARGET_BYTES]);
    }

    /** Milliseconds since the epoch. */
    public static long at(Bytes key) {
        return new ByteReader(key.get(), PLACE).readSortable();
    }

    /** The topic of the event. */
    public static EventTopic source(Bytes key) {
        return EventTopic.ofCode(key.get()[PLACE + Long.BYTES]);
    }

    /** The id of the event. */
    public static String id(Bytes key) {
        int begin = PLACE + Long.BYTES + 1;
        return new String(key.get(), begin, key.get().length - begin, StandardCharsets.UTF_8);
    }

    /** The key with the same target and position in time, but another role. */
    public static Bytes withRole(Bytes key, Role role) {
        byte[] bytes = key.get().clone();
        bytes[TARGET_BYTES] = (byte) role.code;
        return Bytes.wrap(bytes);
    }

    /** A key before all entries of a target in a role. */
    public static Bytes first(Identity target, Role role) {
        return bound(target, role.code);
    }

    /** A key after all entries of a target in a role. */
    public static Bytes end(Identity target, Role role) {
        return bound(target, role.code + 1);
    }

    /** A key before all entries of a target in a role that are at or after a moment. */
    public static Bytes from(Identity target, Role role, long at) {
        ByteWriter out = new ByteWriter();
        out.writeLong(target.high())
                .writeLong(target.low())
                .writeByte(role.code)
                .writeSortable(at);
        return Bytes.wrap(out.toBytes());
    }

    private static Bytes bound(Identity target, int code) {
        ByteWriter out = new ByteWriter();
        out.writeLong(target.high()).writeLong(target.low()).writeByte(code);
        return Bytes.wrap(out.toBytes());
    }
}
