// SPDX-License-Identifier: Apache-2.0
package doorstep.explain;

import doorstep.event.Identity;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Remembers which ids came more than once, in a fixed number of bytes: an id has one bit that it shares with others, so
 * that it may be taken for a repeated one, but never the other way round. Noting is thread-safe; asking is, once nothing
 * is noted any more.
 */
final class RepeatedIds {
    private static final int BITS_FOR_EACH = 32; // 3 % of the ids are taken for repeated ones
    private static final int LEAST_WORDS = 1 << 10;
    private static final int MOST_WORDS = 1 << 24; // 128 MiB

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] seen;
    private final long[] again;

    private RepeatedIds(int words) {
        seen = new long[words];
        again = new long[words];
    }

    /** For so many ids. From 30 million on, more of them are taken for repeated ones, for the memory stays as it is. */
    static RepeatedIds of(long ids) {
        long words = Math.min(MOST_WORDS, Math.max(LEAST_WORDS, ids * BITS_FOR_EACH / Long.SIZE));
        return new RepeatedIds((int) Long.highestOneBit(2 * words - 1));
    }

    /** Takes every id for a repeated one once some hundreds were noted. */
    static RepeatedIds ofAll() {
        return new RepeatedIds(1);
    }

    void note(Identity id) {
        long bit = bit(id);
        int word = word(id);
        if (((long) WORD.getAndBitwiseOr(seen, word, bit) & bit) != 0) {
            WORD.getAndBitwiseOr(again, word, bit);
        }
    }

    boolean mayContain(Identity id) {
        return (again[word(id)] & bit(id)) != 0;
    }

    private static long bit(Identity id) {
        return 1L << id.low(); // its lowest 6 bits; identities are hashes
    }

    private int word(Identity id) {
        return (int) (id.low() >>> 6) & (seen.length - 1);
    }
}
