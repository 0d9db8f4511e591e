package doorstep.window;

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
}
