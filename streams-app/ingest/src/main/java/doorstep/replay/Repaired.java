// SPDX-License-Identifier: Apache-2.0
package doorstep.replay;

import doorstep.decode.Decoded;
import java.util.Set;

/** The result of repairing a refused record. */
sealed interface Repaired {
    /** The pipeline will accept the record. */
    final class Ready implements Repaired {
        private final byte[] key;
        private final byte[] value;
        private final int partition;
        private final Set<Fix> fixes;

        /**
         * @param value null deletes the id forever
         * @param fixes the fixes that were necessary; if empty, the bytes are those of the original
         */
        Ready(byte[] key, byte[] value, int partition, Set<Fix> fixes) {
            this.key = key;
            this.value = value;
            this.partition = partition;
            this.fixes = Set.copyOf(fixes);
        }

        byte[] key() {
            return key;
        }

        byte[] value() {
            return value;
        }

        int partition() {
            return partition;
        }

        Set<Fix> fixes() {
            return fixes;
        }
    }

    /** The pipeline would refuse the record again. */
    record Refused(Decoded.Refused verdict) implements Repaired {}
}
