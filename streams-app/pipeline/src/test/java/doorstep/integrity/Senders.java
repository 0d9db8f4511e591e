// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import java.util.Arrays;

/** Both ends of batch sequences, before the first batch. */
public final class Senders {
    public static final long FINGERPRINT = 0xfeed;
    public static final long REBUILD = 2;

    private Senders() {}

    public static BatchSequencer sender(String name, int targets) {
        LastBatch[] none = new LastBatch[targets];
        Arrays.fill(none, LastBatch.NONE);
        return new BatchSequencer(name, none, FINGERPRINT, REBUILD);
    }

    public static BatchHeader header(String sender, long number) {
        return new BatchHeader(sender, number, 0, FINGERPRINT, REBUILD);
    }
}
