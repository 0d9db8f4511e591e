// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import java.util.Optional;

/** All events, or those with one value of one breakdown. */
public final class Slice {
    /** All events. */
    public static final Slice TOTAL = new Slice(Optional.empty(), "");

    private final Optional<Breakdown> breakdown;
    private final String value;
    private final int hash; // cached: slices are part of hash keys for each event

    private Slice(Optional<Breakdown> breakdown, String value) {
        this.breakdown = breakdown;
        this.value = value;
        hash = 31 * breakdown.map(Breakdown::code).orElse(0) + value.hashCode();
    }

    /** @param value not empty */
    public static Slice of(Breakdown breakdown, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException(breakdown + " = ''");
        }
        return new Slice(Optional.of(breakdown), value);
    }

    public Optional<Breakdown> breakdown() {
        return breakdown;
    }

    /** Empty for all events. */
    public String value() {
        return value;
    }

    public boolean isTotal() {
        return breakdown.isEmpty();
    }

    public void writeTo(ByteWriter out) {
        out.writeByte(breakdown.map(Breakdown::code).orElse(0)).writeString(value);
    }

    public static Slice readFrom(ByteReader in) {
        int breakdown = in.readByte();
        String value = in.readString();
        return breakdown == 0 ? TOTAL : of(Breakdown.ofCode(breakdown), value);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(Object o) {
        return o == this
                || (o instanceof Slice other
                        && hash == other.hash
                        && breakdown.equals(other.breakdown)
                        && value.equals(other.value));
    }

    @Override
    public String toString() {
        return breakdown.map(Breakdown::label).orElse("total") + (isTotal() ? "" : "=" + value);
    }
}
