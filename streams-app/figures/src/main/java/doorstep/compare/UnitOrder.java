// SPDX-License-Identifier: Apache-2.0
package doorstep.compare;

import java.util.Comparator;

/** Orders units by their UTF-8 bytes: not as strings, whose characters above U+FFFF would come before U+E000. */
public final class UnitOrder {
    public static final Comparator<String> UTF_8 = UnitOrder::compare;

    private static final int FIRST_SURROGATE = 0xD800;
    private static final int LAST_SURROGATE = 0xDFFF;

    private UnitOrder() {}

    private static int compare(String one, String other) {
        int both = Math.min(one.length(), other.length());
        for (int i = 0; i < both; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return place(one.charAt(i)) - place(other.charAt(i));
            }
        }
        return one.length() - other.length();
    }

    /** Surrogates stand for code points behind all others. */
    private static int place(char unit) {
        boolean surrogate = unit >= FIRST_SURROGATE && unit <= LAST_SURROGATE;
        return surrogate ? unit + Character.MAX_VALUE : unit;
    }
}
