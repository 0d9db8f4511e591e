// SPDX-License-Identifier: Apache-2.0
package doorstep.torture;

import java.util.ArrayList;
import java.util.List;

/** Counts differences, and keeps the first ones for reports. */
final class Differences {
    private static final int SHOWN = 20;

    private final List<String> shown = new ArrayList<>();
    private long count;

    /** @param expected null for nothing, like {@code actual} */
    void add(String what, Object expected, Object actual) {
        count++;
        if (shown.size() < SHOWN) {
            shown.add(what + "\n    expected " + (expected == null ? "nothing" : expected) + "\n    found    "
                    + (actual == null ? "nothing" : actual));
        }
    }

    long count() {
        return count;
    }

    List<String> shown() {
        return List.copyOf(shown);
    }
}
