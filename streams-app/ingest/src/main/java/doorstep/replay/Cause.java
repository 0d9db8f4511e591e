// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import doorstep.avro.Rejected;
import doorstep.decode.Decoded;
import java.util.Comparator;

/**
 * Why records of a topic were refused.
 *
 * @param reason name of a {@link doorstep.decode.Reason}
 * @param field the invalid field, or empty
 */
public record Cause(String topic, String reason, String field) implements Comparable<Cause> {
    private static final Comparator<Cause> ORDER =
            Comparator.comparing(Cause::topic).thenComparing(Cause::reason).thenComparing(Cause::field);

    public static Cause of(Rejected row) {
        return new Cause(row.getTopic(), row.getReason(), row.getField() == null ? "" : row.getField());
    }

    static Cause of(String topic, Decoded.Refused refused) {
        return new Cause(topic, refused.reason().name(), refused.field().orElse(""));
    }

    @Override
    public int compareTo(Cause other) {
        return ORDER.compare(this, other);
    }
}
