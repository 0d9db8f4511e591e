// SPDX-License-Identifier: Apache-2.0
package doorstep.bench;

import java.util.List;

/**
 * @param keys rows that the store holds before any is deleted, at least a million
 * @param upserts changes of them in large batches; of those in small ones there are a tenth
 * @param questions of each kind
 */
public record StorePlan(long keys, long upserts, int questions, long seed) {
    List<String> arguments() {
        return List.of(String.valueOf(keys), String.valueOf(upserts), String.valueOf(questions), String.valueOf(seed));
    }

    static StorePlan read(String[] args, int from) {
        return new StorePlan(
                Long.parseLong(args[from]),
                Long.parseLong(args[from + 1]),
                Integer.parseInt(args[from + 2]),
                Long.parseLong(args[from + 3]));
    }
}
