// SPDX-License-Identifier: Apache-2.0
package doorstep.engine;

import java.util.List;

/**
 * The names that belong to the tasks of one part of the pipeline.
 *
 * @param part as in rows of {@code doorstep.progress}
 * @param sources input topics that the tasks read; the internal topics that they read are not among them
 * @param stores all stores that keep rows
 * @param progressStore the one of these that holds the {@link StateRow}
 * @param progressSink the node for rows of {@code doorstep.progress}
 */
record TaskNames(String part, List<String> sources, List<String> stores, String progressStore, String progressSink) {
    /** The task, as messages and the headers of its batches name it. */
    String task(int partition) {
        return part + "/" + partition;
    }
}
