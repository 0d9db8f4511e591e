// SPDX-License-Identifier: Apache-2.0
package doorstep.window;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Contributions later than as-of; counted at the root unit only.
 *
 * @param contributions by family code
 * @param endings those of them that end something owed
 */
public record Beyond(SortedMap<Integer, Long> contributions, long endings) {
    public static final Beyond NONE = new Beyond(new TreeMap<>(), 0);

    public Beyond {
        contributions = Collections.unmodifiableSortedMap(new TreeMap<>(contributions));
    }
}
