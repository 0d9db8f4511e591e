package doorstep.window;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;

/**
 * Where contributions stand in time: at a minute, or somewhere in a local day once nothing finer is needed.
 *
 * @param coarse true: {@code at} is a local date, days since 1970-01-01; false: a minute since the epoch, UTC
 */
record EventTime(boolean coarse, long at) {
    static EventTime minute(long minute) {
        return new EventTime(false, minute);
    }

    static EventTime day(long day) {
        return new EventTime(true, day);
    }

    /** As one number: small for small times. */
    long code() {
        return at * 2 + (coarse ? 1 : 0);
    }

    static EventTime ofCode(long code) {
        return new EventTime((code & 1) == 1, code >> 1);
    }

    /** As the generated one, which is slow. */
    @Override
    public int hashCode() {
        return Long.hashCode(code());
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof EventTime other && at == other.at && coarse == other.coarse;
    }

    void writeTo(ByteWriter out) {
        out.writeZigzag(code());
    }

    static EventTime readFrom(ByteReader in) {
        return ofCode(in.readZigzag());
    }
}
