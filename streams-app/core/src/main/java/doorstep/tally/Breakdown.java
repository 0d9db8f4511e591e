// SPDX-License-Identifier: Apache-2.0
package doorstep.tally;

/** A second dimension of the figures, besides the unit. The codes are part of store keys and must not change. */
public enum Breakdown {
    CATEGORY(1),
    MODE(2),
    AREA(3),
    CHANNEL(4),
    TOPIC(5),
    SOURCE(6);

    private final int code;

    Breakdown(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The name in keys and rows: lower case. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    public static Breakdown ofCode(int code) {
        Breakdown breakdown = values()[code - 1];
        if (breakdown.code != code) {
            throw new AssertionError(code);
        }
        return breakdown;
    }
}
