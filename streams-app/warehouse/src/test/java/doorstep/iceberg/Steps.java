// SPDX-License-Identifier: Apache-2.0
package doorstep.iceberg;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** What an exporter does to files and to the catalog, step by step. Something may happen before or after each of them. */
final class Steps {
    private final BiConsumer<Integer, String> hook;
    private final List<String> done = new ArrayList<>();

    Steps(BiConsumer<Integer, String> hook) {
        this.hook = hook;
    }

    static Steps undisturbed() {
        return new Steps((number, step) -> {});
    }

    /** Kills at a step: that one and whatever would follow do not happen. */
    static Steps killedAt(int last) {
        return new Steps((number, step) -> {
            if (number >= last) {
                throw new Killed("step " + number + ": " + step);
            }
        });
    }

    synchronized void next(String step) {
        done.add(step);
        hook.accept(done.size(), step);
    }

    synchronized List<String> done() {
        return List.copyOf(done);
    }
}
