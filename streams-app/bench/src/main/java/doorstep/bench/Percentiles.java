// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.util.Arrays;

/** Exact percentiles of a sample, by nearest rank. */
final class Percentiles {
    private final long[] sorted;

    /** @param values at least one */
    Percentiles(long[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("percentiles of nothing");
        }
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    int count() {
        return sorted.length;
    }

    /** @param share above 0, up to 1 */
    long at(double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(1, rank) - 1];
    }

    long most() {
        return sorted[sorted.length - 1];
    }
}
