// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import doorstep.rows.RowChange;
import doorstep.tally.Tally;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes the changes of the bench, and knows which rows they leave. For use by one thread. */
final class StoreChanges {
    private final StoreInput input;
    private final Random random;
    private final byte[] versions; // by key; modulo 256, as signed bytes

    StoreChanges(StoreInput input, long seed) {
        this.input = input;
        random = new Random(seed);
        versions = new byte[Math.toIntExact(input.keys())];
    }

    /** The first version of some rows, in the order of a topic that was sorted by nothing. */
    List<RowChange> first(long from, int count) {
        List<RowChange> changes = new ArrayList<>(count);
        for (long i = from; i < Math.min(from + count, input.keys()); i++) {
            changes.add(input.change(scattered(i), 0));
        }
        return changes;
    }

    /** A permutation: the factor is a prime that does not divide the number of keys. */
    private long scattered(long i) {
        return i * 2_147_483_647L % input.keys();
    }

    /** New versions of random rows, each once. */
    List<RowChange> next(int count) {
        List<RowChange> changes = new ArrayList<>(count);
        Set<Integer> chosen = new HashSet<>();
        while (changes.size() < count) {
            int key = random.nextInt(versions.length);
            if (chosen.add(key)) {
                changes.add(input.change(key, ++versions[key] & 0xff));
            }
        }
        return changes;
    }

    /** @throws IllegalStateException if the store holds other rows than the changes left */
    void require(MeasuredStore store) {
        long[] found = new long[2];
        store.readAll((cell, kind, start, tally) -> {
            found[0]++;
            found[1] += tally.hashCode();
        });
        long rows = 0;
        long hashes = 0;
        for (int key = 0; key < versions.length; key++) {
            Tally tally = StoreInput.tally(key, versions[key] & 0xff);
            if (!tally.isZero()) {
                rows++;
                hashes += tally.hashCode();
            }
        }
        if (rows != found[0] || hashes != found[1]) {
            throw new IllegalStateException(
                    "the store has " + found[0] + " rows, not the " + rows + " that were written, or other figures");
        }
    }
}
