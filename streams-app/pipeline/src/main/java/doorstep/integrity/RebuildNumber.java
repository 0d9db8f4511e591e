// SPDX-License-Identifier: Apache-2.0
package doorstep.integrity;

import doorstep.codec.ByteReader;
import doorstep.codec.ByteWriter;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The number of the rebuild since which a task's figures are counted, according to its instance, its state, and {@code
 * doorstep.settings}. All three must agree, or figures from before the rebuild would be added to those from after it.
 */
public final class RebuildNumber {
    private static final Bytes KEY = Bytes.wrap("rebuild".getBytes(StandardCharsets.UTF_8));

    private final long number;
    private final String task;

    /**
     * @param number which the instance read before it joined its group; 0 = there was no rebuild
     * @param task the task, as messages name it
     */
    public RebuildNumber(long number, String task) {
        this.number = number;
        this.task = task;
    }

    /**
     * Refuses to run if another rebuild has begun. A rebuild first writes its number, then checks that the group has no
     * members, then deletes. So a task that starts as a member and finds its own number has lost nothing.
     *
     * @throws RefusedException OTHER_REBUILD
     */
    public void requireCurrent(LogInspector logs) {
        long current = logs.settings().rebuild();
        if (current != number) {
            throw new RefusedException("OTHER_REBUILD: " + task + " counts since rebuild " + number
                    + ", but meanwhile rebuild " + current
                    + " was begun. Start this instance again once the rebuild is done.");
        }
    }

    /** @throws RefusedException OTHER_REBUILD */
    public void requireSame(KeyValueStore<Bytes, byte[]> store) {
        byte[] kept = store.get(KEY);
        if (kept != null) {
            long since = new ByteReader(kept).readVarint();
            if (since != number) {
                throw new RefusedException("OTHER_REBUILD: the state of " + task + " was counted since rebuild " + since
                        + ", but the settings topic names " + number
                        + ". State and settings do not match; run `doorstep rebuild` to count again.");
            }
        }
    }

    public void keep(KeyValueStore<Bytes, byte[]> store) {
        store.put(KEY, new ByteWriter().writeVarint(number).toBytes());
    }
}
