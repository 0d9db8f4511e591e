// SPDX-License-Identifier: Apache-2.0
package doorstep.delta;

/**
 * Time of contributions: a minute, or just a local day once nothing finer is needed.
 *
 * @param coarse true: {@code at} is a local date, days since 1970-01-01; false: a minute since the epoch, UTC
 */
public record EventTime(boolean coarse, long at) {
    public static EventTime minute(long minute) {
        return new EventTime(false, minute);
    }

    public static EventTime day(long day) {
        return new EventTime(true, day);
    }

    /** Encodes the time as one number, which is small for times near 1970. */
    public long code() {
        return at * 2 + (coarse ? 1 : 0);
    }

    public static EventTime ofCode(long code) {
        return new EventTime((code & 1) == 1, code >> 1);
    }
}
